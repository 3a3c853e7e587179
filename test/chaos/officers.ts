import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { asOwner } from '../../src/cli/owner.ts';
import type { CalleeBehaviour } from '../../src/emulator/index.ts';
import { createOfficesFeature } from '../../src/features/offices/index.ts';
import { createStaffService, replacePhone } from '../../src/features/staff/index.ts';
import { systemClock } from '../../src/platform/system/clock.ts';
import { systemIds } from '../../src/platform/system/ids.ts';
import { password } from '../support/hotline.ts';
import type { ListedCallback, Page } from '../support/staff-client.ts';
import { staffClient, type StaffClient } from './staff.ts';

export interface Officer {
  readonly email: string;
  readonly phone: string;
}

const count = 8;

/** An officer who sits at the desk, hears whom to expect, and stays on the line until the caller goes. */
export const atTheDesk: CalleeBehaviour = {
  kind: 'answers',
  script: [{ hears: 'press 1', press: '1' }, { waits: 300 }],
};

/** People who work for every office, with a telephone each. */
export async function seedOfficers(ownerUrl: string): Promise<readonly Officer[]> {
  const people = Array.from({ length: count }, (_, index) => ({
    email: `officer-${index}@example.org`,
    phone: `+1202555012${index}`,
  }));
  await asOwner(ownerUrl, async (tx) => {
    const officeIds = (await createOfficesFeature().service.listOffices(tx)).map((office) => office.id);
    const staff = createStaffService({ db: tx, clock: systemClock, ids: systemIds });
    for (const { email, phone } of people) {
      await staff.save(tx, { email, displayName: email, roles: ['officer'], officeIds, password });
      const staffId = await staff.idOf(tx, email);
      if (staffId === null) throw new Error(`${email} was not saved`);
      await replacePhone(tx, { staffId, phone, setBy: null, now: systemClock.now() });
    }
  });
  return people;
}

export interface Officers {
  /** They pull what is next and have it dialled, until the function that it answers is called. */
  readonly work: () => () => Promise<void>;
  /** How often one claim was given to two people. */
  readonly doubleClaims: () => number;
}

const restMs = 150;
/** How long an officer waits for a call to end before turning to the next; what crashed takes minutes to clear up. */
const callMs = 20_000;

/** Staff who work the list over HTTP. Whatever fails they try again, as people do. */
export function startOfficers(apiUrl: string, people: readonly Officer[]): Officers {
  const holders = new Map<string, Set<string>>();
  /** One a claim, so that asking again for a reply that was lost dials nobody twice. */
  const requests = new Map<string, { readonly key: string; readonly at: number }>();

  async function workAs(email: string, until: AbortSignal): Promise<void> {
    const officer = staffClient(apiUrl, email);
    while (!until.aborted) {
      const worked = await takeTurn(officer).catch(() => false);
      if (!worked) await delay(restMs, undefined, { signal: until }).catch(() => {});
    }
  }

  /** Has one callback dialled; false when there was none, or while a call goes on. */
  async function takeTurn(officer: StaffClient): Promise<boolean> {
    const mine = await officer.ask<Page<ListedCallback>>('GET', '/api/callbacks?view=mine&limit=20');
    if (mine.body.items.some((item) => item.state === 'dialing' && isRecent(item))) return false;
    const held = mine.body.items.find(({ state }) => state === 'claimed') ?? (await pull(officer));
    if (held === undefined) return false;
    const claim = claimOf(held);
    holders.set(claim, (holders.get(claim) ?? new Set()).add(officer.email));
    const { key } = requests.get(claim) ?? { key: randomUUID() };
    requests.set(claim, { key, at: performance.now() });
    const headers = { 'idempotency-key': key };
    const path = `/api/callbacks/${held.id}`;
    const { epoch } = held;
    const { status, body } = await officer.ask<Dialled>('POST', `${path}/dial`, { epoch }, headers);
    // An attempt that rang nobody leaves the callback in its holder's hands, who then asks for another.
    if (status === 200 && body.endedAt !== null) requests.delete(claim);
    if (status !== 200) await officer.ask('POST', `${path}/release`, { epoch });
    return true;
  }

  const isRecent = (held: ListedCallback): boolean =>
    performance.now() - (requests.get(claimOf(held))?.at ?? -callMs) < callMs;

  return {
    doubleClaims: () => [...holders.values()].filter(({ size }) => size > 1).length,
    work() {
      const ending = new AbortController();
      const working = people.map(({ email }) => workAs(email, ending.signal));
      return async () => {
        ending.abort();
        await Promise.all(working);
      };
    },
  };
}

interface Dialled {
  readonly endedAt: string | null;
}

/** The epoch names one claim of one callback. */
const claimOf = ({ id, epoch }: ListedCallback): string => `${id}.${epoch}`;

async function pull(officer: StaffClient): Promise<ListedCallback | undefined> {
  const { status, body } = await officer.ask<ListedCallback>('POST', '/api/callbacks/next', {});
  return status === 200 ? body : undefined;
}
