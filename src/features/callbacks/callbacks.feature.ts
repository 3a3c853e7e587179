import type { HttpApp } from '../../platform/http/http-app.ts';
import type { JobQueue } from '../../platform/jobs/jobs.port.ts';
import { requestCapability } from './callbacks.capabilities.ts';
import { callbacksJobs } from './callbacks.jobs.ts';
import { registerCallbacksRoutes } from './callbacks.routes.ts';
import { createCallbacksService, type CallbacksDeps } from './callbacks.service.ts';

export function createCallbacksFeature(deps: CallbacksDeps & { readonly queue: JobQueue }) {
  const callbacks = createCallbacksService(deps);
  return {
    service: callbacks,
    capabilities: [requestCapability(callbacks, deps.cases, deps.offices)],
    ...callbacksJobs({ callbacks, queue: deps.queue, clock: deps.clock }),
    routes: (app: HttpApp) => registerCallbacksRoutes(app, callbacks),
  };
}
