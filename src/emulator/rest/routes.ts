import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { authenticate, type Credentials } from './access.ts';
import { callRoutes, type CallRoutesDeps } from './calls.ts';
import { errorBody, notFound, RestError } from './errors.ts';
import { messageRoutes, type MessageRoutesDeps } from './messages.ts';
import { numberRoutes } from './numbers.ts';
import { conferenceRoutes, type ConferenceRoutesDeps } from './conferences.ts';
import { queueRoutes, type QueueRoutesDeps } from './queues.ts';
import { mediaRoutes, recordingRoutes, type RecordingRoutesDeps } from './recordings.ts';

/** How the REST API may fail on demand. `lostAnswer`: the work is done, the answer never arrives. */
export type RestFailure = 'tooManyRequests' | 'serverError' | 'unavailable' | 'lostAnswer';

export interface RestDeps
  extends ConferenceRoutesDeps, QueueRoutesDeps, CallRoutesDeps, MessageRoutesDeps, RecordingRoutesDeps {
  readonly credentials: Credentials;
  readonly mediaNeedsSignIn: boolean;
  /** Taken once per request that has been let in. */
  readonly takeFailure: () => RestFailure | undefined;
}

const failures: Readonly<Record<Exclude<RestFailure, 'lostAnswer'>, RestError>> = {
  tooManyRequests: new RestError(429, 20429, 'Too Many Requests'),
  serverError: new RestError(500, 20500, 'Internal Server Error'),
  unavailable: new RestError(503, 20503, 'Service unavailable'),
};

/** The subset of the REST API 2010-04-01 that the product uses, and everything else as 404. */
export async function restApi(app: FastifyInstance, deps: RestDeps): Promise<void> {
  await app.register(formbody);
  const losing = new WeakSet<object>();

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const shown =
      error instanceof RestError
        ? error
        : new RestError(status, status === 500 ? 20500 : 20001, error.message);
    return reply.code(shown.status).send(errorBody(shown));
  });
  app.setNotFoundHandler((request) => {
    throw notFound((request.url.split('?')[0] ?? '').slice(0, 200));
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    if (losing.has(request)) request.raw.socket.destroy();
    return payload;
  });

  await app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => {
      authenticate(request.headers.authorization, deps.credentials);
      const failure = deps.takeFailure();
      if (failure === 'lostAnswer') losing.add(request);
      else if (failure !== undefined) throw failures[failure];
    });
    callRoutes(guarded, deps);
    messageRoutes(guarded, deps);
    recordingRoutes(guarded, deps);
    numberRoutes(guarded, deps);
    queueRoutes(guarded, deps);
    conferenceRoutes(guarded, deps);
    if (deps.mediaNeedsSignIn) mediaRoutes(guarded, deps);
  });
  if (!deps.mediaNeedsSignIn) mediaRoutes(app, deps);
}
