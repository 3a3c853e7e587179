import { createCallsService, type CallsDeps } from './calls.service.ts';

export function createCallsFeature(deps: CallsDeps) {
  return { service: createCallsService(deps) };
}
