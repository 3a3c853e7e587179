import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffCommand } from '../../../src/cli/staff.ts';
import { asOwner } from '../../../src/cli/owner.ts';
import { createStaffService } from '../../../src/features/staff/index.ts';
import { systemClock } from '../../../src/platform/system/clock.ts';
import { systemIds } from '../../../src/platform/system/ids.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());

const staff = (...args: string[]) => staffCommand(args, { DATABASE_URL: hotline.database.url });
const officer = 'officer@example.org';
const monday = { startsAt: new Date('2026-12-07T00:00:00Z'), endsAt: new Date('2026-12-08T12:00:00Z') };
const minutes = () =>
  asOwner(hotline.database.url, (tx) =>
    createStaffService({ db: tx, clock: systemClock, ids: systemIds }).officerMinutes(tx, 'LOS', monday),
  );

describe('an officer', () => {
  it('gives an office the minutes of their week, less their absences, and the past stays on record', async () => {
    expect(await staff('hours', officer, '--office', 'LOS', '--week', 'mon 09:00-17:00')).toBe(0);
    expect(await minutes()).toBe(480);
    expect(await staff('hours', officer, '--office', 'LOS', '--week', 'mon 09:00-12:30')).toBe(0);
    expect(await minutes()).toBe(210);
    const absence = ['--from', '2026-12-07', '--to', '2026-12-07', '--reason', 'leave'];
    expect(await staff('absence', officer, ...absence)).toBe(0);
    expect(await minutes()).toBe(0);
    const kept = await rowsOf(hotline.database.url, 'select 1 from staff_hours where ended_at is not null');
    expect(kept).toHaveLength(1);
  });

  it('is heard to speak a language only while at work', async () => {
    expect(await staff('hours', officer, '--office', 'CHI', '--week', 'tue 09:00-12:00')).toBe(0);
    expect(await staff('languages', officer, '--speaks', 'en,es')).toBe(0);
    const spoken = (at: string) =>
      asOwner(hotline.database.url, (tx) =>
        createStaffService({ db: tx, clock: systemClock, ids: systemIds }).languagesAt(
          tx,
          'CHI',
          new Date(at),
        ),
      );
    expect(await spoken('2026-12-08T16:00:00Z')).toEqual(['en', 'es']);
    expect(await spoken('2026-12-08T20:00:00Z')).toEqual([]);
  });

  it('is refused hours that overlap, an office and an address that are not there', async () => {
    expect(await staff('hours', officer, '--office', 'LOS', '--week', 'mon 9-12')).toBe(2);
    await expect(staff('hours', officer, '--office', 'XXX', '--week', '')).rejects.toMatchObject({
      code: 'offices.unknown',
    });
    await expect(staff('languages', 'nobody@example.org', '--speaks', 'en')).rejects.toMatchObject({
      code: 'config.invalid',
    });
  });
});
