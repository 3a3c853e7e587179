import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Db } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import { readLedger, type OfficeLedger } from './ledger.repository.ts';

/** What callers were told, and how much of it came true. */
export function createLedgerService({ db }: { readonly db: Db }) {
  return {
    /** The ledger of each of the person's offices for what was to be kept from one day up to another. */
    read: (
      who: Principal,
      quarter: { readonly from: LocalDate; readonly to: LocalDate },
    ): Promise<OfficeLedger[]> => readLedger(db, { officeIds: who.officeIds, ...quarter }),
  };
}

export type LedgerService = ReturnType<typeof createLedgerService>;
