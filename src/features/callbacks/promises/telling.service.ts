import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { Interval } from '../../../kernel/interval.ts';
import type { Tx } from '../../../platform/db/database.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import { lastTwoPlace } from '../callbacks.places.ts';
import { insertPromise, readLastPromise, settlePromise, type ToldPromise } from './ledger.repository.ts';

export interface TellingDeps {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
}

/** A promise that takes the place of what a caller was told before. */
export interface NewPromise extends Interval {
  readonly callbackId: string;
  readonly caseId: string;
  readonly officeId: string;
  readonly toldBy: ToldPromise['toldBy'];
  readonly windowName: string;
  readonly timeZone: string;
}

/** Writes down that a caller is told another window than before, of the same number. */
export function createTelling({ vault, clock, ids, cases }: TellingDeps) {
  return {
    async tellAnew(tx: Tx, { caseId, ...promise }: NewPromise): Promise<void> {
      const { callbackId } = promise;
      const now = clock.now();
      const last = await readLastPromise(tx, callbackId);
      await settlePromise(tx, { callbackId, now, by: 're_promised' });
      const id = ids.uuid();
      const { key } = await cases.keyOf(tx, caseId);
      const lastTwo = last?.last_two_sealed
        ? vault.seal(key, lastTwoPlace(id), vault.open(key, lastTwoPlace(last.id), last.last_two_sealed))
        : null;
      await insertPromise(tx, { ...promise, id, lastTwo, now });
    },
  };
}

export type Telling = ReturnType<typeof createTelling>;
