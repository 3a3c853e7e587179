import { createOfficesService } from './offices.service.ts';

/** Offices answer other features only: no routes, jobs or capabilities of their own yet. */
export function createOfficesFeature() {
  return { service: createOfficesService() };
}
