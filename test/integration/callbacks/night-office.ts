import { randomUUID } from 'node:crypto';
import { createFileVault } from '../../../src/platform/vault/file-vault.ts';
import { loadMasterKeyFile } from '../../../src/platform/vault/master-key-file.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn } from '../../support/staff-client.ts';
import type { PlannedCallback } from './night-plan.ts';

export interface NightOfficer {
  readonly id: string;
  readonly phone: string;
  readonly client: Awaited<ReturnType<typeof signedIn>>;
}

export interface NightOffice {
  readonly hotline: Hotline;
  readonly officers: readonly NightOfficer[];
  /** Ids of the callbacks, by their place in the plan. */
  readonly callbackIds: readonly string[];
}

/** An office whose callbacks are all ready, and its officers with a telephone each, on a network where time flies. */
export async function startNight(night: readonly PlannedCallback[], count: number): Promise<NightOffice> {
  const hotline = await startHotline({ speed: 200 });
  await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
  const callbackIds = await seedCallbacks(hotline, night);
  return { hotline, callbackIds, officers: await seedOfficers(hotline, count) };
}

/** Copies the one callback of the model call for each of the plan, with a case and a sealed number of its own. */
async function seedCallbacks(hotline: Hotline, night: readonly PlannedCallback[]): Promise<string[]> {
  const { database, config, clock } = hotline;
  const vault = createFileVault(loadMasterKeyFile(config.vault.masterKeyFile));
  const [key] = await rowsOf<{ id: string; masterKeyId: string; wrapped: Buffer }>(
    database.url,
    `select k.id, k.master_key_id as "masterKeyId", k.wrapped from callbacks b join data_keys k on k.id = b.key_id`,
  );
  if (key === undefined) throw new Error('the model call was promised no callback');
  const planned = night.map(({ number, voicemail }, at) => {
    const id = randomUUID();
    return {
      id,
      case_id: randomUUID(),
      case_number: `HL-26-${String(100_000 + at)}-0`,
      number: vault.seal(key, { table: 'callbacks', column: 'number_sealed', id }, number).toString('hex'),
      number_index: vault.blindIndex('phone', number).toString('hex'),
      voicemail,
    };
  });
  const at = clock.now().toISOString();
  await rowsOf(
    database.url,
    `with made as (
       select * from json_to_recordset('${JSON.stringify(planned)}')
         as m (id uuid, case_id uuid, case_number text, number text, number_index text, voicemail text)
     ), cased as (
       insert into cases (id, number, key_id, pin_sealed, details_sealed, line_id, call_id, office_id, status, language,
                          version, opened_at, updated_at)
       select made.case_id, made.case_number, key_id, pin_sealed, details_sealed, line_id, call_id, office_id, 'open',
              language, 1, opened_at, updated_at
         from made, (select * from cases limit 1) as model
     )
     insert into callbacks (id, case_id, call_id, office_id, state, key_id, number_sealed, number_index, voicemail,
                            language, window_name, time_zone, window_starts_at, window_ends_at, promised_at, ready_at,
                            epoch, version)
     select made.id, made.case_id, call_id, office_id, 'ready', key_id, decode(made.number, 'hex'),
            decode(made.number_index, 'hex'), made.voicemail, language, 'any', time_zone,
            '${at}'::timestamptz - interval '1 hour', '${at}'::timestamptz + interval '4 hours',
            '${at}'::timestamptz - interval '1 day', '${at}', 0, 1
       from made, (select * from callbacks limit 1) as model`,
  );
  await rowsOf(
    database.url,
    `update callbacks set state = 'closed', closed_reason = 'cancelled' where state <> 'ready'`,
  );
  return planned.map(({ id }) => id);
}

/** Officers of that office, with the demo officer's password. */
async function seedOfficers(hotline: Hotline, count: number): Promise<NightOfficer[]> {
  const { database } = hotline;
  const at = hotline.clock.now().toISOString();
  const made = await rowsOf<{ id: string; email: string }>(
    database.url,
    `insert into staff (id, email, display_name, roles, office_ids, password_hash, created_at)
     select gen_random_uuid(), 'night' || i || '@example.org', 'Night ' || i, '{officer}', office_ids, password_hash,
            '${at}'
       from generate_series(1, ${count}) as i, (select * from staff where email = 'officer@example.org') as model
     returning id, email`,
  );
  const phoneOf = (index: number): string => `+1202557${String(index).padStart(4, '0')}`;
  const phones = made.map(({ id }, index) => `('${id}', '${phoneOf(index)}', '${at}')`);
  await rowsOf(database.url, `insert into staff_phones (staff_id, phone, set_at) values ${phones.join()}`);
  const officers: NightOfficer[] = [];
  for (const [index, { id, email }] of made.entries())
    officers.push({ id, phone: phoneOf(index), client: await signedIn(hotline, email) });
  return officers;
}
