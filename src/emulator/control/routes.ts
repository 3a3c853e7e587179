import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { defined } from '../defined.ts';
import type { CallReport } from '../report.ts';
import { calleeBehaviour, placedCall, recipientBehaviour, sentText } from '../script.ts';
import { NotSimulatedError } from '../verbs/verb.ts';
import { CallInProgressError } from '../call/network.ts';
import type { Emulator } from '../emulator.port.ts';
import { UnknownNumberError } from '../numbers.ts';

export interface ControlDeps {
  readonly emulator: Pick<
    Emulator,
    'placeCall' | 'setNumber' | 'callees' | 'rings' | 'sendText' | 'textsOf' | 'recipients'
  >;
  readonly reportOf: (sid: string) => CallReport | 'in-progress' | undefined;
  readonly onAdvanceClock: ((seconds: number) => void | Promise<void>) | undefined;
}

const method = z.enum(['GET', 'POST']).optional();
const numberConfig = z.strictObject({
  number: z.string().regex(/^\+[1-9]\d{1,14}$/),
  sid: z.string().optional(),
  friendlyName: z.string().optional(),
  voiceUrl: z.url(),
  voiceMethod: method,
  fallbackUrl: z.url().optional(),
  fallbackMethod: method,
  statusCallback: z.url().optional(),
  statusCallbackMethod: method,
  smsUrl: z.url().optional(),
  smsMethod: method,
  smsFallbackUrl: z.url().optional(),
  smsFallbackMethod: method,
  voiceOnly: z.boolean().optional(),
});
const recipient = z.strictObject({ number: z.string().min(1).max(256), behaviour: recipientBehaviour });
const textsOf = z.strictObject({ number: z.string().min(1).max(256) });
const callee = z.strictObject({ number: z.string().min(1).max(256), behaviour: calleeBehaviour });
const clock = z.strictObject({
  advanceSeconds: z
    .number()
    .min(0)
    .max(366 * 86_400),
});

function statusOf(error: Error & { statusCode?: number }): number {
  if (error instanceof z.ZodError) return 400;
  if (error instanceof UnknownNumberError) return 404;
  if (error instanceof CallInProgressError) return 409;
  if (error instanceof NotSimulatedError) return 501;
  return error.statusCode ?? 500;
}

/** JSON over HTTP for demo, bench and the browser phone: everything that `Emulator` offers in process. */
export async function controlRoutes(app: FastifyInstance, deps: ControlDeps): Promise<void> {
  const { emulator } = deps;

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    return reply.code(statusOf(error)).send({ error: message });
  });

  app.get('/health', async () => ({ status: 'ok' }));

  app.post<{ Querystring: { wait?: string } }>('/calls', async (request, reply) => {
    const call = emulator.placeCall(placedCall.parse(request.body));
    if (request.query.wait === 'false') return reply.code(202).send({ sid: call.sid });
    return call.done;
  });

  app.get<{ Params: { sid: string } }>('/calls/:sid', async ({ params }, reply) => {
    const report = deps.reportOf(params.sid);
    if (report === undefined) return reply.code(404).send({ error: 'no such call' });
    return report === 'in-progress' ? { sid: params.sid, status: 'in-progress' } : report;
  });

  app.post('/numbers', async ({ body }) => emulator.setNumber(defined(numberConfig.parse(body))));

  app.post('/callees', async ({ body }, reply) => {
    const { number, behaviour } = callee.parse(body);
    emulator.callees.set(number, behaviour);
    return reply.code(204).send();
  });

  app.post('/texts', async ({ body }) => emulator.sendText(sentText.parse(body)).done);

  app.get('/texts', async ({ query }) => emulator.textsOf(textsOf.parse(query).number));

  app.post('/recipients', async ({ body }, reply) => {
    const { number, behaviour } = recipient.parse(body);
    emulator.recipients.set(number, behaviour);
    return reply.code(204).send();
  });

  app.get('/rings', async () => Object.fromEntries(emulator.rings));

  app.post('/clock', async ({ body }, reply) => {
    const { advanceSeconds } = clock.parse(body);
    if (deps.onAdvanceClock === undefined)
      return reply.code(409).send({ error: 'this emulator moves no clock' });
    await deps.onAdvanceClock(advanceSeconds);
    return reply.code(204).send();
  });
}
