import { callsJobs, type CallsJobsDeps } from './calls.jobs.ts';
import { createCallsService, type CallsDeps } from './calls.service.ts';

export function createCallsFeature(deps: CallsDeps & Omit<CallsJobsDeps, 'calls'>) {
  const calls = createCallsService(deps);
  return { service: calls, ...callsJobs({ ...deps, calls }) };
}
