import type { Call } from './call.ts';

/** Work that goes on: legs that live, and what is played to them. */
export interface InProgress {
  /** Remembers work while it lasts. Whoever does not wait for it still finds its failure in the log. */
  track<T>(work: Promise<T>, call?: Call): Promise<T>;
  calls(): Call[];
  /** Resolves when nothing goes on. */
  idle(): Promise<void>;
}

export function createInProgress(): InProgress {
  const works = new Map<Promise<unknown>, Call | undefined>();
  return {
    track(work, call) {
      works.set(work, call);
      const forget = (): void => void works.delete(work);
      work.then(forget, forget);
      return work;
    },
    calls: () => [...works.values()].filter((call) => call !== undefined),
    async idle() {
      while (works.size > 0) await Promise.allSettled(works.keys());
    },
  };
}
