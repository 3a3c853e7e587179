import type { Socket } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import { fastify, type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Config } from '../../config/config.ts';
import { appError } from '../../kernel/errors.ts';
import type { Ids, Log } from '../../kernel/ports.ts';
import type { Health } from '../observability/health.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Authenticate } from './access.port.ts';
import { enforceAccess } from './access.ts';
import { registerHealthRoutes } from './health-routes.ts';
import type { HttpApp } from './http-app.ts';
import { registerOpenApi, type OpenApiInfo } from './openapi.ts';
import { problemContentType, toProblem } from './problem.ts';

export interface HttpDeps {
  readonly config: Pick<Config, 'metrics'>;
  readonly log: Log;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly authenticate: Authenticate;
  readonly openapi: OpenApiInfo;
}

/**
 * The HTTP application, not listening: access rules, problem documents, request ids, limits, health, metrics
 * and OpenAPI. Features add their routes with `app.register`; the order matters here, since a child takes over
 * the handlers and hooks that its parent has when it is registered.
 */
export async function buildHttp(deps: HttpDeps): Promise<HttpApp> {
  const { config, log, ids, metrics, health, authenticate, openapi } = deps;
  const app = fastify({
    logger: false,
    genReqId: () => ids.uuid(),
    bodyLimit: 64 * 1024,
    requestTimeout: 10_000,
    // Node looks for requests that are past their time at this pace; by itself every 30 seconds.
    http: { connectionsCheckingInterval: 2_000 },
    keepAliveTimeout: 75_000,
    trustProxy: false,
    return503OnClosing: false,
    exposeHeadRoutes: false,
    frameworkErrors: answerError,
    clientErrorHandler: (error, socket) => answerUnparsable(error, socket, ids.uuid()),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answerError(appError('http.not_found'), request, reply));
  enforceAccess(app, { authenticate });
  app.addHook('onResponse', async (request, reply) => report(request, reply));

  await app.register(rateLimit, { global: false, errorResponseBuilder: () => appError('http.rate_limited') });
  await registerOpenApi(app, openapi);
  registerHealthRoutes(app, { config, health, metrics });
  return app;

  function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
    const problem = toProblem(error, request.id);
    const facts = {
      requestId: request.id,
      method: request.method,
      route: routeOf(request),
      status: problem.status,
    };
    if (problem.status >= 500) log.error({ ...facts, code: problem.code, err: error }, 'request failed');
    else log.info({ ...facts, code: problem.code }, 'request refused');
    void reply.code(problem.status).type(problemContentType).serializer(JSON.stringify).send(problem);
  }

  function report(request: FastifyRequest, reply: FastifyReply): void {
    metrics.httpRequest(
      { method: request.method, route: routeOf(request), status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  }
}

/** The pattern of the route that was found; the URL itself may carry anything. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unmatched';
}

/** Answers what is not HTTP, or too slow: there is no request yet, so that this is written by hand. */
function answerUnparsable(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const body = JSON.stringify(toProblem({ statusCode: 400 }, requestId));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: ${problemContentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
