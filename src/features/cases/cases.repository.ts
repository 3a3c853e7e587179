import { sql, type RawBuilder } from 'kysely';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { CaseStatus } from './cases.model.ts';

export interface CaseRow {
  id: string;
  number: string;
  key_id: string;
  master_key_id: string;
  wrapped: Buffer;
  pin_sealed: Buffer;
  details_sealed: Buffer;
  line_id: string;
  call_id: string;
  office_id: string;
  status: CaseStatus;
  caller_role: string | null;
  language: string;
  version: number;
  opened_at: Date;
  updated_at: Date;
}

/** What lists show: no sealed field is opened for it. */
export type CaseSummaryRow = Omit<
  CaseRow,
  'master_key_id' | 'wrapped' | 'pin_sealed' | 'details_sealed' | 'key_id'
>;

export interface SealedCase {
  readonly id: string;
  readonly callId: string;
  readonly lineId: string;
  readonly language: string;
  readonly callerRole: string | null;
  readonly details: Buffer;
  readonly now: Date;
}

export interface SealedOpening {
  readonly number: string;
  readonly pin: Buffer;
  readonly key: { readonly id: string; readonly masterKeyId: string; readonly wrapped: Buffer };
}

/** Statements that open a case, for `advanceCall`'s `also`: they happen with the call's move or not at all. */
export function openingStatements(row: SealedCase, opening: SealedOpening): RawBuilder<unknown>[] {
  const { key } = opening;
  return [
    sql`insert into data_keys (id, master_key_id, wrapped, created_at)
        select ${key.id}::uuid, ${key.masterKeyId}, ${key.wrapped}::bytea, ${row.now}::timestamptz from moved`,
    sql`insert into cases (id, number, key_id, pin_sealed, details_sealed, line_id, call_id, office_id, status,
                           caller_role, language, version, opened_at, updated_at)
        select ${row.id}::uuid, ${opening.number}, ${key.id}::uuid, ${opening.pin}::bytea, ${row.details}::bytea,
               lines.id, ${row.callId}::uuid, lines.default_office_id, 'incomplete',
               ${row.callerRole}, ${row.language}, 1, ${row.now}::timestamptz, ${row.now}::timestamptz
          from moved, lines where lines.id = ${row.lineId}`,
  ];
}

/** The statement that brings a case up to what the caller has told by now. */
export function followingStatements(row: SealedCase): RawBuilder<unknown>[] {
  return [
    sql`update cases set details_sealed = ${row.details}, caller_role = ${row.callerRole}, language = ${row.language},
               version = version + 1, updated_at = ${row.now}
          from moved where cases.id = ${row.id}`,
  ];
}

/** Runs such statements by themselves, in a transaction that holds the call's lock. */
export async function runStatements(tx: Tx, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  const parts = statements.map((statement, i) => sql`, ${sql.raw(`s${i}`)} as (${statement})`);
  await sql`with moved as (select 1)${sql.join(parts, sql``)} select 1`.execute(tx);
}

/** Places a case with an office and marks it as the office's to work on. */
export async function updatePlace(
  tx: Tx,
  change: { readonly caseId: string; readonly officeId: string; readonly now: Date },
): Promise<void> {
  await sql`update cases set office_id = ${change.officeId}, status = 'open', version = version + 1, updated_at = ${change.now}
             where id = ${change.caseId} and status <> 'closed'`.execute(tx);
}

export async function readCase(db: Queryable, caseId: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`
    select c.*, k.master_key_id, k.wrapped from cases c join data_keys k on k.id = c.key_id
     where c.id = ${caseId}`.execute(db);
  return rows[0];
}

/** Deletes a case that is incomplete, with its key. False, and nothing is done, when it is more than that. */
export async function deleteIncomplete(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ deleted: boolean }>`
    select delete_incomplete_case(${caseId}) as deleted`.execute(tx);
  return rows[0]?.deleted === true;
}

/** A page of the offices' cases, newest first, after the case that the last page ended with. */
export async function listCases(
  db: Queryable,
  page: {
    readonly officeIds: readonly string[];
    readonly after: { readonly openedAt: Date; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<CaseSummaryRow[]> {
  const after = page.after
    ? sql`and (opened_at, id) < (${page.after.openedAt}::timestamptz, ${page.after.id}::uuid)`
    : sql``;
  // The newest of each office are at the end of its part of the index; the page is the newest of those.
  const { rows } = await sql<CaseSummaryRow>`
    select newest.* from unnest(${page.officeIds}::text[]) as office (id) cross join lateral (
      select id, number, line_id, call_id, office_id, status, caller_role, language, version, opened_at, updated_at
        from cases where office_id = office.id ${after}
       order by opened_at desc, id desc limit ${page.limit}) as newest
     order by opened_at desc, id desc limit ${page.limit}`.execute(db);
  return rows;
}
