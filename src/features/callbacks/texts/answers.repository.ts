import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/database.ts';
import type { CallbackState } from '../callbacks.model.ts';

export interface AnsweredCallback {
  readonly id: string;
  readonly case_id: string;
  readonly office_id: string;
  readonly state: CallbackState;
  readonly epoch: number;
}

/**
 * The open callback whose caller asked to be written to at this number and from this number of ours, held until the
 * transaction ends. Of several the one in conversation, else the one that was promised last.
 */
export async function lockAnswered(
  tx: Tx,
  text: { readonly numberIndex: Buffer; readonly to: string },
): Promise<AnsweredCallback | undefined> {
  const { rows } = await sql<AnsweredCallback>`
    select b.id, b.case_id, b.office_id, b.state, b.epoch
      from callbacks b join cases c on c.id = b.case_id join lines l on l.id = c.line_id
     where b.number_index = ${text.numberIndex} and b.state <> 'closed' and b.contact = 'text' and b.way = 'ring'
       and l.callback_number = ${text.to}
     order by b.state = 'dialing' desc, b.promised_at desc, b.id limit 1
       for update of b`.execute(tx);
  return rows[0];
}

/** Writes down a text that came in. False when it is known: the provider may tell it twice. */
export async function insertAnswer(
  tx: Tx,
  row: {
    readonly id: string;
    readonly callbackId: string;
    readonly providerSid: string;
    readonly body: Buffer;
    readonly now: Date;
  },
): Promise<boolean> {
  const { rows } = await sql`
    insert into callback_texts (id, callback_id, direction, provider_sid, body_sealed, at, status)
    values (${row.id}, ${row.callbackId}, 'in', ${row.providerSid}, ${row.body}, ${row.now}, 'received')
    on conflict (provider_sid) do nothing
    returning id`.execute(tx);
  return rows.length === 1;
}
