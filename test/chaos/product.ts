import { Client } from 'pg';
import { details } from '../support/details.ts';
import { startHotline } from '../support/hotline.ts';
import { startChild } from './child.ts';
import { dueInSeconds, heardNumber, type Subject } from './subject.ts';
import { judge } from './verdict.ts';

/** Promises are for business days; the run cannot wait for one, so its own database brings each forward. */
const dueSoon = `
  create function chaos_due_soon() returns trigger language plpgsql as
    $$ begin new.window_starts_at := now() + interval '${dueInSeconds} seconds'; return new; end $$;
  create trigger chaos_due_soon before insert on callbacks for each row execute function chaos_due_soon()`;

const promises = `
  select regexp_replace(cases.number, '\\D', '', 'g') as number, callbacks.state <> 'waiting' as ready
    from callbacks join cases on cases.id = callbacks.case_id where callbacks.state <> 'closed'`;

/** The product: its api in this process, on the machine's clock's day; its worker a process that is killed. */
export async function startProduct(): Promise<Subject> {
  const hotline = await startHotline({ worker: false, at: new Date().toISOString() });
  const { config, database, redis } = hotline;
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(dueSoon);
  const worker = () =>
    startChild(
      'src/main.ts',
      {
        ROLE: 'worker',
        PUBLIC_URL: config.http.publicUrl,
        DATABASE_URL: database.url,
        WORKER_DATABASE_URL: database.workerUrl,
        REDIS_URL: redis.url,
        TWILIO_ACCOUNT_SID: config.twilio.accountSid,
        TWILIO_AUTH_TOKEN: config.twilio.authToken,
        MASTER_KEY_FILE: config.vault.masterKeyFile,
      },
      'worker runs',
    );
  let running = await worker();
  let attempted = 0;
  const heard: string[] = [];
  return {
    name: 'Hotline',
    async call() {
      attempted += 1;
      const number = heardNumber((await hotline.call([...details()])).heard);
      if (number !== undefined) heard.push(number);
    },
    killWorker: () => running.kill(),
    async startWorker() {
      running = await worker();
    },
    async verdict() {
      const { rows } = await client.query<{ number: string; ready: boolean }>(promises);
      return judge({ attempted, heard, rows });
    },
    async stop() {
      await running.kill();
      await client.end();
      await hotline.stop();
    },
  };
}
