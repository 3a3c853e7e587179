import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, tuesdayMorning, type Hotline } from '../../support/hotline.ts';
import { officersOf, weekdays } from '../../support/officers.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

let hotline: Hotline;
let officers: ReturnType<typeof officersOf>;
beforeAll(async () => {
  hotline = await startHotline();
  officers = officersOf(hotline);
  await officers.add('angela', ['LOS'], weekdays('08:30-17:00'));
  await officers.add('diego', ['SND'], weekdays('08:30-17:00'));
});
afterAll(() => hotline.stop());

const sql = <T extends object>(statement: string) => rowsOf<T>(hotline.database.url, statement);

interface Row {
  readonly id: string;
  readonly office_id: string;
  readonly case_office: string;
  readonly state: string;
  readonly escalated_to: string | null;
  readonly starts: Date;
  readonly ends: Date;
}
const callback = async (): Promise<Row> => {
  const [row] = await sql<Row>(`
    select b.id, b.office_id, c.office_id as case_office, b.state, b.escalated_to, b.window_starts_at as starts,
           b.window_ends_at as ends
      from callbacks b join cases c on c.id = b.case_id where b.state <> 'closed'`);
  if (row === undefined) throw new Error('There is no open callback.');
  return row;
};
const eventsOf = (kind: string) =>
  sql<{ data: Record<string, unknown> }>(`
    select e.data from callback_events e join callbacks b on b.id = e.callback_id
     where e.kind = '${kind}' and b.state <> 'closed' order by e.id`);

/** On Tuesday at 7:00 in Los Angeles a caller there is promised a callback on the same morning, 8:30 to 12:00. */
beforeEach(async () => {
  hotline.clock.set(tuesdayMorning);
  await sql(
    "update callbacks set state = 'closed', closed_reason = 'cancelled', claimed_by = null where state <> 'closed'",
  );
  await sql('delete from staff_absences');
  await sql('delete from office_closures');
  await hotline.call([...details('own_words', { zip: '90012', window: '2' }), { silence: true }]);
  expect(await callback()).toMatchObject({ office_id: 'LOS', starts: new Date('2026-03-03T16:30:00Z') });
});

const angelaIsAway = () => officers.isAway('angela', '2026-03-03', '2026-03-03');

describe('an absence', () => {
  it('gives what was promised to the office that covers, for the same window, and its officer can take it', async () => {
    const before = await callback();
    await angelaIsAway();
    await hotline.worker.settle();
    expect(await callback()).toMatchObject({
      office_id: 'SND',
      case_office: 'SND',
      starts: before.starts,
      ends: before.ends,
      escalated_to: null,
    });
    expect(await eventsOf('covered')).toEqual([{ data: { from: 'LOS', to: 'SND' } }]);

    hotline.clock.set(before.starts.toISOString());
    await hotline.worker.settle();
    const diego = await signedIn(hotline, officers.emailOf('diego'));
    const { items } = (await diego.get<Page<ListedCallback>>('/api/callbacks?view=unclaimed')).body;
    expect(items.map(({ id }) => id)).toEqual([before.id]);
    expect((await diego.post(`/api/callbacks/${before.id}/claim`, {})).status).toBe(200);
    expect((await diego.get(`/api/cases/${items[0]?.caseId}`)).status).toBe(200);
    const angela = await signedIn(hotline, officers.emailOf('angela'));
    expect((await angela.get(`/api/callbacks/${before.id}`)).status).toBe(404);
  });

  it('that ends does not take it back', async () => {
    await angelaIsAway();
    await hotline.worker.settle();
    await officers.isBack('angela', '2026-03-03');
    await hotline.worker.settle();
    expect((await callback()).office_id).toBe('SND');
    expect(await eventsOf('covered')).toHaveLength(1);
  });

  it('leaves what an officer holds in their hands', async () => {
    const { id, starts } = await callback();
    hotline.clock.set(starts.toISOString());
    await hotline.worker.settle();
    const angela = await signedIn(hotline, officers.emailOf('angela'));
    expect((await angela.post(`/api/callbacks/${id}/claim`, {})).status).toBe(200);
    await angelaIsAway();
    await hotline.worker.settle();
    expect(await callback()).toMatchObject({ office_id: 'LOS', state: 'claimed' });
  });

  it('on another day moves nothing', async () => {
    await officers.isAway('angela', '2026-03-04', '2026-03-05');
    await hotline.worker.settle();
    expect((await callback()).office_id).toBe('LOS');
  });

  it('at the covering office too gives it to the national desk', async () => {
    await angelaIsAway();
    await officers.isAway('diego', '2026-03-03', '2026-03-03');
    await hotline.worker.settle();
    expect((await callback()).office_id).toBe('NAT');
  });
});

describe('a day on which one office alone is closed', () => {
  it('moves what it had promised to the office that is open', async () => {
    await sql(`insert into office_closures (id, office_id, closed_on, reason)
               values (gen_random_uuid(), 'LOS', '2026-03-03', 'storm')`);
    await hotline.worker.settle();
    expect((await callback()).office_id).toBe('SND');
  });
});

describe('a window in which nobody is anywhere', () => {
  const closed = (days: readonly string[]) =>
    sql(`insert into office_closures (id, office_id, closed_on, reason)
         select gen_random_uuid(), null, day::date, 'storm' from unnest(array['${days.join("','")}']) as d (day)`);

  it('is promised anew for the same time of a later day, which is what the ledger and the caller are told', async () => {
    const { id } = await callback();
    await closed(['2026-03-03']);
    await hotline.worker.settle();
    expect(await callback()).toMatchObject({
      id,
      office_id: 'LOS',
      starts: new Date('2026-03-04T16:30:00Z'),
      ends: new Date('2026-03-04T20:00:00Z'),
      escalated_to: null,
    });
    const ledger = await sql(`select told_by, outcome, starts_at from callback_promises
                               where callback_id = '${id}' order by told_at, id`);
    expect(ledger).toEqual([
      { told_by: 'line', outcome: 're_promised', starts_at: new Date('2026-03-03T16:30:00Z') },
      { told_by: 'office', outcome: null, starts_at: new Date('2026-03-04T16:30:00Z') },
    ]);
    expect(await eventsOf('re_promised')).toEqual([{ data: { officeId: 'LOS', windowName: 'morning' } }]);
    expect(await eventsOf('covered')).toEqual([]);
  });

  it('is never promised for a time that the caller did not call safe: a supervisor is asked, once', async () => {
    await sql(
      "update callbacks set window_name = 'evening', window_starts_at = '2026-03-04T03:00Z', window_ends_at = '2026-03-04T05:00Z' where state <> 'closed'",
    );
    const before = await callback();
    await hotline.worker.settle();
    expect(await callback()).toMatchObject({
      office_id: 'LOS',
      starts: before.starts,
      escalated_to: 'supervisor',
    });
    await hotline.worker.settle();
    expect(await eventsOf('escalated')).toEqual([{ data: { to: 'supervisor', reason: 'no_officers' } }]);
  });
});
