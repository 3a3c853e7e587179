import * as repository from '../../../src/features/offices/offices.repository.ts';
import type { SqlSamples } from './sample.ts';

export const offices: SqlSamples = {
  readAreas: { call: (tx) => repository.readAreas(tx, ['900', '9001', '90012']) },
  readOffices: { call: (tx) => repository.readOffices(tx) },
  readOfficeName: { call: (tx) => repository.readOfficeName(tx, 'LOS') },
  readCalendar: {
    call: (tx) => repository.readCalendar(tx, 'LOS'),
    canned: [[{ timeZone: 'America/Los_Angeles' }]],
  },
  readLineByNumber: { call: (tx) => repository.readLineByNumber(tx, '+18005550199') },
  readLine: { call: (tx) => repository.readLine(tx, 'assistance-line') },
  upsertOffices: {
    call: (tx) =>
      repository.upsertOffices(tx, [
        {
          id: 'LOS',
          name: 'Los Angeles',
          timeZone: 'America/Los_Angeles',
          isNationalDesk: false,
          coveringOfficeId: 'SND',
        },
      ]),
  },
  insertMissingHours: {
    call: (tx) =>
      repository.insertMissingHours(tx, [
        { officeId: 'LOS', weekday: 1, opens: '08:30', closes: '17:00', officers: 2 },
      ]),
  },
  replaceAreas: { call: (tx) => repository.replaceAreas(tx, [{ zipPrefix: '900', officeId: 'LOS' }]) },
  upsertLine: {
    call: (tx) =>
      repository.upsertLine(tx, {
        id: 'assistance-line',
        phoneNumber: '+18005550199',
        flow: 'assistance-line',
        defaultOfficeId: 'NAT',
        callCentreNumber: null,
        callbackNumber: null,
      }),
  },
  setCoveringOffice: { call: (tx) => repository.setCoveringOffice(tx, 'LOS', 'SND') },
  readInterpreterLine: { call: (tx) => repository.readInterpreterLine(tx, 'haitian') },
  setInterpreterLine: {
    call: async (tx) => {
      await repository.setInterpreterLine(tx, 'haitian', '+12025550181');
      await repository.setInterpreterLine(tx, 'haitian', null);
    },
  },
};
