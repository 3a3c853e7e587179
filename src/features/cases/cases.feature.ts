import type { OfficesService } from '../offices/index.ts';
import { forgetCapability, keepCapability } from './cases.capabilities.ts';
import { registerCasesRoutes } from './cases.routes.ts';
import { createCasesService, type CasesDeps } from './cases.service.ts';
import { addMessageCapability, openCapability } from './openings/openings.capabilities.ts';
import { createOpeningsService } from './openings/openings.service.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';

export function createCasesFeature(
  deps: CasesDeps & { readonly offices: Pick<OfficesService, 'routeByZip'> },
) {
  const cases = createCasesService(deps);
  const openings = createOpeningsService(deps);
  return {
    service: cases,
    openings,
    capabilities: [
      keepCapability(cases, deps.offices),
      forgetCapability(cases),
      openCapability(openings),
      addMessageCapability(openings),
    ],
    routes: (app: HttpApp) => registerCasesRoutes(app, cases),
  };
}
