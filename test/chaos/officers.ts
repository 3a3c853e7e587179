import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { password } from '../support/hotline.ts';
import type { Random } from '../support/random.ts';
import type { ListedCallback, Page } from '../support/staff-client.ts';

export interface Officers {
  /** They take what is ready, ring, and record, until the function that it answers is called. */
  work(random: Random): () => Promise<void>;
  /** How often one claim was given to two people. */
  readonly doubleClaims: () => number;
}

const people = ['officer@example.org', 'supervisor@example.org'];
const restMs = 150;
const limitMs = 15_000;
const outcomes = ['reached', 'reached', 'no_answer', 'busy'] as const;

/** Staff who work the list over HTTP. Whatever fails they try again, as people do. */
export function startOfficers(apiUrl: string): Officers {
  const holders = new Map<string, Set<string>>();

  async function work(email: string, random: Random, until: AbortSignal): Promise<void> {
    const officer = client(apiUrl, email);
    while (!until.aborted) {
      const worked = await takeTurn(officer, random).catch(() => false);
      if (!worked) await delay(restMs, undefined, { signal: until }).catch(() => {});
    }
  }

  /** One callback from claim to outcome; false when there was none. */
  async function takeTurn(officer: StaffClient, random: Random): Promise<boolean> {
    const mine = await officer.ask<Page<ListedCallback>>('GET', '/api/callbacks?view=mine&limit=1');
    const held = mine.body.items[0] ?? (await claimNext(officer));
    if (held === undefined) return false;
    const seen = holders.get(`${held.id}.${held.epoch}`) ?? new Set();
    holders.set(`${held.id}.${held.epoch}`, seen.add(officer.email));
    const outcome = random.pick(outcomes);
    const attempt = { epoch: held.epoch, outcome };
    const key = { 'idempotency-key': randomUUID() };
    await officer.ask('POST', `/api/callbacks/${held.id}/attempts`, attempt, key);
    return true;
  }

  async function claimNext(officer: StaffClient): Promise<ListedCallback | undefined> {
    const ready = await officer.ask<Page<ListedCallback>>('GET', '/api/callbacks?view=unclaimed&limit=1');
    const [first] = ready.body.items;
    if (first === undefined) return undefined;
    const claimed = await officer.ask<ListedCallback>('POST', `/api/callbacks/${first.id}/claim`);
    return claimed.status === 200 ? claimed.body : undefined;
  }

  return {
    doubleClaims: () => [...holders.values()].filter(({ size }) => size > 1).length,
    work(random) {
      const ending = new AbortController();
      const working = people.map((email) => work(email, random, ending.signal));
      return async () => {
        ending.abort();
        await Promise.all(working);
      };
    },
  };
}

interface StaffClient {
  readonly email: string;
  ask<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly body: T }>;
}

/** Signs in when it has to, and never waits for ever. */
function client(apiUrl: string, email: string): StaffClient {
  let token: string | undefined;

  async function send<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        ...headers,
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(limitMs),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  return {
    email,
    async ask<T>(method: 'GET' | 'POST', path: string, body?: object, headers?: Record<string, string>) {
      if (token === undefined) {
        const signedIn = await send<{ token: string }>('POST', '/api/session', { email, password });
        if (signedIn.status !== 201) throw new Error(`not signed in: ${signedIn.status}`);
        token = signedIn.body.token;
      }
      const answer = await send<T>(method, path, body, headers);
      if (answer.status === 401) token = undefined;
      if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`);
      return answer;
    },
  };
}
