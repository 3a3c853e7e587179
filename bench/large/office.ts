import { startApi } from '../../src/app/api.ts';
import { closeCore, createCore, type Core, type Surroundings } from '../../src/app/core.ts';
import { createFeatures, type Features } from '../../src/app/features.ts';
import { loadConfig } from '../../src/config/config.ts';
import type { Sweep } from '../../src/platform/jobs/jobs.port.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';
import { systemIds } from '../../src/platform/system/ids.ts';
import { freePort } from '../../scripts/provision/ports.mjs';
import { silentLog } from '../silent-log.ts';
import { benchTime, staffPassword, type LargeState } from './state.ts';

/** The application over one state of the database, in this process, at the time for which that was made up. */
export interface Office {
  /** Signs in. Answers a client that asks as this person, past the sockets. */
  signIn(email: string): Promise<Staff>;
  /** The worker's adapters and what features give to it. */
  readonly core: Core;
  readonly jobs: Features['jobs'];
  readonly consumers: Features['consumers'];
  readonly sweeps: readonly Sweep[];
  runSweep(sweep: Sweep): Promise<void>;
  close(): Promise<void>;
}

export interface Staff {
  /** @throws Error when the answer is not 2xx */
  ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T>;
}

const clock = { now: () => benchTime };

export async function openOffice(state: LargeState, redisUrl: string): Promise<Office> {
  const port = await freePort();
  const config = loadConfig({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: state.database.url,
    API_DATABASE_URL: state.database.apiUrl,
    WORKER_DATABASE_URL: state.database.workerUrl,
    REDIS_URL: redisUrl,
    TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
    TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
    MASTER_KEY_FILE: state.masterKeyFile,
  });
  const surroundings: Surroundings = {
    config,
    clock,
    log: silentLog,
    ids: systemIds,
    metrics: createMetrics(),
    // No call comes in: only staff ask.
    flowFolders: {},
  };
  const api = await startApi(surroundings, { drainMs: 0 });
  const core = createCore(surroundings, 'worker');
  const { jobs, consumers, sweeps } = await createFeatures(core);
  const signal = new AbortController().signal;

  return {
    core,
    jobs,
    consumers,
    sweeps,
    runSweep: (sweep) => sweep.run({ clock, log: silentLog, signal }),
    async signIn(email) {
      const ask = async <T>(
        method: 'GET' | 'POST',
        path: string,
        body?: object,
        headers: Readonly<Record<string, string>> = {},
      ): Promise<T> => {
        const answer = await api.http.inject({ method, url: path, headers, ...(body && { body }) });
        if (answer.statusCode >= 300)
          throw new Error(`${path} was answered ${answer.statusCode}: ${answer.body}`);
        return (answer.body === '' ? null : answer.json()) as T;
      };
      const { token } = await ask<{ token: string }>('POST', '/api/session', {
        email,
        password: staffPassword,
      });
      return { ask: (method, path, body) => ask(method, path, body, { authorization: `Bearer ${token}` }) };
    },
    async close() {
      await api.close();
      await closeCore(core);
    },
  };
}
