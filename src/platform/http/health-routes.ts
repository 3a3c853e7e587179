import { createHash, timingSafeEqual } from 'node:crypto';
import { fastify, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { appError } from '../../kernel/errors.ts';
import type { Health } from '../observability/health.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { HttpApp } from './http-app.ts';

export interface HealthRoutesDeps {
  readonly config: Pick<Config, 'metrics'>;
  readonly health: Health;
  readonly metrics: Metrics;
}

const readiness = z.object({
  status: z.enum(['ready', 'degraded', 'unready', 'draining']),
  checks: z.record(z.string(), z.enum(['up', 'down'])),
  problems: z.record(z.string(), z.array(z.string())).optional(),
});

/**
 * `/healthz`: the process answers. `/readyz`: it can serve, degraded included; 503 if not, or while draining.
 * `/metrics`: only with the configured token or, without one, from this machine; not at all where they have a
 * port of their own (`startMetricsServer`).
 */
export function registerHealthRoutes(app: HttpApp, { config, health, metrics }: HealthRoutesDeps): void {
  const open = { access: { kind: 'public' } } as const;

  app.get(
    '/healthz',
    { config: open, schema: { response: { 200: z.object({ status: z.literal('alive') }) } } },
    async () => ({
      status: 'alive' as const,
    }),
  );

  app.get(
    '/readyz',
    { config: open, schema: { response: { 200: readiness, 503: readiness } } },
    async (_request, reply) => {
      const found = await health.readiness();
      return reply.code(found.status === 'ready' || found.status === 'degraded' ? 200 : 503).send(found);
    },
  );

  if (config.metrics.port !== undefined) return;
  const { token } = config.metrics;
  app.get('/metrics', { config: open, schema: { response: { 200: z.string() } } }, async (request, reply) => {
    const isAllowed = token === undefined ? isFromThisMachine(request) : holdsToken(request, token);
    if (!isAllowed) throw appError('http.not_found');
    const { contentType, body } = await metrics.render();
    return reply.type(contentType).send(body);
  });
}

/** Serves `/metrics`, and nothing else, on a port of its own; 0 takes a free one. Listening when it resolves. */
export async function startMetricsServer(
  { host, port }: { readonly host: string; readonly port: number },
  metrics: Metrics,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = fastify({ logger: false, requestTimeout: 10_000 });
  server.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await metrics.render();
    return reply.type(contentType).send(body);
  });
  await server.listen({ host, port });
  const address = server.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return { port: bound, close: () => server.close() };
}

/** A local proxy passes strangers' requests on from this machine: it says so in these headers. */
function isFromThisMachine(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  if (headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined) return false;
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '');
}

function holdsToken(request: FastifyRequest, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
}
