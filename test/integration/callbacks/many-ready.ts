import { rowsOf } from '../../support/rows.ts';

/**
 * Copies the one callback of a database so often, each with a case of its own, all ready in one office: due within the
 * last hours (so that some are overdue), one in ten in Spanish, one in twenty with an interpreter, one in eight about
 * custody, one in fifty an appointment.
 */
export async function seedReady(url: string, count: number, now: Date): Promise<void> {
  const at = now.toISOString();
  await rowsOf(
    url,
    `with made as (
       select i, gen_random_uuid() as case_id, (i * 7919) % ${count} as age from generate_series(1, ${count}) as i
     ), cased as (
       insert into cases (id, number, key_id, pin_sealed, details_sealed, line_id, call_id, office_id, status, language,
                          version, opened_at, updated_at)
       select made.case_id, 'HL-26-' || made.i, key_id, pin_sealed, details_sealed, line_id, call_id, office_id, 'open',
              language, 1, opened_at, updated_at
         from made, (select * from cases limit 1) as model
     )
     insert into callbacks (id, case_id, call_id, office_id, state, key_id, number_sealed, number_index, voicemail, language,
                            about, interpreter, way, window_name, time_zone, window_starts_at, window_ends_at, promised_at,
                            ready_at, epoch, version)
     select gen_random_uuid(), made.case_id, call_id, office_id, 'ready', key_id, number_sealed, number_index, voicemail,
            case when i % 10 = 0 then 'es-US' else 'en-US' end,
            case when i % 8 = 0 then 'custody' end,
            case when i % 20 = 1 then 'vietnamese' end,
            case when i % 50 = 7 then 'call_in' else 'ring' end,
            'any', 'pacific',
            '${at}'::timestamptz - make_interval(mins => age % 300),
            '${at}'::timestamptz - make_interval(mins => age % 300) + interval '4 hours',
            '${at}'::timestamptz - make_interval(hours => 24 + age % 100), '${at}', 0, 1
       from made, (select * from callbacks limit 1) as model`,
  );
  await rowsOf(
    url,
    "update callbacks set state = 'closed', closed_reason = 'cancelled' where state <> 'ready'",
  );
  await rowsOf(url, 'analyze callbacks');
}

/** Makes officers of that office: every sixth speaks Spanish too, every tenth is trained in custody. Answers their ids. */
export async function seedOfficers(url: string, count: number, now: Date): Promise<string[]> {
  const at = now.toISOString();
  const officers = await rowsOf<{ id: string }>(
    url,
    `insert into staff (id, email, display_name, roles, office_ids, password_hash, created_at)
     select gen_random_uuid(), 'officer' || i || '@example.org', 'Officer ' || i, '{officer}',
            array[(select office_id from callbacks limit 1)], 'none', '${at}'
       from generate_series(1, ${count}) as i returning id`,
  );
  const ids = officers.map(({ id }) => id);
  const every = (step: number) =>
    `array[${ids
      .filter((_, i) => i % step === 0)
      .map((id) => `'${id}'::uuid`)
      .join()}]`;
  await rowsOf(
    url,
    `insert into staff_languages (staff_id, language, set_at)
     select id, language, '${at}' from unnest(${every(6)}) as id, unnest('{en-US,es-US}'::text[]) as language`,
  );
  await rowsOf(
    url,
    `insert into staff_skills (staff_id, skill, set_at) select id, 'custody', '${at}' from unnest(${every(10)}) as id`,
  );
  return ids;
}
