import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../../src/app/api.ts';
import type { Surroundings } from '../../src/app/core.ts';
import { readFlows } from '../../src/app/flow-files.ts';
import { startWorker } from '../../src/app/worker.ts';
import { assistanceLine, neutralLine, seedDemo } from '../../src/cli/demo-data.ts';
import { asOwner } from '../../src/cli/owner.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createEmulator, type CallerAction, type EmulatorOptions } from '../../src/emulator/index.ts';
import { seedLine } from '../../src/features/offices/index.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';
import { createMasterKeyFile } from '../../src/platform/vault/master-key-file.ts';
import { systemIds } from '../../src/platform/system/ids.ts';
import { fakeClock } from './clock.ts';
import { memoryLog } from './log.ts';
import { testDatabase, testRedis } from './stores.ts';
import { unusedPort } from './unused-port.ts';

export const line = '+18005550199';
/** What is shown to those whom we ring and write to. */
export const neutralNumber = neutralLine.phoneNumber;
export const caller = '+12025550123';
export const password = 'for tests only';
export const accountSid = 'AC00000000000000000000000000000001';
export const authToken = '0123456789abcdef0123456789abcdef';

/** A Tuesday morning in Washington: every office is open or about to be. */
export const tuesdayMorning = '2026-03-03T15:00:00Z';

export interface HotlineOptions {
  readonly faults?: EmulatorOptions['faults'];
  /** Call seconds that pass in one second. An office that rings by a job needs time to do so; by default none passes. */
  readonly speed?: number;
  /** When the test's clock begins. */
  readonly at?: string;
  /** Flows in place of the shipped ones, such as those of `test/support/flows`. */
  readonly flowFolders?: Surroundings['flowFolders'];
  /** E.164 of the call centre that the line names. */
  readonly callCentre?: string;
  /** Without the worker, the outbox and the queue stay as they are. */
  readonly worker?: false;
  /** Replaces the address of the api's database, by that of a proxy. */
  readonly apiDatabase?: (url: string) => Promise<string>;
}

/**
 * The whole product on real stores, with a telephone network before it: api and worker in this process, the
 * assistance line answering, the demo's staff. The clock stands still until a test moves it.
 */
export async function startHotline(options: HotlineOptions = {}) {
  const database = await testDatabase();
  const redis = await testRedis();
  const folder = mkdtempSync(join(tmpdir(), 'hotline-test-'));
  const masterKeyFile = join(folder, 'master-key.json');
  createMasterKeyFile(masterKeyFile);
  await seedDemo(database.url, password);
  const { callCentre } = options;
  if (callCentre !== undefined) {
    await asOwner(database.url, (tx) => seedLine(tx, { ...assistanceLine, callCentreNumber: callCentre }));
  }
  const clock = fakeClock(options.at ?? tuesdayMorning);
  const log = memoryLog();
  const port = await unusedPort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const emulator = createEmulator({
    accountSid,
    authToken,
    log,
    seed: 7,
    numbers: [
      { number: line, voiceUrl: `${publicUrl}/twilio/voice`, statusCallback: `${publicUrl}/twilio/status` },
      {
        number: neutralNumber,
        voiceUrl: `${publicUrl}/twilio/voice`,
        statusCallback: `${publicUrl}/twilio/status`,
        smsUrl: `${publicUrl}/twilio/sms`,
      },
    ],
    ...(options.faults && { faults: options.faults }),
    ...(options.speed !== undefined && { speed: options.speed }),
  });
  const { url: emulatorUrl } = await emulator.listen();
  const config = loadConfig({
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: database.url,
    API_DATABASE_URL: (await options.apiDatabase?.(database.apiUrl)) ?? database.apiUrl,
    WORKER_DATABASE_URL: database.workerUrl,
    REDIS_URL: redis.url,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: emulatorUrl,
    MASTER_KEY_FILE: masterKeyFile,
  });
  const surroundings: Surroundings = {
    config,
    clock,
    log,
    ids: systemIds,
    metrics: createMetrics(),
    flowFolders: options.flowFolders ?? (await readFlows('ivr-flows')),
  };
  const start = {
    api: () => startApi(surroundings, { drainMs: 0 }),
    worker: (changes: Partial<Surroundings> = {}) =>
      startWorker({ ...surroundings, ...changes }, (error) => {
        throw error;
      }),
  };
  let api = await start.api();
  const worker = await start.worker();
  if (options.worker === false) await worker.close();

  return {
    config,
    clock,
    log,
    database,
    redis,
    emulator,
    worker,
    get api() {
      return api;
    },
    call: (script: CallerAction[], from = caller) => emulator.placeCall({ from, to: line, script }).done,
    /** Another api takes over, with these flows if they are given. */
    async restartApi(flowFolders = surroundings.flowFolders) {
      await api.close();
      api = await startApi({ ...surroundings, flowFolders }, { drainMs: 0 });
    },
    /** Another worker, for tests that let one die: whoever starts it closes it. */
    startWorker: (changes: Partial<Surroundings> = {}) =>
      start.worker({ metrics: createMetrics(), ...changes }),
    flowFolders: surroundings.flowFolders,
    async stop() {
      await emulator.close();
      await api.close();
      if (options.worker !== false) await worker.close();
      rmSync(folder, { recursive: true });
      await database.drop();
    },
  };
}

export type Hotline = Awaited<ReturnType<typeof startHotline>>;
