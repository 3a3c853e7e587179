import type { Call } from './call.ts';
import type { CommonTime } from './common-time.ts';

function ringDue(call: Call): void {
  for (const alarm of call.alarms.filter(({ at }) => at <= call.elapsed)) {
    call.alarms.splice(call.alarms.indexOf(alarm), 1);
    alarm.ring();
  }
}

/** Rests until a second of the call's time, or until somebody wakes it. `clock`: seconds that pass meanwhile. */
async function rest(
  call: Call,
  next: number,
  clock: () => number,
  begin: (resume: () => void) => () => void,
): Promise<void> {
  const begun = call.elapsed;
  const startedAt = clock();
  call.catchUp = () => {
    call.elapsed = Math.min(next, begun + clock() - startedAt);
  };
  await new Promise<void>((resolve) => {
    call.wake = begin(resolve);
  });
  delete call.wake;
  call.catchUp();
  delete call.catchUp;
  // A timer may fire a hair early, and sums of fractions are not exact: what was slept for has passed.
  if (call.elapsed > next - 0.002) call.elapsed = next;
}

function restOnTheClock(call: Call, next: number, rate: number): Promise<void> {
  const clock = (): number => (performance.now() / 1000) * rate;
  const milliseconds = ((next - call.elapsed) * 1000) / rate;
  return rest(call, next, clock, (resume) => {
    const timer = Number.isFinite(milliseconds) ? setTimeout(resume, milliseconds) : undefined;
    return () => {
      clearTimeout(timer);
      resume();
    };
  });
}

function restTogether(call: Call, next: number, time: CommonTime): Promise<void> {
  return rest(
    call,
    next,
    () => time.now(),
    (resume) => time.rest(next - call.elapsed, resume),
  );
}

/** How a wait may end early. */
export interface Waking {
  /** A live person does something that the wait is not meant to outlast. */
  readonly until?: () => boolean;
  /** Anything that wakes the call ends the wait, not only a command. */
  readonly lightly?: boolean;
}

/**
 * Lets call time pass, infinite time until the call is woken. `speed`: call seconds in one second, 0 for no waiting at
 * all, in company of a live person 1. Ends early, and answers true, when REST interrupts the call, when the person
 * hangs up who had enough of waiting, or as `waking` says.
 */
export async function pass(
  call: Call,
  seconds: number,
  speed: number,
  waking: Waking = {},
): Promise<boolean> {
  const { party } = call;
  const { until = () => false, lightly = false } = waking;
  const cut = (): boolean =>
    call.interruption !== undefined || (party.live && (party.hangsUpNow() || until()));
  const end = call.elapsed + seconds;
  while (!cut()) {
    const patience = party.waitsFor?.(call.elapsed);
    const next = Math.min(end, call.elapsed + (patience ?? Infinity), ...call.alarms.map(({ at }) => at));
    const rate = party.live || call.time?.live() === true ? 1 : speed;
    if (rate > 0) await restOnTheClock(call, next, rate);
    else if (call.time !== undefined) await restTogether(call, next, call.time);
    else call.elapsed = Math.max(call.elapsed, next);
    ringDue(call);
    if (call.elapsed >= end) return false;
    if (lightly && call.elapsed < next) return true;
    const tired = patience !== undefined && party.waitsFor?.(call.elapsed) === undefined;
    if (tired && party.hangsUpNow()) return true;
  }
  return true;
}
