import type { CallReport } from '../report.ts';
import { createRing } from '../ring.ts';
import { recordOf, reportOf, type Call, type CallRecord } from './call.ts';

/** Calls in progress, and a bounded memory of those that have ended. */
export interface CallRegistry {
  open(call: Call): void;
  /** Moves a call that has ended to the memory; whole reports are kept of fewer calls than records. */
  close(call: Call): void;
  /** A call in progress. */
  active(sid: string): Call | undefined;
  /** A call in progress or remembered. */
  get(sid: string): CallRecord | undefined;
  delete(sid: string): void;
  /** The report of an ended call, while it is remembered. */
  report(sid: string): CallReport | undefined;
  /** Newest first. */
  list(): CallRecord[];
}

export function createCallRegistry(keep: { readonly calls: number; readonly reports: number }): CallRegistry {
  const active = new Map<string, Call>();
  const ended = createRing<CallRecord>(keep.calls);
  const reports = createRing<CallReport>(keep.reports);
  return {
    open: (call) => void active.set(call.sid, call),
    close(call) {
      active.delete(call.sid);
      reports.put(call.sid, reportOf(call));
      ended.put(call.sid, recordOf(call));
    },
    active: (sid) => active.get(sid),
    get: (sid) => active.get(sid) ?? ended.get(sid),
    delete(sid) {
      ended.delete(sid);
      reports.delete(sid);
    },
    report: (sid) => reports.get(sid),
    list: () => [...active.values(), ...ended.values()].sort((a, b) => b.order - a.order),
  };
}
