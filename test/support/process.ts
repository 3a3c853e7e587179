import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ProductProcess {
  /** `kill -9`: no warning, no clean-up. */
  kill(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the product as an operator would, and waits until it says that it serves. */
export async function startProcess(env: Record<string, string>): Promise<ProductProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await saidReady(child);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}

/** Runs the product to its end: for settings that it must refuse. */
export async function runToExit(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, said };
}

async function saidReady(child: ChildProcess): Promise<void> {
  if (child.stdout === null || child.stderr === null) throw new Error('no output to read');
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += String(chunk)));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('api listens')) {
      child.stdout.resume();
      return;
    }
  }
  throw new Error(`the product ended before it was ready: ${complaint}`);
}
