import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback } from '../../support/staff-client.ts';

let hotline: Hotline;
let officer: Awaited<ReturnType<typeof signedIn>>;
let supervisor: typeof officer;
let callback: ListedCallback;
beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());

/** A caller in California asks to be rung, and the day comes: the officer has it. */
beforeEach(async () => {
  await rowsOf(
    hotline.database.url,
    "update callbacks set state = 'closed', closed_reason = 'cancelled', claimed_by = null where state <> 'closed'",
  );
  await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
  const [due] = await rowsOf<{ at: Date }>(
    hotline.database.url,
    "select window_starts_at as at from callbacks where state <> 'closed'",
  );
  hotline.clock.set(due?.at.toISOString() ?? '');
  await hotline.worker.settle();
  officer = await signedIn(hotline);
  supervisor = await signedIn(hotline, 'supervisor@example.org');
  callback = (await officer.post<ListedCallback>('/api/callbacks/next')).body;
});

interface InFull extends ListedCallback {
  readonly escalatedTo: string | null;
  readonly window: { readonly name: string; readonly startsAt: string; readonly endsAt: string };
  readonly promises: readonly {
    readonly toldBy: string;
    readonly lastTwoDigits: string | null;
    readonly outcome: string | null;
    readonly window: { readonly name: string; readonly startsAt: string };
  }[];
  readonly timeline: readonly {
    readonly kind: string;
    readonly by: { readonly displayName: string } | null;
    readonly data: Readonly<Record<string, unknown>>;
    readonly note: string | null;
  }[];
}
const inFull = async (): Promise<InFull> => (await officer.get<InFull>(`/api/callbacks/${callback.id}`)).body;
const kinds = async () => (await inFull()).timeline.map(({ kind }) => kind);

describe('one callback in full', () => {
  it('begins with the safe-contact terms, and has what was told, tried and done', async () => {
    const found = await inFull();
    expect(Object.keys(found)[0]).toBe('safeContact');
    expect(found).toMatchObject({
      id: callback.id,
      state: 'claimed',
      promises: [{ toldBy: 'line', lastTwoDigits: '23', outcome: null, window: { name: 'any' } }],
      attempts: [],
    });
    expect(found.timeline.map(({ kind, by }) => [kind, by?.displayName])).toEqual([
      ['promised', undefined],
      ['made_ready', undefined],
      ['claimed', 'Demo officer'],
    ]);
  });

  it('does not exist for other offices', async () => {
    await rowsOf(
      hotline.database.url,
      "update staff set office_ids = '{MIA}' where email = 'supervisor@example.org'",
    );
    expect((await supervisor.get(`/api/callbacks/${callback.id}`)).status).toBe(404);
    const note = await supervisor.post(`/api/callbacks/${callback.id}/notes`, { note: 'Seen' });
    expect(note.status).toBe(404);
    await rowsOf(
      hotline.database.url,
      `update staff set office_ids = (select office_ids from staff where email = 'officer@example.org') where email = 'supervisor@example.org'`,
    );
  });
});

describe('another window', () => {
  const reschedule = (body: object) =>
    officer.post<InFull & { code: string; offer: unknown }>(`/api/callbacks/${callback.id}/reschedule`, body);

  it('is agreed by who holds the callback, told anew, and waits again', async () => {
    const answer = await reschedule({
      epoch: callback.epoch,
      window: { name: 'afternoon', date: '2026-03-05' },
      reason: 'caller_asked',
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        state: 'waiting',
        claim: null,
        window: { name: 'afternoon', startsAt: '2026-03-05T20:00:00.000Z' },
      },
    });
    const { promises, timeline } = await inFull();
    expect(promises).toMatchObject([
      { outcome: 're_promised', window: { name: 'any' } },
      { toldBy: 'officer', lastTwoDigits: '23', outcome: null, window: { name: 'afternoon' } },
    ]);
    expect(timeline.at(-1)).toMatchObject({
      kind: 'rescheduled',
      by: { displayName: 'Demo officer' },
      data: { windowName: 'afternoon', reason: 'caller_asked' },
    });
    hotline.clock.set('2026-03-05T20:00:00Z');
    await hotline.worker.settle();
    officer = await signedIn(hotline);
    expect(await inFull()).toMatchObject({ state: 'ready' });
  });

  it('is not changed where the office cannot keep it: the nearest is offered', async () => {
    const answer = await reschedule({
      epoch: callback.epoch,
      window: { name: 'morning', date: '2026-03-07' },
    });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'callbacks.window_unavailable', offer: { name: 'morning', date: '2026-03-09' } },
    });
    expect(await inFull()).toMatchObject({ state: 'claimed', promises: [{ outcome: null }] });
  });

  it('is refused to who no longer holds the callback, who is told that', async () => {
    hotline.clock.advance(10 * 60_000);
    await hotline.worker.settle();
    const answer = await reschedule({ epoch: callback.epoch, window: { name: 'afternoon' } });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'callbacks.lease_lapsed', now: { state: 'ready' }, heldBy: null },
    });
  });
});

