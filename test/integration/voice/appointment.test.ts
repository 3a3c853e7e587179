import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CalleeBehaviour, CallerAction } from '../../../src/emulator/index.ts';
import { details } from '../../support/details.ts';
import { line, startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

/** The telephone of the demo's officer. */
const officerPhone = '+12025550111';

/** Callers whom nobody can ring have an appointment to ring us, from its promise to the talk with an officer. */
let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());
beforeEach(() => hotline.emulator.callees.clear());

async function place(script: CallerAction[], from?: string) {
  const report = await hotline.call(script, from);
  expect(report).toMatchObject({ missed: [], warnings: [] });
  return { ...report, said: report.heard.map(({ text }) => text).join('\n') };
}

interface Appointment {
  readonly id: string;
  readonly number: string;
  readonly pin: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const chooseTime: CallerAction[] = [
  { hears: 'You can call us instead', press: '1' },
  { hears: 'When is it best for you to call us', press: '1' },
  { hears: 'time zone', press: '4' },
  { hears: 'Pacific time', press: '1' },
];

/** An appointment of a caller who is not safe to ring. */
async function appointment(
  before = details('safe_to_call', { safe_to_call: '2' }),
  from?: string,
): Promise<Appointment> {
  const { said, sid } = await place(
    [...before, ...chooseTime, { hears: 'Your PIN is', silence: true }],
    from,
  );
  expect(said).toContain('Please call this number then');
  const digits = (pattern: RegExp) => (pattern.exec(said)?.[1] ?? '').replaceAll(/\D/g, '');
  const [row] = await rowsOf<{ id: string; starts: Date; ends: Date }>(
    hotline.database.url,
    `select b.id, b.window_starts_at as starts, b.window_ends_at as ends
       from callbacks b join calls c on c.id = b.call_id where c.provider_sid = '${sid}'`,
  );
  return {
    id: row?.id ?? '',
    number: digits(/Your case number is ([\d ,]+)/),
    pin: digits(/Your PIN is ([\d ]+)/),
    startsAt: row?.starts ?? new Date(Number.NaN),
    endsAt: row?.ends ?? new Date(Number.NaN),
  };
}

const open = ({ number, pin }: Pick<Appointment, 'number' | 'pin'>): CallerAction[] => [
  { press: '1' },
  { press: '1' },
  { press: '4' },
  { hears: 'your case number', press: number },
  { hears: 'your PIN', press: pin },
];

const rowOf = async (id: string) => {
  const [row] = await rowsOf<{
    way: string;
    state: string;
    voicemail: string;
    closed_reason: string | null;
    numbers: number;
    escalated_to: string | null;
    promise: string | null;
    attempts: (string | null)[] | null;
  }>(
    hotline.database.url,
    `select way, state, voicemail, closed_reason, num_nonnulls(number_sealed, number_index) as numbers, escalated_to,
            (select outcome from callback_promises p where p.callback_id = b.id order by told_at desc, id desc limit 1) as promise,
            (select json_agg(outcome order by number) from callback_attempts a
              where a.callback_id = b.id and a.kind = 'call_in') as attempts
       from callbacks b where id = '${id}'`,
  );
  return row;
};

describe('a caller whom nobody can ring', () => {
  it.each([
    ['is not safe to ring', details('safe_to_call', { safe_to_call: '2' }), undefined],
    [
      'withholds the number and has no other',
      [...details('safe_to_call'), { hears: 'cannot see a number', press: '2' }],
      'anonymous',
    ],
    [
      'calls from abroad and has no other',
      [...details('safe_to_call'), { hears: 'country code 1', press: '2' }],
      '+525512345678',
    ],
  ] as const)('who %s gets an appointment, and nobody’s number', async (_, before, from) => {
    const mine = await appointment([...before], from);
    expect(await rowOf(mine.id)).toMatchObject({
      way: 'call_in',
      state: 'waiting',
      voicemail: 'none',
      numbers: 0,
      promise: null,
    });
  });

  it('may go on without one, and what they told is kept', async () => {
    const { sid } = await place([
      ...details('safe_to_call', { safe_to_call: '2' }),
      { hears: 'You can call us instead', press: '2' },
      { hears: ['What you told us is kept', 'Your PIN is'], hangUp: true },
    ]);
    const rows = await rowsOf<{ status: string }>(
      hotline.database.url,
      `select k.status from cases k join calls c on c.id = k.call_id where c.provider_sid = '${sid}'`,
    );
    expect(rows).toEqual([{ status: 'open' }]);
  });
});

describe('before and after its hours', () => {
  it('the caller hears when they are, and moves them', async () => {
    const mine = await appointment();
    await place([
      ...open(mine),
      { hears: 'Please call this number again then', press: '2' },
      { hears: 'When is it best for you to call us', press: '3' },
      { hears: 'We have changed the time', hangUp: true },
    ]);
    const [row] = await rowsOf<{ window_name: string; way: string }>(
      hotline.database.url,
      `select window_name, way from callbacks where id = '${mine.id}'`,
    );
    expect(row).toEqual({ window_name: 'afternoon', way: 'call_in' });
  });

  it('nobody is rung, and another time is offered; a day after it is closed kindly', async () => {
    const mine = await appointment();
    hotline.clock.set(mine.endsAt.toISOString());
    const { dialled } = await place([
      ...open(mine),
      { hears: 'Your time with an officer was', hangUp: true },
    ]);
    expect(dialled).toEqual([]);
    await hotline.worker.settle();
    expect(await rowOf(mine.id)).not.toMatchObject({ state: 'closed' });
    hotline.clock.advance(5 * 24 * 60 * 60_000);
    await hotline.worker.settle();
    expect(await rowOf(mine.id)).toMatchObject({
      state: 'closed',
      closed_reason: 'unreached',
      promise: 'withdrawn',
    });
    await place([...open(mine), { hears: 'No one is set to call you', press: '1' }, { hangUp: true }]);
  });
});

describe('in its hours', () => {
  const inTime = async () => {
    const mine = await appointment();
    hotline.clock.set(mine.startsAt.toISOString());
    await hotline.worker.settle();
    return mine;
  };

  it('number and PIN put the caller through to an officer who presses 1, and the promise is kept', async () => {
    const mine = await inTime();
    hotline.emulator.callees.set(officerPhone, {
      kind: 'answers',
      script: [{ hears: 'on the line, as agreed', press: '1' }, { talks: 60 }, { hangUp: true }],
    });
    const report = await place([...open(mine), { talks: 90 }]);
    expect(report.bridges).toMatchObject([{ number: officerPhone }]);
    expect(hotline.emulator.report(report.dialled[0] ?? '')).toMatchObject({ from: line });
    expect(await rowOf(mine.id)).toMatchObject({
      state: 'closed',
      closed_reason: 'reached',
      promise: 'kept',
      attempts: ['reached'],
    });
  });

  it('a caller who hangs up after the talk has been reached all the same', async () => {
    const mine = await inTime();
    hotline.emulator.callees.set(officerPhone, {
      kind: 'answers',
      script: [{ hears: 'on the line, as agreed', press: '1' }, { talks: 500 }],
    });
    await place([...open(mine), { talks: 20 }, { hangUp: true }]);
    expect(await rowOf(mine.id)).toMatchObject({ closed_reason: 'reached', attempts: ['reached'] });
  });

  const absent: [string, CalleeBehaviour][] = [
    ['does not answer', { kind: 'noAnswer' }],
    ['has a machine that answers', { kind: 'answers', script: [{ talks: 60 }] }],
  ];
  it.each(absent)(
    'where the officer %s, the caller leaves word and a supervisor is asked',
    async (_, callee) => {
      const mine = await inTime();
      hotline.emulator.callees.set(officerPhone, callee);
      const { bridges } = await place([
        ...open(mine),
        { hears: 'No officer could take your call', press: '3' },
        { hears: 'after the tone', record: 4 },
        { hears: 'We have kept your message', hangUp: true },
      ]);
      expect(bridges).toEqual([]);
      expect(await rowOf(mine.id)).toMatchObject({
        closed_reason: null,
        escalated_to: 'supervisor',
        attempts: ['officer_absent'],
      });
    },
  );

  it('is on the officers’ list as a call that comes in', async () => {
    const mine = await inTime();
    const officer = await signedIn(hotline);
    const { body } = await officer.get<Page<ListedCallback & { way: string }>>(
      '/api/callbacks?view=unclaimed&limit=100',
    );
    expect(body.items.find(({ id }) => id === mine.id)).toMatchObject({ way: 'call_in' });
  });
});
