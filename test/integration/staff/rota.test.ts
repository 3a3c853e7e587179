import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '../../../src/cli/demo-data.ts';
import { staffCommand } from '../../../src/cli/staff.ts';
import { asOwner } from '../../../src/cli/owner.ts';
import { createStaffService } from '../../../src/features/staff/index.ts';
import { systemClock } from '../../../src/platform/system/clock.ts';
import { systemIds } from '../../../src/platform/system/ids.ts';
import { password } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { testDatabase, type TestDatabase } from '../../support/stores.ts';

let store: TestDatabase;
beforeAll(async () => {
  store = await testDatabase();
  await seedDemo(store.url, password);
});
afterAll(() => store.drop());

const staff = (...args: string[]) => staffCommand(args, { DATABASE_URL: store.url });
const officer = 'officer@example.org';
const monday = { startsAt: new Date('2026-12-07T00:00:00Z'), endsAt: new Date('2026-12-08T12:00:00Z') };
const minutes = () =>
  asOwner(store.url, (tx) =>
    createStaffService({ db: tx, clock: systemClock, ids: systemIds }).officerMinutes(tx, 'LOS', monday),
  );

const known = () =>
  asOwner(store.url, async (tx) => {
    const service = createStaffService({ db: tx, clock: systemClock, ids: systemIds });
    const id = (await service.idOf(tx, officer)) ?? '';
    return {
      phone: await service.phoneOf(tx, id),
      skills: await service.skillsOf(tx, id),
      languages: await service.languagesOf(tx, id),
    };
  });

describe('an officer', () => {
  it('gives an office the minutes of their week, less their absences, and the past stays on record', async () => {
    expect(await staff('hours', officer, '--office', 'LOS', '--week', 'mon 09:00-17:00')).toBe(0);
    expect(await minutes()).toBe(480);
    expect(await staff('hours', officer, '--office', 'LOS', '--week', 'mon 09:00-12:30')).toBe(0);
    expect(await minutes()).toBe(210);
    const absence = ['--from', '2026-12-07', '--to', '2026-12-07', '--reason', 'leave'];
    expect(await staff('absence', officer, ...absence)).toBe(0);
    expect(await minutes()).toBe(0);
    const kept = await rowsOf(store.url, 'select 1 from staff_hours where ended_at is not null');
    expect(kept).toHaveLength(1);
  });

  it('is at work again once an absence has ended early, and that they were to be away stays on record', async () => {
    await staff('absence', officer, '--from', '2026-12-14', '--to', '2026-12-18', '--reason', 'sick');
    expect(await staff('absence', 'end', officer, '--from', '2026-12-14')).toBe(0);
    const kept = await rowsOf(
      store.url,
      `select 1 from staff_absences where first_day = '2026-12-14' and ended_at is not null`,
    );
    expect(kept).toHaveLength(1);
    await expect(staff('absence', 'end', officer, '--from', '2026-12-14')).rejects.toMatchObject({
      code: 'config.invalid',
    });
  });

  it('has one telephone, skills and languages, each with its history', async () => {
    expect(await staff('phone', officer, '+12025550116')).toBe(0);
    expect(await staff('skills', officer, 'minors,trafficking')).toBe(0);
    expect(await staff('languages', officer, '--speaks', 'es')).toBe(0);
    expect(await known()).toEqual({
      phone: '+12025550116',
      skills: ['minors', 'trafficking'],
      languages: ['es'],
    });
    expect(await staff('phone', officer, 'none')).toBe(0);
    expect(await staff('skills', officer, 'none')).toBe(0);
    expect(await known()).toMatchObject({ phone: null, skills: [] });
    const phones = await rowsOf(store.url, 'select 1 from staff_phones where ended_at is not null');
    expect(phones.length).toBeGreaterThan(1);
    expect(await staff('phone', officer, '555-0116')).toBe(2);
    expect(await staff('skills', officer, 'Minors!')).toBe(2);
  });

  it('is not set to work for two offices at the same time, on whichever clock', async () => {
    expect(await staff('hours', officer, '--office', 'MIA', '--week', 'wed 09:00-12:00')).toBe(0);
    // 9:00 in Miami is 6:00 in Los Angeles.
    await expect(
      staff('hours', officer, '--office', 'LOS', '--week', 'wed 08:30-17:00'),
    ).rejects.toMatchObject({ code: 'staff.hours_overlap', fields: { otherOfficeId: 'MIA' } });
    expect(await staff('hours', officer, '--office', 'LOS', '--week', 'wed 09:00-17:00')).toBe(0);
  });

  it('is heard to speak a language only while at work', async () => {
    expect(await staff('hours', officer, '--office', 'CHI', '--week', 'tue 09:00-12:00')).toBe(0);
    expect(await staff('languages', officer, '--speaks', 'en,es')).toBe(0);
    const spoken = (at: string) =>
      asOwner(store.url, (tx) =>
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
