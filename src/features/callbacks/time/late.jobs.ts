import type { Sweep } from '../../../platform/jobs/jobs.port.ts';
import type { LateService } from './late.service.ts';

const sweepPage = 500;

export function lateSweeps(late: LateService): Sweep[] {
  return [
    { name: 'callbacks.remind', everyMs: 30_000, run: () => late.remind(sweepPage) },
    { name: 'callbacks.escalate', everyMs: 30_000, run: () => late.escalate(sweepPage) },
  ];
}
