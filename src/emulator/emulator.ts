import { randomInt } from 'node:crypto';
import fastify from 'fastify';
import type { Call } from './call/call.ts';
import type { Callee } from './call/callee.ts';
import { createCommonTime } from './call/common-time.ts';
import { createExchange, type Exchange } from './call/exchange.ts';
import { createInProgress } from './call/in-progress.ts';
import { createLifecycle } from './call/lifecycle.ts';
import { createNetwork } from './call/network.ts';
import { createQueues } from './call/queues.ts';
import { createCallRegistry } from './call/registry.ts';
import { createRunners } from './call/runner.ts';
import { createChance, createSids } from './chance.ts';
import { machineClock } from './clock.ts';
import { announce } from './conference/announce.ts';
import { createConferences } from './conference/conferences.ts';
import { controlRoutes } from './control/routes.ts';
import type { Emulator } from './emulator.port.ts';
import { createTextNetwork } from './messages/text-network.ts';
import { createAccountNumbers, UnknownNumberError, type AccountNumber } from './numbers.ts';
import type { EmulatorOptions, Keep } from './options.ts';
import { createHandsets } from './phone/handsets.ts';
import { phoneRoutes } from './phone/routes.ts';
import { createRecordings, type Recording } from './recordings.ts';
import { restApi, type RestFailure } from './rest/routes.ts';
import { createRing } from './ring.ts';
import type { CalleeBehaviour, RecipientBehaviour } from './script.ts';
import { createFaults } from './webhook/faults.ts';
import type { WebhookLog } from './webhook/log.ts';
import { createTransport, isFailure } from './webhook/transport.ts';
import { createWebhooks } from './webhook/webhooks.ts';

const kept: Keep = {
  calls: 10_000,
  reports: 1000,
  requests: 10_000,
  recordings: 10_000,
  messages: 10_000,
  texts: 10_000,
};

/** Makes an emulator; nothing is served until `listen`. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const { accountSid, log, clock = machineClock, speed = 0, budgetMs = 15_000 } = options;
  const seed = options.seed ?? randomInt(2 ** 32);
  const keep = { ...kept, ...options.keep };
  const chance = createChance(seed);
  const newSid = createSids(seed);

  const requests = createRing<WebhookLog>(keep.requests);
  const rings = new Map<string, number>();
  const callees = new Map<string, CalleeBehaviour>();
  const recipients = new Map<string, RecipientBehaviour>();
  const restFailures: RestFailure[] = [];
  let address = '';

  const transport = createTransport();
  const webhooks = createWebhooks({
    authToken: options.authToken,
    budgetMs,
    transport,
    clock,
    log,
    faults: createFaults(options.faults, chance.fork('faults')),
    record: (entry) => requests.put(entry.id, entry),
  });
  const recordings = createRecordings(createRing<Recording>(keep.recordings), newSid);
  const registry = createCallRegistry(keep);
  const mediaUrl = (): string => address;
  const numbers = createAccountNumbers(() => clock.now(), newSid);
  for (const number of options.numbers) numbers.set(number);
  const time = createCommonTime();
  const inProgress = createInProgress();
  const queues = createQueues(() => clock.now(), newSid);
  const conferences = createConferences({
    accountSid,
    recordings,
    mediaUrl,
    newSid,
    time,
    now: () => clock.now(),
    webhooks,
    chance,
  });
  const holding = { accountSid, recordings, mediaUrl };
  const exchange = (): Exchange => connections;
  const { run, runAside } = createRunners({ ...holding, webhooks, speed, log, exchange });
  const lifecycle = createLifecycle({
    accountSid,
    chance,
    clock,
    log,
    registry,
    run,
    webhooks,
    commonTime: () => (queues.occupied() || conferences.occupied() ? time : undefined),
  });
  const calleeAt = (number: string): CalleeBehaviour =>
    callees.get(number) ?? options.defaultCallee ?? { kind: 'noAnswer' };
  const dialling = {
    ...holding,
    speed,
    lifecycle,
    newSid,
    inProgress,
    calleeOf: (call: Pick<Call, 'sid' | 'from' | 'to'>): Callee => {
      const party = handsets.answering(call);
      return party === undefined ? calleeAt(call.to) : { kind: 'live', party };
    },
    onRing: (number: string) => void rings.set(number, (rings.get(number) ?? 0) + 1),
  };
  const connections = createExchange({ ...dialling, log, numbers, queues, conferences, time, runAside });
  const network = createNetwork({ ...dialling, registry });
  const handsets = createHandsets({
    newSid,
    wake: (sid) => registry.active(sid)?.wake?.(),
    dial({ from, to, sid, party }) {
      const { done } = network.placeCall({ from, to, script: [], callSid: sid }, numberAt(to), party);
      // Whoever holds the phone has been told of the failure.
      done.catch(() => undefined);
    },
  });
  const numberAt = (called: string): AccountNumber => {
    const number = numbers.byNumber(called);
    if (number === undefined)
      throw new UnknownNumberError('The number that is called is not of this account: set it first');
    return number;
  };
  const recipientOf = (number: string): RecipientBehaviour =>
    recipients.get(number) ?? options.defaultRecipient ?? { kind: 'delivers' };
  const texts = createTextNetwork({
    accountSid,
    numbers,
    webhooks,
    chance,
    clock,
    log,
    speed,
    newSid,
    keep,
    recipientOf,
    tellsOptOut: options.advancedOptOut ?? false,
  });

  const emulator: Emulator = {
    async listen({ host = '127.0.0.1', port = 0 } = {}) {
      address = await app.listen({ host, port });
      log.info({ seed }, 'emulator listens');
      return { url: address };
    },
    async close() {
      network.hangUpAll();
      texts.close();
      transport.close();
      await app.close();
    },
    setNumber: (number) => numbers.set(number),
    placeCall(call) {
      return network.placeCall(call, numberAt(call.to));
    },
    sendText: (text) => texts.sendText(text),
    textsOf: (number) => texts.textsOf(number),
    recipients,
    callees,
    rings,
    get requests() {
      return requests.values();
    },
    report: (sid) => registry.report(sid),
    async replay(entry) {
      const outcome = await webhooks.replay(entry);
      if (isFailure(outcome)) throw new Error(outcome.message);
      return {
        status: outcome.status,
        contentType: outcome.headers['content-type'] ?? '',
        body: outcome.body,
      };
    },
    failRest: (failure, times = 1) => void restFailures.push(...Array.from({ length: times }, () => failure)),
    async idle() {
      await network.idle();
      await conferences.drained();
      await texts.idle();
    },
  };

  const app = fastify({ logger: false, forceCloseConnections: true });
  app.register(restApi, {
    accountSid,
    numbers,
    registry,
    network,
    queues,
    conferences,
    announce: (...about) =>
      void inProgress.track(announce(...about, { accountSid, conferences, runAside, time })),
    recordings,
    messages: texts.messages,
    host: mediaUrl,
    now: () => clock.now(),
    credentials: options,
    mediaNeedsSignIn: options.mediaNeedsSignIn ?? false,
    takeFailure: () => restFailures.shift(),
  });
  app.register(controlRoutes, {
    prefix: '/control',
    emulator,
    reportOf: (sid: string) =>
      registry.report(sid) ?? (registry.active(sid) ? ('in-progress' as const) : undefined),
    onAdvanceClock: options.onAdvanceClock,
  });
  app.register(phoneRoutes, { prefix: '/phone', handsets });
  return emulator;
}
