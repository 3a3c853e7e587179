import { afterEach, describe, expect, it } from 'vitest';
import { startMetricsServer } from '../../../src/platform/http/health-routes.ts';
import { appUnderTest, send } from './app-under-test.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function listening(options: Parameters<typeof appUnderTest>[0] = {}) {
  const setup = await appUnderTest(options);
  opened.push(() => setup.app.close());
  await setup.app.listen({ host: '127.0.0.1', port: 0 });
  const get = (target: string, headers: Record<string, string> = {}) => send(setup.app, { target, headers });
  return { ...setup, get };
}

const down = () => Promise.reject(new Error('down'));

describe('health', () => {
  it('is alive as long as it answers, whatever is away', async () => {
    const { get } = await listening({ checks: [{ name: 'database', required: true, run: down }] });
    expect(await get('/healthz')).toMatchObject({ status: 200, body: '{"status":"alive"}' });
  });

  it('is not ready without the database', async () => {
    const { get } = await listening({ checks: [{ name: 'database', required: true, run: down }] });
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: '{"status":"unready","checks":{"database":"down"}}',
    });
  });

  it('serves degraded without Redis, and says so', async () => {
    const { get } = await listening({ checks: [{ name: 'redis', required: false, run: down }] });
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: '{"status":"degraded","checks":{"redis":"down"}}',
    });
  });

  it('is not ready while draining', async () => {
    const { get, health } = await listening();
    expect((await get('/readyz')).status).toBe(200);
    health.drain();
    expect(await get('/readyz')).toMatchObject({ status: 503, body: '{"status":"draining","checks":{}}' });
  });
});

describe('metrics', () => {
  it('answer this machine where nothing is configured, but not through a proxy on it', async () => {
    const { get } = await listening();
    expect(await get('/metrics')).toMatchObject({
      status: 200,
      headers: { 'content-type': expect.stringMatching(/^text\/plain/) },
    });
    expect((await get('/metrics', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(404);
    expect((await get('/metrics', { forwarded: 'for=192.0.2.1' })).status).toBe(404);
  });

  it('ask for the configured token', async () => {
    const token = 'the-token-of-the-scraper';
    const { get } = await listening({ metrics: { token } });
    expect((await get('/metrics')).status).toBe(404);
    expect((await get('/metrics', { authorization: 'Bearer another' })).status).toBe(404);
    expect((await get('/metrics', { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('are only on a port of their own where one is configured', async () => {
    const { get, metrics } = await listening({ metrics: { port: 9464 } });
    expect((await get('/metrics')).status).toBe(404);
    const server = await startMetricsServer({ host: '127.0.0.1', port: 0 }, metrics);
    opened.push(server.close);
    const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    expect(await answer.text()).toContain(
      'hotline_http_request_seconds_count{method="GET",route="unmatched",status="404"} 1',
    );
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(404);
  });
});
