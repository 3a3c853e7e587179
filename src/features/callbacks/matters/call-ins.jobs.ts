import type { Sweep } from '../../../platform/jobs/jobs.port.ts';
import type { CallInsService } from './call-ins.service.ts';

/** Appointments whose end no webhook tells: a lost one, and a caller who does not call. */
export function callInSweeps(callIns: Pick<CallInsService, 'settleLost' | 'closePassed'>): readonly Sweep[] {
  return [
    { name: 'callbacks.settle-lost-call-ins', everyMs: 60_000, run: () => callIns.settleLost() },
    { name: 'callbacks.close-passed-appointments', everyMs: 300_000, run: () => callIns.closePassed() },
  ];
}
