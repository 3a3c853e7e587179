import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, tuesdayMorning, type Hotline } from '../../support/hotline.ts';
import { officersOf, weekdays } from '../../support/officers.ts';
import { rowsOf } from '../../support/rows.ts';

let hotline: Hotline;
let officers: ReturnType<typeof officersOf>;
beforeAll(async () => {
  hotline = await startHotline({ worker: false });
  officers = officersOf(hotline);
});
afterAll(() => hotline.stop());

const sql = (statement: string) => rowsOf<Record<string, unknown>>(hotline.database.url, statement);

/** The office of Los Angeles without callbacks or officers, at 7:00 there on Tuesday, 3 March. */
beforeEach(async () => {
  hotline.clock.set(tuesdayMorning);
  await sql("update callbacks set state = 'closed', closed_reason = 'cancelled' where state <> 'closed'");
  await sql('delete from staff_hours');
  await sql('delete from staff_absences');
  await sql('delete from staff_languages');
  await sql("update office_hours set officers = 2 where office_id in ('LOS', 'SND', 'NAT')");
});

interface Promised {
  readonly office_id: string;
  readonly window_name: string;
  readonly starts: Date;
  readonly ends: Date;
  readonly interpreter: string | null;
  /** Everything that the caller heard. */
  readonly heard: string;
}

/** A caller in Los Angeles asks for a callback. */
async function promised(changes: Parameters<typeof details>[1] = {}): Promise<Promised> {
  const report = await hotline.call([
    ...details('own_words', { zip: '90012', ...changes }),
    { silence: true },
  ]);
  expect(report.endedBy).toBe('app');
  const [found] = await rowsOf<Omit<Promised, 'heard'>>(
    hotline.database.url,
    `select office_id, window_name, window_starts_at as starts, window_ends_at as ends, interpreter
       from callbacks where state <> 'closed' order by promised_at desc, id desc limit 1`,
  );
  if (found === undefined) throw new Error('Nothing was promised.');
  return { ...found, heard: report.heard.map(({ text }) => text).join(' ') };
}

const at = (iso: string) => new Date(iso);

describe('a promise', () => {
  it("is made for a part-time officer's hours", async () => {
    await officers.add('half-days', ['LOS'], 'tue 13:00-16:00, thu 09:00-12:00');
    expect(await promised()).toMatchObject({
      office_id: 'LOS',
      starts: at('2026-03-03T21:00:00Z'),
      ends: at('2026-03-04T00:00:00Z'),
    });
  });

  it('waits for the day on which the officer is back', async () => {
    await officers.add('half-days', ['LOS'], 'tue 13:00-16:00, thu 09:00-12:00');
    await officers.isAway('half-days', '2026-03-03', '2026-03-04');
    expect(await promised()).toMatchObject({
      office_id: 'LOS',
      starts: at('2026-03-05T17:00:00Z'),
      ends: at('2026-03-05T20:00:00Z'),
    });
  });

  it('is never made for more than officers have time for', async () => {
    await officers.add('half-days', ['LOS'], 'tue 13:00-13:40, thu 09:00-12:00');
    const days = [await promised(), await promised(), await promised()].map(({ starts }) =>
      starts.getUTCDate(),
    );
    expect(days).toEqual([3, 3, 5]);
  });

  it('comes after what is overdue, which takes the first time that there is', async () => {
    await officers.add('half-days', ['LOS'], 'tue 13:00-13:40, thu 09:00-12:00');
    await promised();
    await promised();
    await sql(`update callbacks set window_starts_at = '2026-03-02T17:00Z', window_ends_at = '2026-03-02T20:00Z'
                where state <> 'closed'`);
    expect((await promised()).starts).toEqual(at('2026-03-05T17:00:00Z'));
  });

  it('is for a day on which somebody speaks the language of the caller', async () => {
    await officers.add('english', ['LOS'], 'tue 13:00-16:00');
    await officers.speaks('english', 'en');
    await officers.add('spanish', ['LOS'], 'thu 09:00-12:00');
    await officers.speaks('spanish', 'es,en');
    expect((await promised()).starts).toEqual(at('2026-03-03T21:00:00Z'));
    expect((await promised({ language: '2' })).starts).toEqual(at('2026-03-05T17:00:00Z'));
  });

  it('has an interpreter where nobody speaks it, here or where the office is covered from', async () => {
    for (const office of ['LOS', 'SND'] as const) {
      await officers.add(`english-${office}`, [office], weekdays('13:00-16:00'));
      await officers.speaks(`english-${office}`, 'en');
    }
    expect(await promised({ language: '2' })).toMatchObject({ office_id: 'LOS', interpreter: 'spanish' });
    expect(await promised()).toMatchObject({ office_id: 'LOS', interpreter: null });
  });
});

describe('an office without officers', () => {
  it('promises with the office that covers it, at once, and the caller hears which', async () => {
    await officers.add('away', ['LOS'], weekdays('09:00-17:00'));
    await officers.isAway('away', '2026-03-01', '2026-04-30');
    const { office_id: officeId, heard } = await promised();
    expect(officeId).toBe('SND');
    expect(heard).toContain('An officer of the San Diego office will call you');
    const events = await sql(`select e.data, c.office_id from callback_events e
      join callbacks b on b.id = e.callback_id join cases c on c.id = b.case_id
      where e.kind = 'covered' and b.state <> 'closed'`);
    expect(events).toEqual([{ data: { from: 'LOS', to: 'SND' }, office_id: 'SND' }]);
  });

  it('promises with the national desk where its cover has none either', async () => {
    await sql("update office_hours set officers = 0 where office_id in ('LOS', 'SND')");
    expect((await promised()).office_id).toBe('NAT');
  });
});

describe('an office with far too many callbacks', () => {
  it('promises a later day than usual rather than none', async () => {
    await officers.add('half-days', ['LOS'], 'thu 09:00-09:40');
    await promised();
    // Two each Thursday until the middle of April.
    await sql(`update callbacks set window_starts_at = '2026-03-03T15:00Z', window_ends_at = '2026-04-12T00:00Z'
                where state <> 'closed'`);
    await promised();
    await sql(`update callbacks set window_starts_at = '2026-03-03T15:00Z', window_ends_at = '2026-04-12T00:00Z'
                where state <> 'closed'`);
    expect(await promised()).toMatchObject({ office_id: 'LOS', starts: at('2026-04-16T16:00:00Z') });
  });
});
