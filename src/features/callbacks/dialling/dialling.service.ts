import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import type { StaffService } from '../../staff/index.ts';
import * as attempts from '../attempts/attempts.repository.ts';
import { decideCallback, standingOf, worksOn, type CallbackRefusal } from '../callbacks.model.ts';
import { legNumberPlace } from '../callbacks.places.ts';
import * as queue from '../callbacks.repository.ts';
import * as moves from '../moves.repository.ts';
import { insertEvents } from '../timeline.repository.ts';
import type { LegStatus } from './leg.model.ts';
import * as repository from './dialling.repository.ts';
import type { LegTaker } from './legs.service.ts';
import * as legs from './legs.repository.ts';

export interface DiallingDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly offices: Pick<OfficesService, 'lineById'>;
  readonly staff: Pick<StaffService, 'phoneOf'>;
  readonly take: LegTaker;
}

export interface DialRequest {
  readonly callbackId: string;
  /** The same key again gets the same answer, and dials nobody. */
  readonly requestKey: string;
  readonly epoch: number;
}

export type DialRefusal =
  | CallbackRefusal
  | 'callbacks.call_in_only'
  | 'callbacks.text_only'
  | 'callbacks.number_refused'
  | 'callbacks.no_callback_number'
  | 'callbacks.no_officer_phone'
  | 'callbacks.request_key_reused';

export type DialResult =
  | { readonly kind: 'dialled'; readonly dial: repository.DialRow }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refusal: DialRefusal; readonly heldBy: string | null };

/** What the provider says of a call of ours. May come twice, late and out of order. */
export interface LegStatusNote {
  readonly legId: string;
  readonly providerSid: string;
  /** The provider's word. */
  readonly status: LegStatus;
  /** The provider's count of events of this call, where it says so. */
  readonly sequence: number | null;
  readonly answeredBy?: string | null;
  /** From the answer to the end. */
  readonly seconds?: number | null;
  readonly providerCode?: number | null;
}

/** Dialled attempts: an officer's telephone rings first, then the caller's. Rows first, then the effects (law 4). */
export function createDiallingService(deps: DiallingDeps) {
  const { database, vault, clock, ids, cases, offices, staff, take } = deps;

  /** Why a callback that its holder may dial cannot be dialled, or the numbers that it takes. */
  const numbersFor = async (
    tx: Tx,
    callback: queue.CallbackRow,
    staffId: string,
  ): Promise<{ from: string; to: string } | DialRefusal> => {
    if (callback.way === 'call_in') return 'callbacks.call_in_only';
    if (callback.contact === 'text') return 'callbacks.text_only';
    if (await repository.isNumberRefused(tx, callback.id)) return 'callbacks.number_refused';
    const lineId = await repository.readLineOf(tx, callback.case_id);
    const line = lineId === undefined ? null : await offices.lineById(tx, lineId);
    const from = line?.callbackNumber ?? null;
    if (from === null) return 'callbacks.no_callback_number';
    const to = await staff.phoneOf(tx, staffId);
    return to === null ? 'callbacks.no_officer_phone' : { from, to };
  };

  return {
    /** Has a claimed callback dialled for its holder, once per request key. */
    dial: (who: Principal, { callbackId, requestKey, epoch }: DialRequest): Promise<DialResult> =>
      database.transaction(async (tx) => {
        await attempts.lockCallback(tx, callbackId);
        const found = await queue.readCallback(tx, callbackId);
        if (found === undefined || !worksOn(who, found)) return { kind: 'not_found' };
        const refuse = (refusal: DialRefusal) =>
          ({ kind: 'refused', refusal, heldBy: found.claimed_by }) as const;
        const { staffId } = who;

        const earlier = await repository.findRequest(tx, { callbackId, staffId, requestKey });
        if (earlier !== undefined) {
          const dial =
            earlier.epoch === epoch && earlier.kind === 'dial'
              ? await repository.readDial(tx, earlier.id)
              : undefined;
          return dial === undefined ? refuse('callbacks.request_key_reused') : { kind: 'dialled', dial };
        }

        const now = clock.now();
        const decision = decideCallback(standingOf(found), { event: 'dial', epoch, by: staffId }, now);
        if (!decision.ok) return refuse(decision.refusal);
        const numbers = await numbersFor(tx, found, staffId);
        if (typeof numbers === 'string') return refuse(numbers);

        await moves.dial(tx, { callbackId, staffId, epoch, now });
        const attemptId = ids.uuid();
        const number = (await attempts.countAttempts(tx, callbackId)) + 1;
        await attempts.beginAttempt(tx, {
          id: attemptId,
          kind: 'dial',
          callbackId,
          number,
          epoch,
          staffId,
          requestKey,
          now,
        });
        const legId = ids.uuid();
        const { key } = await cases.keyOf(tx, found.case_id);
        const to = vault.seal(key, legNumberPlace(legId), numbers.to);
        await legs.insertLeg(tx, { id: legId, attemptId, party: 'officer', from: numbers.from, to, now });
        await insertEvents(tx, [{ callbackId, at: now, kind: 'dialled', staffId, data: { attemptId } }]);
        await insertOutbox(tx, [{ topic: 'callbacks.leg-planned', key: legId, payload: { legId } }], now);
        const dial = await repository.readDial(tx, attemptId);
        return dial === undefined ? { kind: 'not_found' } : { kind: 'dialled', dial };
      }),

    /** Takes what the provider says of a leg's call, by webhook or when asked. Nothing happens to an unknown leg. */
    noteStatus: async (note: LegStatusNote): Promise<void> => {
      const { legId, providerSid, status, sequence } = note;
      await take(legId, {
        kind: 'status',
        providerSid,
        status,
        sequence,
        answeredBy: note.answeredBy ?? null,
        seconds: note.seconds ?? null,
        providerCode: note.providerCode ?? null,
      });
    },

    /**
     * Ends a leg that the provider will tell nothing of. `not_placed`: it surely did not ring. `unknown`: nobody can
     * say; the caller's counts as a try, so that nobody is rung twice, and a person is asked.
     */
    endLeg: async (
      legId: string,
      how: 'not_placed' | 'refused' | 'unknown',
      providerCode: number | null = null,
    ): Promise<void> => {
      await take(legId, { kind: 'given_up', how, providerCode });
    },
  };
}

export type DiallingService = ReturnType<typeof createDiallingService>;