describe('a lease', () => {
  const minutes = (count: number) => hotline.clock.advance(count * 60_000);

  it('begins anew with what its holder does', async () => {
    minutes(9);
    const note = await officer.post(`/api/callbacks/${callback.id}/notes`, { note: 'Reading the case' });
    expect(note.status).toBe(200);
    minutes(9);
    const renewed = await officer.post(`/api/callbacks/${callback.id}/renew`, { epoch: callback.epoch });
    expect(renewed.status).toBe(200);
    minutes(9);
    await hotline.worker.settle();
    expect(await inFull()).toMatchObject({ state: 'claimed', epoch: callback.epoch });
  });

  it('says to who held it that it has lapsed, until they have it again', async () => {
    const lapsed = async () => {
      const path = '/api/callbacks?view=mine';
      return (await officer.get<{ lapsed: { callbackId: string }[] }>(path)).body.lapsed;
    };
    minutes(10);
    await hotline.worker.settle();
    const ours = { callbackId: callback.id, caseNumber: expect.stringMatching(/^HL-26-/) };
    expect(await lapsed()).toContainEqual(expect.objectContaining(ours));
    const late = await officer.post<{ detail: string }>(`/api/callbacks/${callback.id}/renew`, {
      epoch: callback.epoch,
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'callbacks.lease_lapsed' } });
    expect(late.body.detail).toContain('ten minutes');
    await officer.post(`/api/callbacks/${callback.id}/claim`, {});
    expect((await lapsed()).map(({ callbackId }) => callbackId)).not.toContain(callback.id);
  });
});

describe('an escalation', () => {
  it('shows it to the supervisor with the note, and leaves it with who holds it', async () => {
    const answer = await officer.post<InFull>(`/api/callbacks/${callback.id}/escalate`, {
      version: callback.version,
      to: 'supervisor',
      note: 'She asked for a manager',
    });
    expect(answer).toMatchObject({ status: 200, body: { escalatedTo: 'supervisor', state: 'claimed' } });
    const { body } = await supervisor.get<{ items: { id: string }[] }>('/api/callbacks?view=escalated');
    expect(body.items.map(({ id }) => id)).toContain(callback.id);
    expect((await inFull()).timeline.at(-1)).toMatchObject({
      kind: 'escalated',
      data: { to: 'supervisor' },
      note: 'She asked for a manager',
    });
    const [stored] = await rowsOf<{ text: string }>(
      hotline.database.url,
      'select string_agg(e::text, chr(10)) as text from callback_events e',
    );
    expect(stored?.text).not.toContain(Buffer.from('manager').toString('hex'));
  });

  it('is refused on a version that has passed, with what stands now', async () => {
    const answer = await officer.post(`/api/callbacks/${callback.id}/escalate`, {
      version: callback.version - 1,
      to: 'supervisor',
    });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'callbacks.stale_version',
        heldByName: 'Demo officer',
        now: { state: 'claimed', version: callback.version, window: { name: 'any' } },
      },
    });
  });

  it('to the national desk puts it on the list of the desk, which may work on it', async () => {
    await officer.post(`/api/callbacks/${callback.id}/release`, { epoch: callback.epoch });
    const { version } = await inFull();
    await rowsOf(
      hotline.database.url,
      "update staff set office_ids = '{NAT}' where email = 'supervisor@example.org'",
    );
    const desk = await signedIn(hotline, 'supervisor@example.org');
    const claim = () => desk.post(`/api/callbacks/${callback.id}/claim`, {});
    expect((await claim()).status).toBe(404);
    await officer.post(`/api/callbacks/${callback.id}/escalate`, { version, to: 'national_desk' });
    const { body } = await desk.get<{ items: { id: string }[] }>('/api/callbacks?view=escalated');
    expect(body.items.map(({ id }) => id)).toContain(callback.id);
    expect((await claim()).status).toBe(200);
    await rowsOf(
      hotline.database.url,
      `update staff set office_ids = (select office_ids from staff where email = 'officer@example.org') where email = 'supervisor@example.org'`,
    );
  });
});

describe('a cancellation', () => {
  it('closes the callback and withdraws the promise', async () => {
    const { version } = callback;
    const answer = await officer.post<InFull>(`/api/callbacks/${callback.id}/cancel`, {
      version,
      reason: 'caller_asked',
    });
    expect(answer).toMatchObject({ status: 200, body: { state: 'closed' } });
    expect(await inFull()).toMatchObject({ promises: [{ outcome: 'withdrawn' }] });
    expect((await kinds()).at(-1)).toBe('cancelled');
  });

  it('of what a colleague holds is for a supervisor', async () => {
    await officer.post(`/api/callbacks/${callback.id}/release`, { epoch: callback.epoch });
    const claimed = await supervisor.post<InFull>(`/api/callbacks/${callback.id}/claim`, {});
    const { version } = claimed.body;
    const refused = await officer.post(`/api/callbacks/${callback.id}/cancel`, { version });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'callbacks.already_claimed', heldByName: 'Demo supervisor' },
    });
    expect((await supervisor.post(`/api/callbacks/${callback.id}/cancel`, { version })).status).toBe(200);
  });
});
