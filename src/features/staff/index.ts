export { createStaffFeature } from './staff.feature.ts';
export { createStaffService, type StaffService } from './staff.service.ts';
export type { StaffMember } from './staff.model.ts';
