import { Agent, get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { closeHttp } from '../../../src/platform/http/close.ts';
import { appUnderTest } from './app-under-test.ts';

const open = { access: { kind: 'public' } } as const;

/** An application with a route that answers when it is told to. */
async function withSlowRoute() {
  const { app, health } = await appUnderTest();
  let answer = () => {};
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  app.get('/slow', { config: open }, async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
      arrive();
    });
    return 'served';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const get = (path: string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      httpGet({ host: '127.0.0.1', port, path, agent }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      }).on('error', reject);
    });
  return { app, health, get, agent, arrived, answer: () => answer() };
}

it('answers what is in flight, and closes at once although clients keep their sockets open', async () => {
  const { app, health, get, agent, arrived, answer } = await withSlowRoute();
  await get('/healthz');
  const slow = get('/slow');
  await arrived;
  const began = performance.now();
  const closed = closeHttp({ app, health, drainMs: 0, deadlineMs: 20_000 });
  answer();
  expect(await slow).toEqual({ status: 200, body: 'served' });
  await closed;
  expect(performance.now() - began).toBeLessThan(5_000);
  agent.destroy();
});

it('says that it is not ready, and still serves, while it drains', async () => {
  const { app, health, get, agent } = await withSlowRoute();
  const closed = closeHttp({ app, health, drainMs: 300, deadlineMs: 20_000 });
  expect(await get('/readyz')).toEqual({ status: 503, body: '{"status":"draining","checks":{}}' });
  expect((await get('/healthz')).status).toBe(200);
  await closed;
  await expect(get('/healthz')).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
  agent.destroy();
});

it('cuts what still hangs at the deadline', async () => {
  const { app, health, get, agent, arrived, answer } = await withSlowRoute();
  const hanging = get('/slow').catch((error: unknown) => error);
  await arrived;
  await closeHttp({ app, health, drainMs: 0, deadlineMs: 300 });
  expect(await hanging).toBeInstanceOf(Error);
  answer();
  agent.destroy();
});
