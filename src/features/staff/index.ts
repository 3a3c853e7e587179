export { createStaffFeature } from './staff.feature.ts';
export { createStaffService, type StaffService } from './staff.service.ts';
export type { StaffMember } from './staff.model.ts';
export { absenceReasons, officerMinutes, presences, readWeek } from './rota.model.ts';
export type { Presence, Rota } from './rota.model.ts';
export { endAbsence, insertAbsence, replaceLanguages } from './rota.repository.ts';
export { setHours } from './rota.seed.ts';
export { replacePhone, replaceSkills } from './officers.repository.ts';
export { listOfficers } from './officer-list.repository.ts';
