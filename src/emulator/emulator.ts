import { randomInt } from 'node:crypto';
import fastify from 'fastify';
import { createNetwork } from './call/network.ts';
import { createCallRegistry } from './call/registry.ts';
import { createRunner } from './call/runner.ts';
import { createChance, createSids } from './chance.ts';
import { machineClock } from './clock.ts';
import { controlRoutes } from './control/routes.ts';
import { createAccountNumbers, type AccountNumber } from './numbers.ts';
import type { EmulatorOptions, Keep, NumberConfig } from './options.ts';
import { createRecordings, type Recording } from './recordings.ts';
import type { CallReport } from './report.ts';
import { restApi, type RestFailure } from './rest/routes.ts';
import { createRing } from './ring.ts';
import type { CalleeBehaviour, PlacedCall } from './script.ts';
import { createFaults } from './webhook/faults.ts';
import type { WebhookLog } from './webhook/log.ts';
import { createTransport, isFailure } from './webhook/transport.ts';
import { createWebhooks } from './webhook/webhooks.ts';

/** A placed call: its SID at once, its report when it has ended and its last callback is out. */
export interface CallHandle {
  readonly sid: string;
  /** Rejects only when the call met something that the emulator does not simulate. */
  readonly done: Promise<CallReport>;
}

export interface ReplayedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A small telephone network that speaks Twilio's API. */
export interface Emulator {
  /** Serves the REST API and `/control`. `port` 0 picks a free one. */
  listen(address?: { host?: string; port?: number }): Promise<{ url: string }>;
  /** Stops serving and cuts every connection. Calls in progress fail on their next request. */
  close(): Promise<void>;
  /** Adds a number of the account or changes its URLs. */
  setNumber(number: NumberConfig): AccountNumber;
  /** Places an inbound call. Throws when `to` is not a number of the account. */
  placeCall(call: PlacedCall): CallHandle;
  /** What numbers do when the app rings them. */
  readonly callees: Map<string, CalleeBehaviour>;
  /** Times that each number has rung. */
  readonly rings: ReadonlyMap<string, number>;
  /** All requests to the app that are remembered, oldest first. */
  readonly requests: readonly WebhookLog[];
  /** The report of an ended call, while it is remembered. */
  report(sid: string): CallReport | undefined;
  /** Sends a logged request again byte for byte, old signature included. Throws when no answer comes. */
  replay(entry: WebhookLog): Promise<ReplayedAnswer>;
  /** Makes the next REST requests fail. */
  failRest(failure: RestFailure, times?: number): void;
  /** Resolves when no call is in progress and every callback is out. */
  idle(): Promise<void>;
}

const kept: Keep = { calls: 10_000, reports: 1000, requests: 10_000, recordings: 10_000 };

export function createEmulator(options: EmulatorOptions): Emulator {
  const { accountSid, log, clock = machineClock, speed = 0, budgetMs = 15_000 } = options;
  const seed = options.seed ?? randomInt(2 ** 32);
  const keep = { ...kept, ...options.keep };
  const chance = createChance(seed);
  const newSid = createSids(seed);

  const requests = createRing<WebhookLog>(keep.requests);
  const rings = new Map<string, number>();
  const callees = new Map<string, CalleeBehaviour>();
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
  const run = createRunner({ accountSid, webhooks, recordings, speed, mediaUrl, log });
  const network = createNetwork({
    accountSid,
    speed,
    chance,
    clock,
    log,
    newSid,
    registry,
    run,
    webhooks,
    calleeOf: (number) => callees.get(number) ?? options.defaultCallee ?? { kind: 'noAnswer' },
    onRing: (number) => void rings.set(number, (rings.get(number) ?? 0) + 1),
  });
  const numbers = createAccountNumbers(() => clock.now(), newSid);
  for (const number of options.numbers) numbers.set(number);

  const emulator: Emulator = {
    async listen({ host = '127.0.0.1', port = 0 } = {}) {
      address = await app.listen({ host, port });
      log.info({ seed }, 'emulator listens');
      return { url: address };
    },
    async close() {
      transport.close();
      await app.close();
    },
    setNumber: (number) => numbers.set(number),
    placeCall(call) {
      const number = numbers.byNumber(call.to);
      if (number === undefined) throw new Error('Nobody has the number that is called: set it first');
      return network.placeCall(call, number);
    },
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
    idle: () => network.idle(),
  };

  const app = fastify({ logger: false, forceCloseConnections: true });
  app.register(restApi, {
    accountSid,
    numbers,
    registry,
    network,
    recordings,
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
  return emulator;
}
