import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../../../src/config/config.ts';
import type { Principal } from '../../../src/platform/http/access.port.ts';
import { buildHttp, type HttpDeps } from '../../../src/platform/http/app.ts';
import type { HttpApp } from '../../../src/platform/http/http-app.ts';
import { createHealth, type HealthCheck } from '../../../src/platform/observability/health.ts';
import { createMetrics } from '../../../src/platform/observability/metrics.ts';
import { seededIds } from '../../support/ids.ts';
import { memoryLog } from '../../support/log.ts';

export const officer: Principal = { staffId: 'officer-1', roles: ['officer'], officeIds: ['miami'] };
export const officerToken = 'the-token-of-the-officer';

/** The HTTP application with a memory log, one officer, and whatever routes a test adds. */
export async function appUnderTest(
  options: { readonly metrics?: Config['metrics']; readonly checks?: readonly HealthCheck[] } = {},
) {
  const log = memoryLog();
  const metrics = createMetrics();
  const health = createHealth({ log, checks: options.checks ?? [] });
  const deps: HttpDeps = {
    config: { metrics: options.metrics ?? {} },
    log,
    ids: seededIds(1),
    metrics,
    health,
    authenticate: async (token) => (token === officerToken ? officer : null),
    openapi: { title: 'Hotline', version: '0.1.0' },
  };
  return { app: await buildHttp(deps), log, metrics, health };
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** Sends a request over a real socket, its target as it stands: `app.inject` would encode it. */
export function send(
  app: HttpApp,
  request: { method?: string; target: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Answer> {
  const { method = 'GET', target, headers = {}, body } = request;
  const { port } = app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { host: '127.0.0.1', port, method, path: target, headers: { ...length, ...headers } };
    const sent = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
