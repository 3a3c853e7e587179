import type { Sweep } from '../../../platform/jobs/jobs.port.ts';
import type { Reconciler } from './reconcile.service.ts';
import type { RestoreGate } from './restore.service.ts';

/** Short: while the gate is shut, nobody is dialled. */
const gateMs = 5_000;
const reconcileMs = 30_000;

/** What is asked of the provider without being told: the gate first, so that what waits for it need not wait longer. */
export const reconcileSweeps = (gate: RestoreGate, reconciler: Reconciler): Sweep[] => [
  { name: 'callbacks.go-through-call-list', everyMs: gateMs, run: ({ log }) => gate.tryToOpen(log) },
  { name: 'callbacks.find-lost-legs', everyMs: reconcileMs, run: (run) => reconciler.findLost(run) },
  { name: 'callbacks.ask-for-silent-legs', everyMs: reconcileMs, run: (run) => reconciler.askForSilent(run) },
];
