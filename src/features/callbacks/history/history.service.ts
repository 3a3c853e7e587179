import type { Clock } from '../../../kernel/ports.ts';
import type { Db } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { ShownCallback } from '../callbacks.commands.ts';
import { worksOn } from '../callbacks.model.ts';
import { attemptNotePlace, eventNotePlace, lastTwoPlace, safeWordPlace } from '../callbacks.places.ts';
import { readSealedCallback, type SealedCallback } from '../callbacks.repository.ts';
import { maybeSameOf } from '../matters/maybe-same.ts';
import { listPromises, type PromiseRow } from '../promises/ledger.repository.ts';
import { listEvents, type TimelineRow } from '../timeline.repository.ts';
import { listAttempts, type AttemptFacts } from './history.repository.ts';

export interface HistoryDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** A callback with all that was told, tried and done, opened for those who work on it. */
export interface CallbackHistory {
  readonly callback: ShownCallback;
  readonly promises: readonly (PromiseRow & { readonly lastTwo: string | null })[];
  readonly attempts: readonly (AttemptFacts & { readonly note: string | null })[];
  readonly events: readonly (TimelineRow & { readonly note: string | null })[];
}

/** The timeline of one callback is cut after this many; what is left out is the oldest. */
const timelineLength = 500;

/** One callback in full. */
export function createHistoryService({ db, vault, clock }: HistoryDeps) {
  const isHolder = (who: Principal, row: SealedCallback): boolean =>
    row.claimed_by === who.staffId &&
    (row.state === 'dialing' || (row.claim_expires_at !== null && row.claim_expires_at > clock.now()));

  return {
    /** Null when there is none, or none that exists for this person. */
    async read(who: Principal, callbackId: string): Promise<CallbackHistory | null> {
      const row = await readSealedCallback(db, callbackId);
      if (row === undefined || !worksOn(who, row)) return null;
      const [promises, attempts, events] = await Promise.all([
        listPromises(db, callbackId),
        listAttempts(db, callbackId),
        listEvents(db, callbackId, timelineLength),
      ]);
      const key = { id: row.key_id, masterKeyId: row.master_key_id, wrapped: row.wrapped };
      const open = (place: ReturnType<typeof safeWordPlace>, sealed: Buffer | null) =>
        sealed === null ? null : vault.open(key, place, sealed);
      return {
        callback: {
          ...row,
          maybeSame: (await maybeSameOf(db, who, [row])).get(callbackId) ?? [],
          safeWord: isHolder(who, row) ? open(safeWordPlace(callbackId), row.safe_word_sealed) : null,
        },
        promises: promises.map((promise) => ({
          ...promise,
          lastTwo: open(lastTwoPlace(promise.id), promise.last_two_sealed),
        })),
        attempts: attempts.map((attempt) => ({
          ...attempt,
          note: open(attemptNotePlace(attempt.id), attempt.note_sealed),
        })),
        events: events.map((event) => ({
          ...event,
          note: event.note_id === null ? null : open(eventNotePlace(event.note_id), event.note_sealed),
        })),
      };
    },
  };
}

export type HistoryService = ReturnType<typeof createHistoryService>;
