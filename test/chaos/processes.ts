import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../../scripts/provision/children.mjs';
import { waitUntil } from '../../scripts/provision/processes.mjs';

type Child = Awaited<ReturnType<typeof startChild>>;

export interface ProcessPlan {
  readonly name: string;
  /** The TypeScript file that it runs. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** What its log says when it works. */
  readonly ready: string;
  /** Where its log goes. */
  readonly folder: string;
}

export interface StartOptions {
  /** Modules loaded before the file: they bend the process from within, since the product has no hooks for it. */
  readonly imports?: readonly string[];
}

/** A process of the system under test, with somebody beside it who starts it again, as an orchestrator does. */
export interface Supervised {
  readonly name: string;
  /** Starts it until it works: one that refuses because a store is away is started again. */
  start(options?: StartOptions): Promise<void>;
  /** `kill -9`: no warning, no clean-up. It stays away until it is started. */
  kill(): Promise<void>;
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void;
  /** Starts it if it does not run. */
  ensure(): Promise<void>;
  /** Starts another one beside it that must refuse to work, and waits for its end. */
  refusal(): Promise<{ readonly code: number | null; readonly said: string }>;
  /** How often it ended although nobody had asked for it. */
  deaths(): number;
  stop(): Promise<void>;
}

/** For a start that hangs: on a busy machine it takes many times as long as on a quiet one. */
const startLimitMs = 180_000;
const restMs = 300;

export function supervise(plan: ProcessPlan): Supervised {
  const logFile = join(plan.folder, `${plan.name}.log`);
  closeSync(openSync(logFile, 'a'));
  let running: Child | undefined;
  let deaths = 0;

  const spawn = (imports: readonly string[], log: string) =>
    startChild({
      command: process.execPath,
      args: [...['tsx', ...imports].flatMap((name) => ['--import', name]), plan.file],
      cwd: process.cwd(),
      env: { PATH: process.env['PATH'] ?? '', ...plan.env },
      logFile: log,
      stopSignal: 'SIGTERM',
      stopWithinMs: 25_000,
    });

  /** One start; false when it ended before it was ready. */
  async function tryOnce({ imports = [] }: StartOptions): Promise<boolean> {
    const saidBefore = readFileSync(logFile, 'utf8').length;
    const child = await spawn(imports, logFile);
    running = child;
    const isReady = () => readFileSync(logFile, 'utf8').slice(saidBefore).includes(plan.ready);
    await waitUntil(() => isReady() || !child.isRunning(), startLimitMs);
    if (!isReady() || !child.isRunning()) return false;
    void startAgainAfter(child, imports);
    return true;
  }

  async function startAgainAfter(child: Child, imports: readonly string[]): Promise<void> {
    await child.exited;
    if (running !== child) return; // killed or stopped by us
    deaths += 1;
    await start({ imports });
  }

  const lastLines = () => readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join('\n');

  async function start(options: StartOptions = {}): Promise<void> {
    const deadline = performance.now() + startLimitMs;
    while (!(await tryOnce(options))) {
      if (performance.now() > deadline) throw new Error(`${plan.name} does not start: ${lastLines()}`);
      await delay(restMs);
    }
  }

  /** From here on its end is asked for. */
  function letGo(): Child | undefined {
    const child = running;
    running = undefined;
    return child;
  }

  return {
    name: plan.name,
    start,
    async kill() {
      const child = letGo();
      if (child?.isRunning()) process.kill(child.pid, 'SIGKILL');
      await child?.exited;
    },
    signal(name) {
      if (running?.isRunning()) process.kill(running.pid, name);
    },
    async ensure() {
      if (running === undefined) await start();
    },
    async refusal() {
      const log = `${logFile}.refusal`;
      const child = await spawn([], log);
      await waitUntil(() => !child.isRunning(), startLimitMs);
      await child.stop();
      return { code: (await child.exited).code, said: readFileSync(log, 'utf8') };
    },
    deaths: () => deaths,
    async stop() {
      await letGo()?.stop();
    },
  };
}
