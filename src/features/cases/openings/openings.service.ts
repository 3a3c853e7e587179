import { timingSafeEqual } from 'node:crypto';
import { parseCaseNumber } from '../../../kernel/case-number.ts';
import type { Clock } from '../../../kernel/ports.ts';
import type { Queryable, Tx } from '../../../platform/db/database.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import { pinPlace } from '../cases.places.ts';
import { decideOpening, type OpeningExit } from './openings.model.ts';
import * as repository from './openings.repository.ts';

export interface OpeningsDeps {
  readonly vault: Vault;
  readonly clock: Clock;
}

/** Calls that have shown a case's number and PIN: only they are told of it, and may change anything. */
export function createOpeningsService({ vault, clock }: OpeningsDeps) {
  // Compared with where no case has the number, so that an unknown number takes as long as a wrong PIN.
  const decoyKey = vault.newKey();
  const decoy = vault.seal(decoyKey, pinPlace('decoy'), 'none');

  const pinOf = (row: repository.LockedCase | undefined): string => {
    if (row === undefined) return vault.open(decoyKey, pinPlace('decoy'), decoy);
    const key = { id: row.key_id, masterKeyId: row.master_key_id, wrapped: row.wrapped };
    return vault.open(key, pinPlace(row.id), row.pin_sealed);
  };

  return {
    /**
     * Tries to open a case for a call, as often as a call and a case allow. One call opens one case.
     * @param entry the nine digits of the case number, as keyed in
     */
    async open(tx: Tx, callId: string, entry: string, pin: string): Promise<OpeningExit> {
      const opened = await repository.readOpening(tx, callId);
      if (opened !== undefined) return 'opened';
      const now = clock.now();
      const row = await repository.lockCase(tx, parseCaseNumber(entry) ?? '');
      const decision = decideOpening({
        matches: isSame(pinOf(row), pin) && row !== undefined,
        before: { failures: row?.failures ?? 0, lockedUntil: row?.locked_until ?? null },
        tries: await repository.countTry(tx, callId),
        now,
      });
      if (decision.failures !== null)
        await repository.writeFailures(tx, { caseId: row?.id ?? null, ...decision.failures });
      if (decision.exit === 'opened' && row !== undefined)
        await repository.insertOpening(tx, { callId, caseId: row.id, now });
      return decision.exit;
    },

    /**
     * Notes that the call has recorded something for the case that it has opened: the case is new to who reads it.
     * Its recordings are the case's from then on as before. False where it has opened none.
     */
    async addMessage(tx: Tx, callId: string): Promise<boolean> {
      const opened = await repository.readOpening(tx, callId);
      if (opened === undefined) return false;
      const { case_id: caseId } = opened;
      const now = clock.now();
      await repository.touchCase(tx, { caseId, now });
      const added = { topic: 'cases.message-added', key: caseId, payload: { caseId, callId } };
      await insertOutbox(tx, [added], now);
      return true;
    },

    /** The case that a call has opened; null where it has opened none. */
    caseOf: async (on: Queryable, callId: string): Promise<string | null> =>
      (await repository.readOpening(on, callId))?.case_id ?? null,
  };
}

export type OpeningsService = ReturnType<typeof createOpeningsService>;

/** In a time that does not tell how many digits were right. */
function isSame(pin: string, given: string): boolean {
  const [a, b] = [Buffer.from(pin), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
