import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallReport } from '../../../src/emulator/index.ts';
import { rowsOf } from '../../support/rows.ts';
import type { ListedCallback } from '../../support/staff-client.ts';
import { startNight, type NightOffice, type NightOfficer } from './night-office.ts';
import {
  callerPhone,
  officerPhone,
  planNight,
  tally,
  type PlannedCallback,
  type PlannedTry,
} from './night-plan.ts';

/**
 * A night of 200 callbacks on the emulator: whatever the telephones do, every callback ends where it must, and the
 * network has rung as often as we have on record.
 */
const seed = 7;
const night = planNight(seed, 200);

let office: NightOffice;
beforeAll(async () => {
  office = await startNight(night, 16);
  await workThrough();
}, 300_000);
afterAll(() => office.hotline.stop());

const rows = <T extends object>(statement: string) => rowsOf<T>(office.hotline.database.url, statement);

/** Each officer works a share of the plan; all ring at once, and go on when all telephones are silent. */
async function workThrough(): Promise<void> {
  const { officers } = office;
  const shares = officers.map((officer, at) => ({
    officer,
    left: night
      .filter(({ index }) => index % officers.length === at)
      .flatMap((planned) => planned.tries.map((next, round) => ({ planned, next, round }))),
  }));
  while (shares.some(({ left }) => left.length > 0)) {
    await Promise.all(
      shares.map(async ({ officer, left }) => {
        const turn = left.shift();
        if (turn !== undefined) await ring(officer, turn);
      }),
    );
    await silence();
  }
}

interface Turn {
  readonly planned: PlannedCallback;
  readonly next: PlannedTry;
  /** Whether it is the first try of its callback: 0, 1, … */
  readonly round: number;
}

async function ring({ phone, client }: NightOfficer, { planned, next, round }: Turn): Promise<void> {
  const id = office.callbackIds[planned.index] ?? '';
  const { callees } = office.hotline.emulator;
  callees.set(phone, officerPhone(next.officer));
  callees.set(planned.number, callerPhone(next.caller));
  // After a call that came to nothing before the caller's telephone rang, the callback is still this officer's.
  const held = round === 0 ? await client.post<ListedCallback>(`/api/callbacks/${id}/claim`, {}) : null;
  const epoch = held?.body.epoch ?? 1;
  const dialled = await client.post(`/api/callbacks/${id}/dial`, { epoch }, randomUUID());
  expect(dialled, wordsFor(planned)).toMatchObject({ status: 200 });
}

/** Until nothing rings and everything that was told is taken. */
async function silence(): Promise<void> {
  const { worker, emulator } = office.hotline;
  let open = 1;
  for (let drains = 0; open > 0 && drains < 20; drains += 1) {
    await worker.settle();
    await emulator.idle();
    const [left] = await rows<{ n: number }>(
      `select count(*)::int as n from callback_attempts where ended_at is null`,
    );
    open = left?.n ?? 0;
  }
  await emulator.idle();
}

const wordsFor = ({ index, voicemail, tries }: PlannedCallback): string =>
  `callback ${index} (voicemail ${voicemail}; ${tries.map((each) => `officer ${each.officer}, caller ${each.caller}`).join('; then ')})`;

/** What differs from the plan, callback by callback. Nothing, if all is well. */
function differences<T>(found: (planned: PlannedCallback, id: string) => { is: T; expected: T }): string[] {
  return night.flatMap((planned) => {
    const { is, expected } = found(planned, office.callbackIds[planned.index] ?? '');
    const [said, wanted] = [JSON.stringify(is), JSON.stringify(expected)];
    return said === wanted ? [] : [`${wordsFor(planned)}: is ${said}, not ${wanted}`];
  });
}

interface LegRow {
  readonly callback_id: string;
  readonly number: number;
  readonly party: string;
  readonly provider_sid: string | null;
  readonly staff_id: string;
}
const legs = () =>
  rows<LegRow>(
    `select a.callback_id, a.number, l.party, l.provider_sid, a.staff_id
       from attempt_legs l join callback_attempts a on a.id = l.attempt_id order by a.started_at, l.created_at`,
  );
