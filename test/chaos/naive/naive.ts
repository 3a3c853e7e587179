import { once } from 'node:events';
import { createServer } from 'node:http';
import { Queue } from 'bullmq';
import { Client } from 'pg';
import { createEmulator } from '../../../src/emulator/index.ts';
import { accountSid, authToken, caller, line } from '../../support/hotline.ts';
import { memoryLog } from '../../support/log.ts';
import { testDatabase, testRedis } from '../../support/stores.ts';
import { unusedPort } from '../../support/unused-port.ts';
import { startChild } from '../child.ts';
import { dueInSeconds, heardNumber, type Subject } from '../subject.ts';
import { judge } from '../verdict.ts';

/** The same promise made the usual way: a delayed job added in the webhook, no row before the sentence, no sweep. */
export async function startNaive(): Promise<Subject> {
  const database = await testDatabase();
  const redis = await testRedis();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('create table naive_callbacks (number text not null)');
  const queue = new Queue<{ number: string }>('naive', { connection: { url: redis.url } });
  let attempted = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url !== '/voice') {
      response.end();
      return;
    }
    const number = String(attempted);
    void queue.add('ready', { number }, { delay: dueInSeconds * 1000 });
    response.setHeader('content-type', 'text/xml');
    response.end(`<Response><Say>Your case number is ${number}</Say><Hangup/></Response>`);
  });
  const port = await unusedPort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const emulator = createEmulator({
    accountSid,
    authToken,
    log: memoryLog(),
    numbers: [{ number: line, voiceUrl: `http://127.0.0.1:${port}/voice` }],
  });
  const env = { NAIVE_PG_URL: database.url, NAIVE_REDIS_URL: redis.url };
  const worker = () => startChild('test/chaos/naive/worker.ts', env, 'naive worker runs');
  let running = await worker();
  const heard: string[] = [];
  return {
    name: 'naive control',
    async call() {
      attempted += 1;
      const report = await emulator.placeCall({ from: caller, to: line, script: [] }).done;
      const number = heardNumber(report.heard);
      if (number !== undefined) heard.push(number);
    },
    killWorker: () => running.kill(),
    async startWorker() {
      running = await worker();
    },
    async verdict() {
      const { rows } = await client.query<{ number: string }>('select number from naive_callbacks');
      return judge({ attempted, heard, rows: rows.map((row) => ({ ...row, ready: true })) });
    },
    async stop() {
      await running.kill();
      await emulator.close();
      server.close();
      await queue.close();
      await client.end();
      await database.drop();
    },
  };
}
