/**
 * Time that several legs share when none is waited for (`speed` 0). It stands still while any of them is at work,
 * and when all have laid their work down it jumps to the next thing due. So a phone that rings for two seconds is
 * answered before a pause of twenty is over, however long the app takes to answer.
 */
export interface CommonTime {
  /** Seconds since it began. */
  now(): number;
  /** Counts a leg that is at work. With a live person among the legs, time passes for all as in life. */
  enter(live: boolean): void;
  /** Takes a leg out that is at work. */
  leave(live: boolean): void;
  live(): boolean;
  /** Lays a leg's work down for so many seconds; infinite = until it is woken. The answer wakes it early. */
  rest(seconds: number, resume: () => void): () => void;
  /** Stops time until the answer is called: something that nobody rests for is on its way. */
  hold(): () => void;
}

interface Rest {
  readonly due: number;
  readonly resume: () => void;
}

export function createCommonTime(): CommonTime {
  const resting = new Set<Rest>();
  let now = 0;
  let atWork = 0;
  let liveOnes = 0;

  const resume = (rest: Rest): void => {
    if (!resting.delete(rest)) return;
    atWork += 1;
    rest.resume();
  };
  /** Lets promises that are already settled have their turn before time moves. */
  const settle = (): void => {
    if (atWork > 0) return;
    setImmediate(() => {
      if (atWork > 0) return;
      let next: Rest | undefined;
      for (const rest of resting) if (rest.due < (next?.due ?? Infinity)) next = rest;
      if (next === undefined) return;
      now = next.due;
      resume(next);
    });
  };
  const layDown = (): void => {
    atWork -= 1;
    settle();
  };

  return {
    now: () => now,
    live: () => liveOnes > 0,
    enter(live) {
      atWork += 1;
      if (!live) return;
      liveOnes += 1;
      for (const rest of resting) resume(rest);
    },
    leave(live) {
      if (live) liveOnes -= 1;
      layDown();
    },
    rest(seconds, onDue) {
      const rest = { due: now + seconds, resume: onDue };
      resting.add(rest);
      layDown();
      return () => resume(rest);
    },
    hold() {
      atWork += 1;
      let held = true;
      return () => {
        if (held) layDown();
        held = false;
      };
    },
  };
}
