import type { Db } from '../../../platform/db/database.ts';
import type { CallList, Telephony } from '../../../platform/telephony/telephony.port.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import { legNumberPlace } from '../callbacks.places.ts';
import { clockSkewMs, type LostLeg } from './reconcile.model.ts';
import * as repository from './reconcile.repository.ts';

export interface LostLegsDeps {
  readonly db: Db;
  readonly vault: Pick<Vault, 'open'>;
  readonly telephony: Pick<Telephony, 'listCalls'>;
}

/** A lost leg with its numbers, which stay in memory (law 5). */
export interface SoughtLeg extends LostLeg {
  readonly from: string;
  readonly to: string;
}

/** After a crash there are as many as phones that were being asked for; more than this is another trouble. */
const mostSought = 500;

/** Legs that were asked for before a crash, and how to look for their calls at the provider. */
export function createLostLegs({ db, vault, telephony }: LostLegsDeps) {
  return {
    async read(): Promise<SoughtLeg[]> {
      const rows = await repository.listAskedLegs(db, mostSought);
      return rows.map((row) => {
        const key = { id: row.key_id, masterKeyId: row.master_key_id, wrapped: row.wrapped };
        return {
          legId: row.id,
          askedAt: row.asked_at,
          from: row.from_number,
          to: vault.open(key, legNumberPlace(row.id), row.to_sealed),
        };
      });
    },

    /** The calls that may be this leg's. @throws AppError `twilio.rest_unavailable`, `twilio.rest_refused` */
    callsFor: ({ from, to, askedAt }: SoughtLeg): Promise<CallList> =>
      telephony.listCalls({ from, to, startedAfter: new Date(askedAt.getTime() - clockSkewMs) }),
  };
}

export type LostLegs = ReturnType<typeof createLostLegs>;
