import type { Core } from '../../src/app/core.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createDatabase } from '../../src/platform/db/database.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';
import { createTwilioMessaging } from '../../src/platform/messaging/twilio-messaging.ts';
import { createTwilioTelephony } from '../../src/platform/telephony/twilio-client.ts';
import { createFileVault } from '../../src/platform/vault/file-vault.ts';
import { fakeClock } from '../support/clock.ts';
import { seededIds } from '../support/ids.ts';
import { memoryLog } from '../support/log.ts';

/** What features need to be put together, and nothing that connects; no flows, since those are stored at once. */
export function coreWithoutStores(): Core {
  const log = memoryLog();
  const config = loadConfig({
    PUBLIC_URL: 'https://hotline.example.org',
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    REDIS_URL: 'redis://127.0.0.1:1',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'none',
    MASTER_KEY_FILE: 'none',
  });
  const nothing = async () => {};
  return {
    config,
    log,
    clock: fakeClock('2026-03-03T15:00:00Z'),
    ids: seededIds(1),
    metrics: createMetrics(),
    flowFolders: {},
    database: createDatabase({ url: config.database.url, log }),
    queue: { enqueue: nothing, ping: nothing, close: nothing },
    telephony: createTwilioTelephony(config.twilio),
    messaging: createTwilioMessaging(config.twilio),
    vault: createFileVault({ masterKey: { id: 'mk-1', key: Buffer.alloc(32) } }),
  };
}
