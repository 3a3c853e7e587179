import { Worker } from 'bullmq';
import { Pool } from 'pg';

/** The control's worker: when the job comes it rings the caller, and then notes that it did. */
interface RingBack {
  readonly sid: string;
  readonly number: string;
  readonly caller: string;
  readonly url: string;
}

const { DATABASE_URL, REDIS_URL, TWILIO_API_URL, ACCOUNT_SID, AUTH_TOKEN, LINE } = process.env;
const pool = new Pool({ connectionString: DATABASE_URL, max: 5, query_timeout: 5_000 });
pool.on('error', () => {});

async function ring({ caller, url }: RingBack): Promise<void> {
  const response = await fetch(`${TWILIO_API_URL}/2010-04-01/Accounts/${ACCOUNT_SID}/Calls.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}` },
    body: new URLSearchParams({ To: caller, From: LINE ?? '', Url: url }),
  });
  if (!response.ok) throw new Error(`not rung: ${response.status}`);
}

const worker = new Worker<RingBack>(
  'naive',
  async ({ data }) => {
    await ring(data);
    await pool.query('insert into naive_callbacks (sid, number) values ($1, $2)', [data.sid, data.number]);
  },
  {
    connection: { url: REDIS_URL ?? '', maxRetriesPerRequest: null },
    concurrency: 5,
    lockDuration: 15_000,
    stalledInterval: 10_000,
  },
);
worker.on('error', () => {});
await worker.waitUntilReady();
process.stdout.write('naive worker runs\n');
