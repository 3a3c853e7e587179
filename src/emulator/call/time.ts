import type { Call } from './call.ts';

/** Something that happens at a moment of call time, whatever the call does then. */
export interface Alarm {
  /** Seconds of call time since creation. */
  readonly at: number;
  readonly ring: () => void;
}

function ringDue(call: Call): void {
  for (const alarm of call.alarms.filter(({ at }) => at <= call.elapsed)) {
    call.alarms.splice(call.alarms.indexOf(alarm), 1);
    alarm.ring();
  }
}

/** Waits on the machine's clock, or until somebody wakes the call. */
async function sleep(call: Call, milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    call.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  delete call.wake;
}

/**
 * Lets call time pass. `speed`: call seconds in one second, 0 for no waiting at all; with a live person it is 1.
 * Ends early, and answers true, when REST interrupts the call, or when a live person hangs up or `until` holds.
 */
export async function pass(
  call: Call,
  seconds: number,
  speed: number,
  until: () => boolean = () => false,
): Promise<boolean> {
  if (call.interruption !== undefined) return true;
  const rate = call.party.live ? 1 : speed;
  const begun = call.elapsed;
  const end = begun + seconds;
  if (rate <= 0) {
    for (const { at } of [...call.alarms].sort((a, b) => a.at - b.at)) {
      if (at > end) break;
      call.elapsed = Math.max(call.elapsed, at);
      ringDue(call);
      if (call.interruption !== undefined) return true;
    }
    call.elapsed = end;
    return false;
  }
  const { live, hangsUpNow } = call.party;
  const cut = (): boolean => call.interruption !== undefined || (live && (hangsUpNow() || until()));
  const startedAt = performance.now();
  while (!cut()) {
    const next = Math.min(end, ...call.alarms.map(({ at }) => at));
    await sleep(call, ((next - begun) * 1000) / rate - (performance.now() - startedAt));
    const now = begun + ((performance.now() - startedAt) / 1000) * rate;
    // A timer may fire a hair early: what was slept for has passed.
    call.elapsed = call.elapsed < next && now > next - 0.002 * rate ? next : Math.min(end, now);
    ringDue(call);
    if (call.elapsed >= end) return false;
  }
  return true;
}
