import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../platform/db/database.ts';
import type { Principal } from '../../platform/http/access.port.ts';
import type { Vault } from '../../platform/vault/vault.port.ts';
import { decideCallback, type CallbackCommand, type CallbackRefusal } from './callbacks.model.ts';
import { safeWordPlace } from './callbacks.places.ts';
import * as repository from './callbacks.repository.ts';
import * as moves from './moves.repository.ts';

export interface CallbacksDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** A callback as one member of staff sees it: its safe word is there for who holds it. */
export type ShownCallback = repository.CallbackRow & { readonly safeWord: string | null };

export type CommandOutcome =
  | { readonly kind: 'done'; readonly callback: ShownCallback }
  | { readonly kind: 'not_found' }
  /** `heldBy` is the id of the member of staff who holds it. */
  | { readonly kind: 'refused'; readonly refusal: CallbackRefusal; readonly heldBy: string | null };

/** The queue of callbacks: made ready in time, claimed by one officer at a time, given back. */
export function createCallbacksService({ db, vault, clock }: CallbacksDeps) {
  /** Opens the safe words of the callbacks that this person holds, and of no other. */
  const shown = async (who: Principal, rows: readonly repository.CallbackRow[]): Promise<ShownCallback[]> => {
    const callbackIds = rows
      .filter((row) => row.has_safe_word && row.claimed_by === who.staffId)
      .map((row) => row.id);
    const held = { callbackIds, staffId: who.staffId, now: clock.now() };
    const sealed = callbackIds.length === 0 ? [] : await repository.readSafeWords(db, held);
    const words = new Map(
      sealed.map((row) => {
        const key = { id: row.key_id, masterKeyId: row.master_key_id, wrapped: row.wrapped };
        return [row.id, vault.open(key, safeWordPlace(row.id), row.safe_word_sealed)];
      }),
    );
    return rows.map((row) => ({ ...row, safeWord: words.get(row.id) ?? null }));
  };

  /** Runs a guarded update; where it changes nothing, the transition table says why. */
  const command = async (
    who: Principal,
    callbackId: string,
    asked: CallbackCommand,
    update: () => Promise<boolean>,
  ): Promise<CommandOutcome> => {
    const found = await repository.readCallback(db, callbackId);
    if (found === undefined || !who.officeIds.includes(found.office_id)) return { kind: 'not_found' };
    const done = await update();
    const callback = (await repository.readCallback(db, callbackId)) ?? found;
    const [mine] = done ? await shown(who, [callback]) : [];
    if (mine !== undefined) return { kind: 'done', callback: mine };
    const standing = {
      ...callback,
      dueAt: callback.window_starts_at,
      claimedBy: callback.claimed_by,
      claimExpiresAt: callback.claim_expires_at,
    };
    const decision = decideCallback(standing, asked, clock.now());
    // What the table allows by now was refused a moment ago: somebody else came and went in between.
    const overtaken = isOthers(callback, who) ? 'callbacks.already_claimed' : 'callbacks.stale_version';
    return {
      kind: 'refused',
      refusal: decision.ok ? overtaken : decision.refusal,
      heldBy: callback.claimed_by,
    };
  };

  return {
    dueAt: (callbackId: string) => repository.readDue(db, callbackId),
    makeReady: (callbackId: string): Promise<boolean> => moves.makeReady(db, callbackId, clock.now()),
    makeOverdueReady: (graceMs: number, limit: number): Promise<number> => {
      const now = clock.now();
      return moves.makeOverdueReady(db, new Date(now.getTime() - graceMs), now, limit);
    },
    dueWithin: (horizonMs: number, after: { at: Date; id: string } | null, limit: number) =>
      repository.listDueBefore(db, new Date(clock.now().getTime() + horizonMs), after, limit),
    countAtHand: (): Promise<Record<string, number>> => repository.countAtHand(db),
    releaseLapsedClaims: (limit: number): Promise<number> => moves.lapse(db, clock.now(), limit),

    async list(
      who: Principal,
      view: repository.CallbackView,
      after: { startsAt: Date; promisedAt: Date; id: string } | null,
      limit: number,
    ): Promise<ShownCallback[]> {
      const page = { view, staffId: who.staffId, officeIds: who.officeIds, after, limit };
      return shown(who, await repository.listCallbacks(db, page));
    },

    /** Takes a ready callback of the person's offices for ten minutes. Exactly one of two claimers gets it. */
    claim: (who: Principal, callbackId: string, version: number | null): Promise<CommandOutcome> =>
      command(who, callbackId, { event: 'claim', version }, () =>
        moves.claim(db, { callbackId, version }, { staffId: who.staffId, now: clock.now() }),
      ),

    /** Gives a claim back, if this epoch of it still holds. */
    release: (who: Principal, callbackId: string, epoch: number): Promise<CommandOutcome> =>
      command(who, callbackId, { event: 'release', epoch, by: who.staffId }, () =>
        moves.release(db, { callbackId, staffId: who.staffId, epoch, now: clock.now() }),
      ),
  };
}

const isOthers = (callback: repository.CallbackRow, who: Principal): boolean =>
  callback.claimed_by !== null && callback.claimed_by !== who.staffId;

export type CallbacksService = ReturnType<typeof createCallbacksService>;
