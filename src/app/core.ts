import type { Config } from '../config/config.ts';
import type { CheckFlow, FlowFolders } from '../features/voice/index.ts';
import type { Clock, Ids, Log } from '../kernel/ports.ts';
import { createDatabase, type Database } from '../platform/db/database.ts';
import { createJobQueue, type ClosableJobQueue } from '../platform/jobs/queue.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import type { Messaging } from '../platform/messaging/messaging.port.ts';
import { createTwilioMessaging } from '../platform/messaging/twilio-messaging.ts';
import type { Telephony } from '../platform/telephony/telephony.port.ts';
import { createTwilioTelephony } from '../platform/telephony/twilio-client.ts';
import { createFileVault } from '../platform/vault/file-vault.ts';
import { loadMasterKeyFile } from '../platform/vault/master-key-file.ts';
import type { Vault } from '../platform/vault/vault.port.ts';

/** What the process was given: settings, and the sources of time, chance and words to the operator. */
export interface Surroundings {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly flowFolders: FlowFolders;
  /** How the api takes up changed flows: reads the folders again, and checks. Without it flows stay as they are. */
  readonly liveFlows?: { readonly read: () => Promise<FlowFolders>; readonly check: CheckFlow };
}

/** Surroundings with the adapters that features stand on, under one database role. */
export interface Core extends Surroundings {
  readonly database: Database;
  readonly queue: ClosableJobQueue;
  readonly telephony: Telephony;
  readonly messaging: Messaging;
  readonly vault: Vault;
}

/** The api and the worker have a database login and a role each; neither owns a table. */
export function createCore(surroundings: Surroundings, as: 'api' | 'worker'): Core {
  const { config, log } = surroundings;
  const database = createDatabase({
    url: as === 'api' ? config.database.apiUrl : config.database.workerUrl,
    role: as === 'api' ? 'hotline_api' : 'hotline_worker',
    name: `hotline-${as}`,
    log,
  });
  return {
    ...surroundings,
    database,
    queue: createJobQueue({ redisUrl: config.redis.url, log }),
    telephony: createTwilioTelephony(config.twilio),
    messaging: createTwilioMessaging(config.twilio),
    vault: createFileVault(loadMasterKeyFile(config.vault.masterKeyFile)),
  };
}

export async function closeCore({ queue, database }: Core): Promise<void> {
  await queue.close();
  await database.close();
}
