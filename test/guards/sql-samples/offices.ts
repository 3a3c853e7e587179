import {
  insertMissingHours,
  readAreas,
  readCalendar,
  readLine,
  readLineByNumber,
  readOfficeName,
  readOffices,
  replaceAreas,
  upsertLine,
  upsertOffices,
} from '../../../src/features/offices/offices.repository.ts';
import type { SqlSamples } from './sample.ts';

const line = {
  id: 'assistance-line',
  phoneNumber: '+18005550199',
  flow: 'assistance-line',
  defaultOfficeId: 'NAT',
};

export const offices: SqlSamples = {
  readAreas: { call: (tx) => readAreas(tx, ['900', '9000', '90001']) },
  readOffices: { call: (tx) => readOffices(tx) },
  readOfficeName: { call: (tx) => readOfficeName(tx, 'LOS') },
  readCalendar: { call: (tx) => readCalendar(tx, 'LOS') },
  readLineByNumber: { call: (tx) => readLineByNumber(tx, line.phoneNumber) },
  readLine: { call: (tx) => readLine(tx, line.id) },
  upsertOffices: {
    call: (tx) =>
      upsertOffices(tx, [{ id: 'NAT', name: 'National desk', timeZone: 'UTC', isNationalDesk: true }]),
  },
  insertMissingHours: {
    call: (tx) =>
      insertMissingHours(tx, [{ officeId: 'NAT', weekday: 1, opens: '08:00', closes: '17:00', officers: 2 }]),
  },
  replaceAreas: { call: (tx) => replaceAreas(tx, [{ zipPrefix: '900', officeId: 'LOS' }]) },
  upsertLine: { call: (tx) => upsertLine(tx, line) },
};
