import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFlows } from '../../../src/app/flow-files.ts';
import { createTwilioTelephony } from '../../../src/platform/telephony/twilio-client.ts';
import { createFileVault } from '../../../src/platform/vault/file-vault.ts';
import { loadMasterKeyFile } from '../../../src/platform/vault/master-key-file.ts';
import { legNumberPlace } from '../../../src/features/callbacks/callbacks.places.ts';
import { caller, neutralNumber, startHotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

export const officerPhone = '+12025550111';
export { caller };

/** An office whose worker starts and dies when a test says so. */
export async function startOfficeWithoutWorker() {
  const flowFolders = await readFlows('test/support/flows');
  const hotline = await startHotline({ worker: false, flowFolders });
  const { database, config, clock, emulator } = hotline;
  const telephony = createTwilioTelephony(config.twilio);
  const vault = createFileVault(loadMasterKeyFile(config.vault.masterKeyFile));
  const inDatabase = <T extends object>(statement: string) => rowsOf<T>(database.url, statement);
  const now = () => clock.now().toISOString();

  return {
    hotline,
    clock,
    emulator,
    inDatabase,

    /** One life of a worker: starts, does what there is to do, ends. What waits for its gate waits for a later sweep. */
    async work({ provider = config.twilio.apiUrl, sweepLater = false } = {}): Promise<void> {
      const twilio = { ...config.twilio, ...(provider !== undefined && { apiUrl: provider }) };
      const worker = await hotline.startWorker({ config: { ...config, twilio } });
      try {
        await worker.settle();
        if (sweepLater) {
          clock.advance(15_000);
          await worker.settle();
        }
      } finally {
        await worker.close();
      }
    },

    /** A caller's callback that an officer has had dialled, and no worker has seen. */
    async dialled(): Promise<{ callback: ListedCallback; attemptId: string }> {
      await inDatabase(`
        update callbacks set state = 'closed', closed_reason = 'cancelled', claimed_by = null, claim_expires_at = null
         where state <> 'closed'`);
      await hotline.call([
        { press: '4' },
        { press: '1' },
        { press: '1' },
        { press: '4711' },
        { hears: 'will call you on', hangUp: true },
      ]);
      const [due] = await inDatabase<{ at: Date }>(
        "select window_starts_at as at from callbacks where state = 'waiting'",
      );
      clock.set(due?.at.toISOString() ?? '');
      await inDatabase(
        `update callbacks set state = 'ready', ready_at = '${now()}', interpreter = null where state = 'waiting'`,
      );
      const officer = await signedIn(hotline);
      const { body } = await officer.get<Page<ListedCallback>>('/api/callbacks?view=unclaimed');
      const path = `/api/callbacks/${body.items[0]?.id}`;
      const callback = (await officer.post<ListedCallback>(`${path}/claim`, {})).body;
      return { callback, attemptId: await this.dial(callback) };
    },

    async dial({ id, epoch }: ListedCallback): Promise<string> {
      const officer = await signedIn(hotline);
      const dialled = await officer.post<{ id: string }>(
        `/api/callbacks/${id}/dial`,
        { epoch },
        randomUUID(),
      );
      return dialled.body.id;
    },

    /** As a worker leaves it that dies between asking the provider and its answer. */
    asked: (attemptId: string) =>
      inDatabase(`update attempt_legs set asked_at = '${now()}' where attempt_id = '${attemptId}'`),

    /** The officer has come in, and a worker has asked for the caller's telephone and died. */
    async askedForCaller(attemptId: string): Promise<void> {
      await inDatabase(`
        update attempt_legs set asked_at = '${now()}', answered_at = '${now()}', accepted_at = '${now()}',
               status = 'in-progress', provider_sid = 'CA' || replace(id::text, '-', '') where attempt_id = '${attemptId}'`);
      const [row] = await inDatabase<{ id: string; master_key_id: string; wrapped: Buffer }>(`
        select k.id, k.master_key_id, k.wrapped
          from callback_attempts a join callbacks b on b.id = a.callback_id join data_keys k on k.id = b.key_id
         where a.id = '${attemptId}'`);
      if (row === undefined) throw new Error('no such attempt');
      const legId = randomUUID();
      const key = { id: row.id, masterKeyId: row.master_key_id, wrapped: row.wrapped };
      const sealed = vault.seal(key, legNumberPlace(legId), caller).toString('hex');
      await inDatabase(`
        insert into attempt_legs (id, attempt_id, party, from_number, to_sealed, created_at, asked_at)
        values ('${legId}', '${attemptId}', 'caller', '${neutralNumber}', '\\x${sealed}', '${now()}', '${now()}')`);
    },

    /** A call that the provider placed, and whose webhooks reach nobody. */
    async placedUnheard(to: string): Promise<string> {
      const nowhere = `${config.http.publicUrl}/twilio/nowhere`;
      const started = await telephony.startCall({
        to,
        from: neutralNumber,
        answerUrl: nowhere,
        statusUrl: nowhere,
        ringSeconds: 20,
        longestSeconds: 600,
      });
      await emulator.idle();
      if (started.kind !== 'started') throw new Error(started.kind);
      return started.callSid;
    },

    legs: (attemptId: string) =>
      inDatabase<{ party: string; status: string; provider_sid: string | null; ended: boolean }>(`
        select party, status, provider_sid, ended_at is not null as ended from attempt_legs
         where attempt_id = '${attemptId}' order by created_at, party desc`),
    stands: async (attemptId: string) => {
      const [row] = await inDatabase<{ outcome: string | null; state: string; escalated_to: string | null }>(`
        select a.outcome, b.state, b.escalated_to from callback_attempts a join callbacks b on b.id = a.callback_id
         where a.id = '${attemptId}'`);
      return row;
    },
    workItems: () =>
      inDatabase<{ kind: string; office_id: string; attempt_id: string | null; facts: object }>(
        'select kind, office_id, attempt_id, facts from work_items where done_at is null order by created_at, id',
      ),
    rings: (number: string): number => emulator.rings.get(number) ?? 0,
    stop: (): Promise<void> => hotline.stop(),
  };
}

export type OfficeWithoutWorker = Awaited<ReturnType<typeof startOfficeWithoutWorker>>;

/** A provider that answers every request with this status, and counts them. */
export async function startUnwillingProvider(status: number, code: number) {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code, status, message: 'Not now', more_info: '' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}
