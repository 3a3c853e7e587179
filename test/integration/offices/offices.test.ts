import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildDirectory,
  createOfficesFeature,
  seedLine,
  seedOffices,
} from '../../../src/features/offices/index.ts';
import { createDatabase, type Database } from '../../../src/platform/db/database.ts';
import { memoryLog } from '../../support/log.ts';
import { testDatabase, type TestDatabase } from '../../support/stores.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../data/${name}.json`, import.meta.url), 'utf8'));
const directory = buildDirectory({
  fieldOffices: read('field-offices'),
  zipToOffice: read('zip3-to-field-office'),
  zipToState: read('zip3-to-state'),
});
const line = {
  id: 'assistance-line',
  phoneNumber: '+18005550199',
  flow: 'assistance-line',
  defaultOfficeId: 'NAT',
  callCentreNumber: null,
  callbackNumber: '+12025550170',
} as const;
const { service } = createOfficesFeature();

let store: TestDatabase;
/** The seeder runs as the owner, everything else with the rights of the api. */
let owner: Database;
let api: Database;

beforeAll(async () => {
  store = await testDatabase();
  owner = createDatabase({ url: store.url, log: memoryLog() });
  api = createDatabase({ url: store.apiUrl, log: memoryLog() });
  await owner.transaction((tx) => seedOffices(tx, directory));
  await seedLine(owner.db, line);
});

afterAll(async () => {
  await Promise.all([owner.close(), api.close()]);
  await store.drop();
});

const count = async (table: 'offices' | 'office_hours' | 'office_areas' | 'lines') =>
  Number(
    (
      await owner.db
        .selectFrom(table)
        .select((e) => e.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );

describe('seeding', () => {
  it('writes the whole directory', async () => {
    expect(await count('offices')).toBe(directory.offices.length);
    expect(await count('office_hours')).toBe(directory.hours.length);
    expect(await count('office_areas')).toBe(directory.areas.length);
  });

  it('changes nothing the second time, and leaves hours that somebody has set', async () => {
    await owner.db.updateTable('office_hours').set({ officers: 7 }).where('office_id', '=', 'BOS').execute();
    await owner.db.insertInto('office_areas').values({ zip_prefix: '021', office_id: 'ATL' }).execute();
    await owner.transaction((tx) => seedOffices(tx, directory));
    await seedLine(owner.db, line);
    expect(await count('offices')).toBe(directory.offices.length);
    expect(await count('office_hours')).toBe(directory.hours.length);
    expect(await count('office_areas')).toBe(directory.areas.length);
    expect(await count('lines')).toBe(1);
    expect((await service.calendarOf(api.db, 'BOS')).hours.every(({ officers }) => officers === 7)).toBe(
      true,
    );
  });
});

describe('routing by ZIP', () => {
  it.each([
    ['94110', { officeId: 'SFR', reason: 'area' }],
    ['06390', { officeId: 'NYC', reason: 'area' }],
    ['12401', { officeId: 'NAT', reason: 'straddles' }],
    ['96799', { officeId: 'NAT', reason: 'unplaced' }],
    ["1' or", { officeId: 'NAT', reason: 'unplaced' }],
    ['\0', { officeId: 'NAT', reason: 'unplaced' }],
    [null, { officeId: 'NAT', reason: 'skipped' }],
  ])('%j', async (zip, expected) => {
    expect(await service.routeByZip(api.db, zip)).toEqual(expected);
  });

  it('joins the transaction that it is given', async () => {
    const routed = await api.transaction((tx) => service.routeByZip(tx, '02139'));
    expect(routed).toEqual({ officeId: 'BOS', reason: 'area' });
  });
});

describe('the calendar of an office', () => {
  it('has its zone, hours and closures, those of all offices among them', async () => {
    const closure = (office_id: string | null, closed_on: string) => ({
      id: crypto.randomUUID(),
      office_id,
      closed_on,
      reason: 'snow',
    });
    await owner.db
      .insertInto('office_closures')
      .values([closure('DEN', '2026-03-04'), closure(null, '2026-12-24'), closure('BOS', '2026-03-05')])
      .execute();
    const calendar = await service.calendarOf(api.db, 'DEN');
    expect(calendar).toEqual({
      timeZone: 'America/Denver',
      hours: [1, 2, 3, 4, 5].map((weekday) => ({
        weekday,
        opens: '08:30:00',
        closes: '17:00:00',
        officers: 2,
      })),
      closures: ['2026-03-04', '2026-12-24'],
      observesFederalHolidays: true,
    });
  });

  it('is refused for an office that is not there', async () => {
    await expect(service.calendarOf(api.db, 'XXX')).rejects.toMatchObject({ code: 'offices.unknown' });
    await expect(service.nameOf(api.db, 'XXX')).rejects.toMatchObject({ code: 'offices.unknown' });
  });
});

describe('names and lines', () => {
  it('lists all offices, the national desk last', async () => {
    const offices = await service.listOffices(api.db);
    expect(offices).toHaveLength(directory.offices.length);
    expect(offices.at(-1)).toEqual({
      id: 'NAT',
      name: 'National desk',
      timeZone: 'America/New_York',
      isNationalDesk: true,
      coveringOfficeId: null,
    });
    expect(await service.nameOf(api.db, 'LOS')).toBe('Los Angeles');
  });

  it('finds a line by its number and by its id', async () => {
    expect(await service.lineByNumber(api.db, '+18005550199')).toEqual(line);
    expect(await service.lineById(api.db, 'assistance-line')).toEqual(line);
    expect(await service.lineByNumber(api.db, '+18005550100')).toBeNull();
    expect(await service.lineById(api.db, 'other')).toBeNull();
  });
});
