import { Worker } from 'bullmq';
import { Client } from 'pg';

/** The control's worker: a job is the promise, and its row is made when the job comes. */
const client = new Client({ connectionString: process.env['NAIVE_PG_URL'] });
await client.connect();
const worker = new Worker<{ number: string }>(
  'naive',
  async ({ data }) => void (await client.query('insert into naive_callbacks values ($1)', [data.number])),
  { connection: { url: process.env['NAIVE_REDIS_URL'] ?? '' } },
);
worker.on('error', (error) => process.stderr.write(`naive worker: ${error.message}\n`));
await worker.waitUntilReady();
process.stdout.write('naive worker runs\n');
