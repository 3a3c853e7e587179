import { setTimeout as wait } from 'node:timers/promises';
import type { Health } from '../observability/health.ts';
import type { HttpApp } from './http-app.ts';

export interface CloseOptions {
  readonly app: HttpApp;
  readonly health: Pick<Health, 'drain'>;
  /** How long `/readyz` says no before we stop listening, so that a load balancer sends its requests elsewhere. */
  readonly drainMs: number;
  /** After this time, drain included, connections are cut. */
  readonly deadlineMs: number;
}

const reapMs = 100;

/**
 * Closes the HTTP application: not ready, drained, no new connections, requests in flight answered. Node keeps
 * idle sockets for `keepAliveTimeout` (75 s) even while closing, so that they are reaped as they fall idle;
 * what still hangs at the deadline is cut.
 */
export async function closeHttp({ app, health, drainMs, deadlineMs }: CloseOptions): Promise<void> {
  health.drain();
  const deadline = setTimeout(() => app.server.closeAllConnections(), deadlineMs);
  if (app.server.listening) await wait(drainMs);
  const reaper = setInterval(() => app.server.closeIdleConnections(), reapMs);
  try {
    await app.close();
  } finally {
    clearInterval(reaper);
    clearTimeout(deadline);
  }
}
