import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../platform/db/database.ts';
import type { Principal } from '../../platform/http/access.port.ts';
import type { Vault } from '../../platform/vault/vault.port.ts';
import {
  decideCallback,
  standingOf,
  worksOn,
  type CallbackCommand,
  type CallbackRefusal,
} from './callbacks.model.ts';
import { safeWordPlace } from './callbacks.places.ts';
import * as repository from './callbacks.repository.ts';
import { maybeSameOf } from './matters/maybe-same.ts';

export interface CommandDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** A callback as one member of staff sees it: its safe word is there for who holds it. */
export type ShownCallback = repository.CallbackRow & {
  readonly safeWord: string | null;
  /** Ids of open callbacks of the person's offices that go to the same number: they may be of the same matter. */
  readonly maybeSame: readonly string[];
};

export type CommandOutcome =
  | { readonly kind: 'done'; readonly callback: ShownCallback }
  | { readonly kind: 'not_found' }
  /** With the callback as it stands, so that whoever is refused learns who has it and what has changed. */
  | {
      readonly kind: 'refused';
      readonly refusal: CallbackRefusal;
      readonly callback: repository.CallbackRow;
    };

/** What staff do to one callback, and how they are answered. */
export function createCommands({ db, vault, clock }: CommandDeps) {
  /** Opens the safe words of the callbacks that this person holds, and of no other. */
  const show = async (who: Principal, rows: readonly repository.CallbackRow[]): Promise<ShownCallback[]> => {
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
    const same = await maybeSameOf(db, who, rows);
    return rows.map((row) => ({
      ...row,
      safeWord: words.get(row.id) ?? null,
      maybeSame: same.get(row.id) ?? [],
    }));
  };

  const refuse = (refusal: CallbackRefusal, callback: repository.CallbackRow): CommandOutcome => ({
    kind: 'refused',
    refusal,
    callback,
  });

  return {
    show,

    /**
     * Runs a guarded update; where it changes nothing, the transition table says why. `update` gets the callback as it
     * was found, and is not called for one that the person does not work on.
     */
    async run(
      who: Principal,
      callbackId: string,
      asked: CallbackCommand,
      update: (found: repository.CallbackRow) => Promise<boolean>,
    ): Promise<CommandOutcome> {
      const found = await repository.readCallback(db, callbackId);
      if (found === undefined || !worksOn(who, found)) return { kind: 'not_found' };
      const done = await update(found);
      const callback = (await repository.readCallback(db, callbackId)) ?? found;
      const [mine] = done ? await show(who, [callback]) : [];
      if (mine !== undefined) return { kind: 'done', callback: mine };
      const decision = decideCallback(standingOf(callback), asked, clock.now());
      if (!decision.ok) return refuse(decision.refusal, callback);
      // What the table allows by now was refused a moment ago: somebody else came and went in between.
      const others = callback.claimed_by !== null && callback.claimed_by !== who.staffId;
      return refuse(others ? 'callbacks.already_claimed' : 'callbacks.stale_version', callback);
    },
  };
}

export type Commands = ReturnType<typeof createCommands>;
