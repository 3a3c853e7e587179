import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

type Staff = Awaited<ReturnType<typeof signedIn>>;

interface WorkItem {
  readonly id: string;
  readonly kind: string;
  readonly says: string;
  readonly resolutions: readonly string[];
  readonly officeId: string;
  readonly caseNumber: string | null;
  readonly callbackId: string | null;
  readonly attemptId: string | null;
  readonly createdAt: string;
  readonly code?: string;
  readonly done: { readonly displayName: string; readonly resolution: string } | null;
}

interface Attempt {
  readonly id: string;
  readonly next: { readonly startsAt: string; readonly endsAt: string } | null;
}

let hotline: Hotline;
let officer: Staff;
let supervisor: Staff;
beforeAll(async () => {
  hotline = await startHotline();
  officer = await signedIn(hotline);
  supervisor = await signedIn(hotline, 'supervisor@example.org');
});
afterAll(() => hotline.stop());

const inDatabase = <T extends object>(statement: string) => rowsOf<T>(hotline.database.url, statement);
const open = async () => (await supervisor.get<Page<WorkItem>>('/api/work-items')).body.items;
const settle = (by: Staff, id: string, sent: { resolution: string; note?: string }) =>
  by.post<WorkItem>(`/api/work-items/${id}/done`, sent);
const escalated = async () =>
  (await supervisor.get<Page<ListedCallback>>('/api/callbacks?view=escalated')).body.items.map(
    ({ id }) => id,
  );

/** A new callback whose window has begun, taken by the officer. */
async function claimed(): Promise<ListedCallback> {
  await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
  const [due] = await inDatabase<{ at: Date }>(
    "select window_starts_at as at from callbacks where state <> 'closed'",
  );
  hotline.clock.set(due?.at.toISOString() ?? '');
  await hotline.worker.settle();
  const { body } = await officer.get<Page<ListedCallback>>('/api/callbacks?view=unclaimed');
  return (await officer.post<ListedCallback>(`/api/callbacks/${body.items.at(-1)?.id}/claim`, {})).body;
}

const record = ({ id, epoch }: ListedCallback, outcome: string) =>
  officer.post<Attempt>(
    `/api/callbacks/${id}/attempts`,
    { epoch, outcome },
    '00000000-0000-4000-8000-000000000001',
  );

describe('a safety stop', () => {
  let callback: ListedCallback;
  let item: WorkItem | undefined;

  it('is left to a person, who is told in words what to do', async () => {
    callback = await claimed();
    const attempt = await record(callback, 'safety_stop');
    [item] = await open();
    expect(item).toMatchObject({
      kind: 'safety_stop',
      callbackId: callback.id,
      attemptId: attempt.body.id,
      officeId: 'LOS',
      done: null,
    });
    expect(item?.caseNumber).toMatch(/^HL-/);
    expect(item?.says).toMatch(/not safe/);
    expect(item?.resolutions).toEqual(['seen_to', 'no_safe_contact']);
    expect(await escalated()).toEqual([callback.id]);
  });

  it('is settled in one of the ways that it names, and in no other', async () => {
    const refused = await settle(supervisor, item?.id ?? '', { resolution: 'did_ring' });
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'callbacks.unknown_resolution', allowed: ['seen_to', 'no_safe_contact'] },
    });
    expect(await open()).toHaveLength(1);
  });

  it('is settled once, by whoever is first, and leaves the list of what is escalated', async () => {
    const answers = await Promise.all([
      settle(supervisor, item?.id ?? '', { resolution: 'seen_to', note: 'Spoke to her sister' }),
      settle(supervisor, item?.id ?? '', { resolution: 'seen_to', note: 'Spoke to her sister' }),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 200,
        body: { done: { displayName: 'Demo supervisor', resolution: 'seen_to' } },
      });
    }
    expect(await open()).toEqual([]);
    expect(await escalated()).toEqual([]);

    const late = await settle(officer, item?.id ?? '', { resolution: 'no_safe_contact' });
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'callbacks.item_settled', done: { displayName: 'Demo supervisor' } },
    });
    const events = await inDatabase<{ row: string }>(
      `select e::text as row from callback_events e where kind = 'work_item_done'`,
    );
    expect(events).toHaveLength(1);
    expect(events[0]?.row).not.toContain(Buffer.from('sister').toString('hex'));
  });
});

describe('an attempt after which the office has no safe time', () => {
  it('is recorded all the same: the callback waits for the same hours of a later day, and a person is asked', async () => {
    const callback = await claimed();
    await inDatabase("delete from office_hours where office_id = 'LOS'");
    const attempt = await record(callback, 'no_answer');
    expect(attempt.status).toBe(200);
    const begins = Date.parse(attempt.body.next?.startsAt ?? '');
    expect(begins - Date.parse(callback.window.startsAt)).toBe(24 * 3_600_000);

    const rows = await inDatabase(
      `select state, escalated_to, claimed_by from callbacks where id = '${callback.id}'`,
    );
    expect(rows).toEqual([{ state: 'waiting', escalated_to: 'supervisor', claimed_by: null }]);
    const items = await open();
    expect(items).toMatchObject([
      { kind: 'no_safe_time', callbackId: callback.id, attemptId: attempt.body.id },
    ]);
    expect(await escalated()).toEqual([callback.id]);
  });
});

describe('work items', () => {
  it('are listed oldest first, a page at a time, to the people of their offices alone', async () => {
    const [first] = await open();
    await inDatabase(`
      insert into work_items (id, kind, dedupe_key, office_id, facts, created_at)
      select gen_random_uuid(), 'unknown_call', 'unknown_call.' || n, case when n < 5 then 'LOS' else 'NAT' end,
             '{"callSid": "CA1"}', '2026-03-05T10:00:00Z'
        from generate_series(1, 5) n`);
    await inDatabase(`
      update staff set office_ids = array['LOS'] where email = 'officer@example.org'`);
    const seen: WorkItem[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/api/work-items?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await (await signedIn(hotline)).get<Page<WorkItem>>(path);
      seen.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(seen.map(({ kind }) => kind)).toEqual(['no_safe_time', ...Array<string>(4).fill('unknown_call')]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
    expect(seen[0]?.id).toBe(first?.id);

    const [elsewhere] = (await open()).filter(({ officeId }) => officeId === 'NAT');
    const hers = await signedIn(hotline);
    expect((await hers.get(`/api/work-items/${elsewhere?.id}`)).status).toBe(404);
    expect((await settle(hers, elsewhere?.id ?? '', { resolution: 'not_ours' })).status).toBe(404);
    const noted = await settle(supervisor, elsewhere?.id ?? '', { resolution: 'not_ours', note: 'A test' });
    expect(noted).toMatchObject({ status: 400, body: { code: 'http.validation' } });
  });
});