const reportOf = ({ provider_sid: sid }: LegRow): CallReport | undefined =>
  sid === null ? undefined : office.hotline.emulator.report(sid);

describe(`a night of ${night.length} callbacks (seed ${seed}: ${JSON.stringify(tally(night))})`, () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planNight(seed, night.length)).toEqual(night);
    expect(planNight(seed + 1, night.length)).not.toEqual(night);
  });

  it('leaves each callback as its telephones said', async () => {
    const found = await rows<{ id: string; state: string; closed: string | null; outcomes: string[] }>(
      `select b.id, b.state, b.closed_reason as closed,
              array(select coalesce(outcome, 'open') from callback_attempts a where a.callback_id = b.id order by number)
                as outcomes
         from callbacks b`,
    );
    const byId = new Map(found.map((row) => [row.id, row]));
    expect(
      differences(({ tries, state }, id) => {
        const row = byId.get(id);
        return {
          is: [row?.state, row?.closed ?? null, ...(row?.outcomes ?? [])],
          expected: [state, state === 'closed' ? 'reached' : null, ...tries.map(({ outcome }) => outcome)],
        };
      }),
    ).toEqual([]);
  });

  it('rang every caller as often as is on record, and never twice in one attempt', async () => {
    const all = await legs();
    expect(
      differences(({ number, tries }, id) => {
        const recorded = all.filter((leg) => leg.callback_id === id && leg.party === 'caller');
        const attempts = new Set(recorded.map((leg) => leg.number));
        return {
          is: [office.hotline.emulator.rings.get(number) ?? 0, recorded.length, attempts.size],
          expected: Array<number>(3).fill(tries.filter(({ rings }) => rings).length),
        };
      }),
    ).toEqual([]);
  });

  it('rang every officer as often as is on record', async () => {
    const all = await legs();
    const recorded = office.officers.map(
      ({ id }) => all.filter((leg) => leg.party === 'officer' && leg.staff_id === id).length,
    );
    const rung = office.officers.map(({ phone }) => office.hotline.emulator.rings.get(phone) ?? 0);
    expect(rung).toEqual(recorded);
    expect([...office.hotline.emulator.rings.values()].reduce((sum, count) => sum + count, 0)).toBe(
      all.length,
    );
  });

  it('left words on no machine that may hold none, and on others only those that the caller allows', async () => {
    const all = await legs();
    const [found] = await rows<{ name: string }>(
      `select o.name from callbacks b join offices o on o.id = b.office_id where b.state <> 'closed' limit 1`,
    );
    const officeName = found?.name ?? '';
    expect(
      differences(({ voicemail, tries }, id) => {
        const leg = all.find((each) => each.callback_id === id && each.party === 'caller');
        const heard = (leg && reportOf(leg)?.heard) ?? [];
        const said = heard.filter(({ kind }) => kind === 'say').map(({ text }) => text);
        if (tries.at(-1)?.caller !== 'machine') return { is: [], expected: [] };
        return {
          is: [said.length > 0, said.some((text) => text.includes(officeName))],
          expected: [voicemail !== 'none', voicemail === 'named'],
        };
      }),
    ).toEqual([]);
  });

  it('calls nobody reached who did not talk with the officer', async () => {
    const all = await legs();
    const found = await rows<{ callback_id: string; joined: boolean }>(
      `select callback_id, joined_at is not null as joined from callback_attempts where outcome = 'reached'`,
    );
    const joined = new Map(found.map((row) => [row.callback_id, row.joined]));
    expect(
      differences((planned, id) => {
        const calls = all.filter((leg) => leg.callback_id === id && leg.party === 'caller');
        const bridged = calls.some((leg) => (reportOf(leg)?.bridges ?? []).length > 0);
        return {
          is: [joined.get(id) ?? false, bridged],
          expected: Array<boolean>(2).fill(planned.state === 'closed'),
        };
      }),
    ).toEqual([]);
  });

  it('was said in documents that the network takes without a warning', async () => {
    const warned = (await legs()).flatMap((leg) => reportOf(leg)?.warnings ?? []);
    expect(warned).toEqual([]);
  });
});
