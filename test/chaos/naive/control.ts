import { accountSid, authToken, line } from '../../support/hotline.ts';
import { testDatabase } from '../../support/stores.ts';
import { rowsFrom } from '../asking.ts';
import { connectNetwork } from '../network.ts';
import { points, pointFunction } from '../points.ts';
import { supervise } from '../processes.ts';
import { dueInSeconds, type Ground, type Subject } from '../subject.ts';
import type { PromiseRow } from '../verdict.ts';

const installed = `
  create table naive_callbacks (sid text not null, number text not null);
  ${pointFunction};
  create trigger chaos_point_job before insert on naive_callbacks
    for each row execute function chaos_pass('${points.job}')`;

const promises = `
  select sid, number, true as ready, false as early, true as claimed, 1 as calls
    from naive_callbacks group by sid, number`;

/**
 * The same promise made the usual way: a delayed job added in the webhook, no row before the sentence, no claim, no
 * reconciler. It lives through the same faults and must fail, or they prove nothing.
 */
export async function startControl({ redis, throughNetwork, folder, seed }: Ground): Promise<Subject> {
  const database = await testDatabase();
  await rowsFrom(database.url, installed);
  const connected = await connectNetwork(seed);
  const { network, webhooks, provider, disorder, webPort } = connected;
  const env = {
    PORT: String(webPort),
    PUBLIC_URL: webhooks.url,
    DATABASE_URL: throughNetwork(database.url),
    REDIS_URL: redis.url,
    TWILIO_API_URL: provider.url,
    ACCOUNT_SID: accountSid,
    AUTH_TOKEN: authToken,
    LINE: line,
    DUE_SECONDS: String(dueInSeconds),
  };
  const process = (role: string) =>
    supervise({
      name: `naive-${role}`,
      file: `test/chaos/naive/${role}.ts`,
      env,
      ready: `naive ${role} runs`,
      folder,
    });
  const web = process('web');
  const worker = process('worker');
  await Promise.all([web.start(), worker.start()]);
  return {
    name: 'naive control',
    web,
    worker,
    network,
    webhooks,
    provider,
    disorder,
    databaseUrl: database.url,
    callers: [],
    promises: () => rowsFrom<PromiseRow>(database.url, promises),
    doubleRings: async () => 0,
    doubleClaims: () => 0,
    work: () => async () => {},
    async stop() {
      await Promise.all([web.stop(), worker.stop()]);
      await connected.close();
    },
  };
}
