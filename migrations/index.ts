import type { Migration } from 'kysely';
import * as backbone from './20261124T1200_backbone.ts';
import * as capabilityRuns from './20261124T1300_capability_runs.ts';

/** Every migration, oldest first. Static, so that it loads the same under tsx, vitest and compiled code. */
export const migrations: Readonly<Record<string, Migration>> = {
  '20261124T1200_backbone': backbone,
  '20261124T1300_capability_runs': capabilityRuns,
};
