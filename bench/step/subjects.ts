import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/provision/ports.mjs';
import type { Load, LoadAnswer, LoadResult } from './load.ts';

/** One of the servers that are compared, in a process of its own. */
export interface Subject {
  readonly port: number;
  /** Whether its answers name the turn that comes next. */
  readonly tellsTurn: boolean;
  stop(): Promise<void>;
}

export interface SubjectOptions {
  readonly script: string;
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly tellsTurn: boolean;
}

const readyWithinMs = 20_000;

/** Starts a server as in production and waits until it says that it can serve. */
export async function startSubject({ script, execArgv, env, tellsTurn }: SubjectOptions): Promise<Subject> {
  const port = await freePort();
  const child = fork(script, {
    execArgv: [...execArgv],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const deadline = performance.now() + readyWithinMs;
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await end(child);
      throw new Error(`${script} did not start`);
    }
    await delay(50);
  }
  return { port, tellsTurn, stop: () => end(child) };
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  return answer?.ok === true;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Runs one load in a process of its own, so that it never waits for the bench's own work. */
export async function applyLoad(load: Load): Promise<LoadResult> {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  try {
    child.send(load);
    const died = once(child, 'exit').then(() => [{ error: 'The load process died.' }]);
    const [answer] = (await Promise.race([once(child, 'message'), died])) as [LoadAnswer];
    if ('error' in answer) throw new Error(answer.error);
    return answer.result;
  } finally {
    await end(child);
  }
}
