import { join } from 'node:path';
import { seedDemo } from '../../src/cli/demo-data.ts';
import { createMasterKeyFile } from '../../src/platform/vault/master-key-file.ts';
import { accountSid, authToken, password } from '../support/hotline.ts';
import { testDatabase } from '../support/stores.ts';
import { connectNetwork } from './network.ts';
import { atTheDesk, seedOfficers, startOfficers } from './officers.ts';
import { supervise } from './processes.ts';
import type { Ground, Subject } from './subject.ts';
import { callsToOfficers, installWitness, promisesIn } from './witness.ts';

/** The product as it is run in production: its api and its worker, a process each. */
export async function startProduct({ redis, throughNetwork, folder, seed }: Ground): Promise<Subject> {
  const database = await testDatabase();
  await seedDemo(database.url, password);
  const people = await seedOfficers(database.url);
  await installWitness(database.url);
  const connected = await connectNetwork(seed);
  const { network, webhooks, provider, disorder, webPort } = connected;
  for (const { phone } of people) network.callees.set(phone, atTheDesk);
  const masterKeyFile = join(folder, 'master-key.json');
  createMasterKeyFile(masterKeyFile);
  const env = {
    PORT: String(webPort),
    PUBLIC_URL: webhooks.url,
    DATABASE_URL: throughNetwork(database.url),
    API_DATABASE_URL: throughNetwork(database.apiUrl),
    WORKER_DATABASE_URL: throughNetwork(database.workerUrl),
    REDIS_URL: redis.url,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: provider.url,
    MASTER_KEY_FILE: masterKeyFile,
  };
  const process = (role: string, ready: string) =>
    supervise({ name: role, file: 'src/main.ts', env: { ...env, ROLE: role }, ready, folder });
  const web = process('api', 'api listens');
  const worker = process('worker', 'worker runs');
  await Promise.all([web.start(), worker.start()]);
  const officers = startOfficers(`http://127.0.0.1:${webPort}`, people);
  return {
    name: 'Hotline',
    web,
    worker,
    network,
    webhooks,
    provider,
    disorder,
    databaseUrl: database.url,
    callers: [],
    promises: () => promisesIn(database.url),
    async doubleRings() {
      const rung = people.reduce((sum, { phone }) => sum + (network.rings.get(phone) ?? 0), 0);
      return Math.max(0, rung - (await callsToOfficers(database.url)));
    },
    doubleClaims: officers.doubleClaims,
    work: officers.work,
    async stop() {
      await Promise.all([web.stop(), worker.stop()]);
      await connected.close();
    },
  };
}
