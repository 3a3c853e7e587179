import * as rotaRepository from '../../../src/features/staff/rota.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

const { readRota, readHoursElsewhere, replaceHours, replaceLanguages, insertAbsence, endAbsence } =
  rotaRepository;
const setting = { staffId: id, setBy: null, now };

export const rota: SqlSamples = {
  readRota: { call: (tx) => readRota(tx, 'LOS') },
  readHoursElsewhere: { call: (tx) => readHoursElsewhere(tx, id, 'LOS') },
  replaceHours: {
    call: (tx) =>
      replaceHours(tx, {
        ...setting,
        officeId: 'LOS',
        week: [{ weekday: 1, starts: '09:00', ends: '12:30' }],
      }),
  },
  replaceLanguages: { call: (tx) => replaceLanguages(tx, { ...setting, languages: ['en', 'es'] }) },
  insertAbsence: {
    call: (tx) =>
      insertAbsence(tx, { ...setting, firstDay: '2026-12-01', lastDay: '2026-12-02', reason: 'leave' }),
  },
  endAbsence: { call: (tx) => endAbsence(tx, { ...setting, firstDay: '2026-12-01' }) },
};
