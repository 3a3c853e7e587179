import type { Log } from '../kernel/ports.ts';
import { isSameFolders, type FlowFolders } from '../features/voice/index.ts';

/** Time between two looks. A change is taken up at the second look that finds it. */
const everyMs = 3_000;

export interface FlowWatchDeps {
  /** Reads the folders as they are. */
  readonly read: () => Promise<FlowFolders>;
  readonly reload: (folders: FlowFolders) => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
}

export interface FlowWatch {
  /** Looks once, as the timer does. Never rejects. */
  look(): Promise<void>;
  start(): void;
  /** Ends the looking; resolves when a look that is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Looks at the flows' folders every few seconds and compares their texts: file systems that are mounted over a network
 * or swapped by symbolic links tell nobody of changes, and not always the time of one. Only folders that stood still
 * from one look to the next are handed on, so that no half-saved file is taken for a flow.
 *
 * @param first the folders as they were when the process began
 */
export function createFlowWatch(first: FlowFolders, { read, reload, log }: FlowWatchDeps): FlowWatch {
  let before = first;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;
  let failing = false;

  const look = async (): Promise<void> => {
    try {
      const now = await read();
      const stoodStill = isSameFolders(before, now);
      before = now;
      if (stoodStill) await reload(now);
      failing = false;
    } catch (err) {
      // Once for a row of them: the next look tries again.
      if (!failing) log.warn({ err }, 'flows could not be looked at');
      failing = true;
    }
  };

  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      underWay = look().finally(schedule);
    }, everyMs);
    timer.unref();
  };

  return {
    look,
    start: schedule,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
