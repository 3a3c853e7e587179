import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UnknownNumberError } from '../numbers.ts';
import { TooManyCallsError, type Handsets, type LiveCall, type LiveState } from './handsets.ts';
import { openStream, type Stream } from './stream.ts';

/** A request that cannot be met, and its HTTP status. */
class PhoneError extends Error {
  override readonly name = 'PhoneError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const number = z.string().min(1).max(256);
const newCall = z.strictObject({ from: number, to: number });
const pressedKeys = z.strictObject({ keys: z.string().regex(/^[0-9*#]{1,100}$/) });
const saidWords = z.strictObject({ words: z.string().min(1).max(5000) });
const talkedSeconds = z.strictObject({ seconds: z.number().min(0).max(14_400) });
const ringingQuery = z.strictObject({ number });
const place = z.coerce.number().int().min(0);

function statusOf(error: Error & { statusCode?: number }): number {
  if (error instanceof z.ZodError) return 400;
  if (error instanceof PhoneError) return error.status;
  if (error instanceof UnknownNumberError) return 404;
  if (error instanceof TooManyCallsError) return 429;
  return error.statusCode ?? 500;
}

const loopback = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;
const localName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** This machine only, under a name of its own, and no page from elsewhere: a phone call is not for strangers to make. */
function refuseStrangers({ socket, hostname, headers }: FastifyRequest): void {
  const near = loopback.test(socket.remoteAddress ?? '') && localName.test(hostname);
  if (!near || headers['sec-fetch-site'] === 'cross-site')
    throw new PhoneError(403, 'The phone is for this machine only');
}

/** The place after which a reader goes on: its header when it reconnects by itself, a query otherwise. */
function lastPlace(request: FastifyRequest<{ Querystring: { after?: string } }>): number {
  return place.parse(request.headers['last-event-id'] ?? request.query.after ?? 0);
}

/**
 * A phone for a browser: calls made and answered by hand, and what is heard on them as event streams. Time passes as in
 * life on these calls, whatever the emulator's speed.
 */
export async function phoneRoutes(app: FastifyInstance, { handsets }: { handsets: Handsets }): Promise<void> {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    return reply.code(statusOf(error)).send({ error: message });
  });
  app.addHook('onRequest', async (request) => refuseStrangers(request));

  const find = (id: string): LiveCall => {
    const call = handsets.get(id);
    if (call === undefined) throw new PhoneError(404, 'no such call');
    return call;
  };
  const inState = (id: string, ...states: LiveState[]): LiveCall => {
    const call = find(id);
    if (!states.includes(call.state())) throw new PhoneError(409, `the call is ${call.state()}`);
    return call;
  };
  type OfCall = { Params: { id: string } };

  app.post('/calls', async ({ body }, reply) => {
    const { from, to } = newCall.parse(body);
    const call = handsets.place(from, to);
    return reply.code(201).send({ id: call.id });
  });

  app.post<OfCall>('/calls/:id/keys', async ({ params, body }, reply) => {
    const { keys } = pressedKeys.parse(body);
    inState(params.id, 'talking').phone.press(keys);
    return reply.code(204).send();
  });

  app.post<OfCall>('/calls/:id/say', async ({ params, body }, reply) => {
    const { words } = saidWords.parse(body);
    inState(params.id, 'talking').phone.say(words);
    return reply.code(204).send();
  });

  app.post<OfCall>('/calls/:id/record', async ({ params, body }, reply) => {
    const { seconds } = talkedSeconds.parse(body);
    const listens = inState(params.id, 'talking').phone.talk(seconds);
    if (!listens) throw new PhoneError(409, 'nothing is being recorded');
    return reply.code(204).send();
  });

  app.post<OfCall>('/calls/:id/hang-up', async ({ params }, reply) => {
    inState(params.id, 'dialling', 'ringing', 'talking').phone.hangUp();
    return reply.code(204).send();
  });

  app.post<OfCall>('/calls/:id/answer', async ({ params }, reply) => {
    inState(params.id, 'ringing').phone.answer();
    return reply.code(204).send();
  });

  app.post<OfCall>('/calls/:id/decline', async ({ params }, reply) => {
    inState(params.id, 'ringing').phone.hangUp();
    return reply.code(204).send();
  });

  app.get<OfCall & { Querystring: { after?: string } }>('/calls/:id/events', async (request, reply) => {
    const { events } = find(request.params.id);
    const after = lastPlace(request);
    let stop: () => void = () => undefined;
    const stream: Stream = openStream(reply, () => stop());
    stop = events.follow(after, {
      take: ({ id, event, data }) => stream.send(event, data, id),
      end: () => stream.end(),
    });
  });

  app.get('/ringing', async ({ query }, reply) => {
    const listened = ringingQuery.parse(query).number;
    let stop: () => void = () => undefined;
    const stream = openStream(reply, () => stop());
    const about = ({ id, from, to }: LiveCall): object => ({ id, from, to });
    stop = handsets.listen(listened, {
      rings: (call) => stream.send('ringing', about(call)),
      stops: (call) => stream.send('over', about(call)),
    });
  });
}
