import type { Sweep } from '../../platform/jobs/jobs.port.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { registerStaffRoutes } from './staff.routes.ts';
import { createStaffService, type StaffDeps } from './staff.service.ts';

export function createStaffFeature(deps: StaffDeps) {
  const staff = createStaffService(deps);
  const forget: Sweep = {
    name: 'staff.forget-expired-sessions',
    everyMs: 3_600_000,
    run: () => staff.forgetExpiredSessions(),
  };
  return {
    service: staff,
    sweeps: [forget],
    routes: (app: HttpApp) => registerStaffRoutes(app, staff),
  };
}
