import * as repository from '../../../src/features/staff/officers.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

const setting = { staffId: id, setBy: null, now };

export const officers: SqlSamples = {
  readPhone: { call: (tx) => repository.readPhone(tx, id) },
  replacePhone: { call: (tx) => repository.replacePhone(tx, { ...setting, phone: '+12025550111' }) },
  readSkills: { call: (tx) => repository.readSkills(tx, id) },
  replaceSkills: { call: (tx) => repository.replaceSkills(tx, { ...setting, skills: ['minors'] }) },
  readLanguages: { call: (tx) => repository.readLanguages(tx, id) },
};
