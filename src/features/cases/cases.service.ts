import type { Clock, Ids } from '../../kernel/ports.ts';
import { caseNumberRandomDigits, makeCaseNumber } from '../../kernel/case-number.ts';
import { appError } from '../../kernel/errors.ts';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { Principal } from '../../platform/http/access.port.ts';
import type { CallsService, Disposition } from '../calls/index.ts';
import type { DataKey, Vault } from '../../platform/vault/vault.port.ts';
import {
  callerRole,
  maskDetails,
  type CaseDetails,
  type CaseReference,
  type CaseWrite,
} from './cases.model.ts';
import { detailsPlace, pinPlace } from './cases.places.ts';
import * as repository from './cases.repository.ts';
import { listOpeningCalls, readOpening } from './openings/openings.repository.ts';

export interface CasesDeps {
  readonly db: Queryable;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly calls: Pick<CallsService, 'recordingsOf' | 'forget'>;
}

/** Cases: what callers told the office. They open with the first substantial answer and follow the call. */
export function createCasesService({ db, vault, clock, ids, calls }: CasesDeps) {
  const statements = (write: CaseWrite) => {
    const row: repository.SealedCase = {
      ...write,
      callerRole: callerRole(write.details),
      details: vault.seal(write.key, detailsPlace(write.id), JSON.stringify(write.details)),
      now: clock.now(),
    };
    if (write.opening === null) return repository.followingStatements(row);
    const { number, pin } = write.opening;
    return repository.openingStatements(row, {
      number,
      pin: vault.seal(write.key, pinPlace(write.id), pin),
      key: write.key,
    });
  };

  const keyOf = (row: repository.CaseRow): DataKey => ({
    id: row.key_id,
    masterKeyId: row.master_key_id,
    wrapped: row.wrapped,
  });

  const mustRead = async (on: Queryable, caseId: string) => {
    const row = await repository.readCase(on, caseId);
    if (row === undefined) throw appError('http.not_found', { fields: { caseId } });
    return row;
  };

  return {
    /** A case for what a call has told so far: with a number, a PIN and a key of its own when it is new. */
    write(
      call: { readonly id: string; readonly lineId: string; readonly language: string },
      existing: { readonly id: string; readonly key: DataKey } | null,
      details: CaseDetails,
    ): CaseWrite {
      const from = { callId: call.id, lineId: call.lineId, language: call.language, details };
      if (existing !== null) return { ...from, ...existing, opening: null };
      return {
        ...from,
        id: ids.uuid(),
        key: vault.newKey(),
        opening: {
          number: makeCaseNumber(ids.digits(caseNumberRandomDigits), clock.now().getUTCFullYear()),
          pin: ids.digits(4),
        },
      };
    },

    /** The statements of a write, to be run with a call's turn: see `advanceCall`. */
    statements,

    /** The same write by itself, in a transaction that holds the call's lock. */
    save: (tx: Tx, write: CaseWrite): Promise<void> => repository.runStatements(tx, statements(write)),

    /** Gives a case to an office and marks it open. */
    place: (tx: Tx, caseId: string, officeId: string): Promise<void> =>
      repository.updatePlace(tx, { caseId, officeId, now: clock.now() }),

    /**
     * Counts a call and forgets what it has told so far, its incomplete case included. `stands`, and nothing is erased,
     * where the case is kept or promised, or the call has opened another: the caller did want something.
     */
    async forget(
      tx: Tx,
      call: { readonly id: string; readonly caseId: string | null },
      disposition: Disposition,
    ): Promise<'forgotten' | 'stands'> {
      if ((await readOpening(tx, call.id)) !== undefined) return 'stands';
      if (call.caseId !== null && !(await repository.deleteIncomplete(tx, call.caseId))) return 'stands';
      await calls.forget(tx, call.id, disposition);
      return 'forgotten';
    },

    /** Number and PIN, to be spoken to the caller. @throws AppError `http.not_found` */
    async reference(on: Queryable, caseId: string): Promise<CaseReference> {
      const row = await mustRead(on, caseId);
      return { number: row.number, pin: vault.open(keyOf(row), pinPlace(caseId), row.pin_sealed) };
    },

    /** The key that seals what belongs to a case, and who it belongs to. @throws AppError `http.not_found` */
    async keyOf(on: Queryable, caseId: string): Promise<{ key: DataKey; language: string }> {
      const row = await mustRead(on, caseId);
      return { key: keyOf(row), language: row.language };
    },

    /** One page of the cases of the person's offices, newest first. */
    list: (who: Principal, after: { openedAt: Date; id: string } | null, limit: number) =>
      repository.listCases(db, { officeIds: who.officeIds, after, limit }),

    /**
     * One case with what the caller told, phone numbers masked, and what was recorded for it on any call.
     * @throws AppError `http.not_found` also when it belongs to an office that the person does not work for.
     */
    async read(who: Principal, caseId: string) {
      const row = await mustRead(db, caseId);
      if (!who.officeIds.includes(row.office_id)) throw appError('http.not_found', { fields: { caseId } });
      const details = JSON.parse(
        vault.open(keyOf(row), detailsPlace(caseId), row.details_sealed),
      ) as CaseDetails;
      const recordings = await calls.recordingsOf([row.call_id, ...(await listOpeningCalls(db, caseId))]);
      return { ...row, details: maskDetails(details), recordings };
    },
  };
}

export type CasesService = ReturnType<typeof createCasesService>;
