import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process that can be killed as `kill -9` does. */
export interface Child {
  kill(): Promise<void>;
}

/** Starts a TypeScript file as a process of its own and waits until its output holds `ready`. */
export async function startChild(file: string, env: Record<string, string>, ready: string): Promise<Child> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      if (said.includes(ready)) return;
      said += String(chunk);
      if (said.includes(ready)) resolve();
    });
    child.once('exit', () => reject(new Error(`${file} ended: ${said}`)));
  });
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
