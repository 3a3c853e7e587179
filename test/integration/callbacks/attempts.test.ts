import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { password, startHotline, type Hotline } from '../../support/hotline.ts';
import { signedIn } from '../../support/staff-client.ts';
import { rowsOf } from '../../support/rows.ts';
import type { Answer, ListedCallback, Page } from '../../support/staff-client.ts';

let hotline: Hotline;
let token = '';
beforeAll(async () => {
  hotline = await startHotline();
  await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
});
afterAll(() => hotline.stop());

interface Attempt {
  readonly id: string;
  readonly number: number;
  readonly code?: string;
  readonly closedReason: string | null;
  readonly next: { readonly startsAt: string; readonly endsAt: string } | null;
}

async function send<T>(path: string, body?: object, key?: string): Promise<Answer<T>> {
  const response = await fetch(`${hotline.api.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** Goes to the beginning of the window and takes the callback. */
async function claimWhenDue(): Promise<ListedCallback> {
  const [due] = await rowsOf<{ at: Date }>(
    hotline.database.url,
    "select window_starts_at as at from callbacks where state <> 'closed'",
  );
  hotline.clock.set(due?.at.toISOString() ?? '');
  await hotline.worker.settle();
  const signIn = { email: 'officer@example.org', password };
  ({ token } = (await send<{ token: string }>('/api/session', signIn)).body);
  const { body } = await send<Page<ListedCallback>>('/api/callbacks?view=unclaimed');
  return (await send<ListedCallback>(`/api/callbacks/${body.items[0]?.id}/claim`, {})).body;
}

const key = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;

describe('a callback that nobody answers', () => {
  it('is tried three times on three days, then closed as unreached, each attempt recorded once', async () => {
    const days = new Set<string>();
    for (const number of [1, 2, 3]) {
      const { id, epoch } = await claimWhenDue();
      const path = `/api/callbacks/${id}/attempts`;
      const left = await send<Attempt>(path, { epoch, outcome: 'voicemail_left' }, key(9));
      expect(left).toMatchObject({ status: 409, body: { code: 'callbacks.voicemail_forbidden' } });

      const body = { epoch, outcome: 'no_answer', note: 'It rang ten times' };
      const answers = await Promise.all([
        send<Attempt>(path, body, key(number)),
        send<Attempt>(path, body, key(number)),
      ]);
      expect(answers[0]).toMatchObject({ status: 200, body: { number } });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[0].body.closedReason).toBe(number === 3 ? 'unreached' : null);
      expect(answers[0].body.next === null).toBe(number === 3);
      days.add(hotline.clock.now().toISOString().slice(0, 10));

      const late = await send<Attempt>(path, body, key(8));
      const code = number === 3 ? 'callbacks.closed' : 'callbacks.lease_lapsed';
      expect(late).toMatchObject({ status: 409, body: { code } });
      const other = await send<Attempt>(path, { ...body, outcome: 'reached' }, key(number));
      expect(other).toMatchObject({ status: 409, body: { code: 'callbacks.request_key_reused' } });
    }
    expect(days.size).toBe(3);
    const rows = await rowsOf<{ row: string }>(
      hotline.database.url,
      'select a::text as row from callback_attempts a',
    );
    expect(rows).toHaveLength(3);
    expect(rows.map(({ row }) => row).join()).not.toContain(Buffer.from('rang').toString('hex'));
  });
});

describe('a callback that is not safe', () => {
  it('is closed at once, and stays on the list of those who see to what is escalated', async () => {
    await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
    const { id, epoch } = await claimWhenDue();
    const answer = await send<Attempt>(
      `/api/callbacks/${id}/attempts`,
      { epoch, outcome: 'safety_stop' },
      key(1),
    );
    expect(answer).toMatchObject({ status: 200, body: { closedReason: 'safety_stop', next: null } });
    const rows = await rowsOf(
      hotline.database.url,
      `select state, escalated_to from callbacks where id = '${id}'`,
    );
    expect(rows).toEqual([{ state: 'closed', escalated_to: 'supervisor' }]);
    const supervisor = await signedIn(hotline, 'supervisor@example.org');
    const { body } = await supervisor.get<{ items: { id: string }[] }>('/api/callbacks?view=escalated');
    expect(body.items.map((item) => item.id)).toEqual([id]);
  });
});
