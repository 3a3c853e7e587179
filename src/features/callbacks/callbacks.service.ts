import type { Principal } from '../../platform/http/access.port.ts';
import type { CommandDeps, CommandOutcome, Commands, ShownCallback } from './callbacks.commands.ts';
import * as repository from './callbacks.repository.ts';
import { listCallbacks, type CallbackView } from './lists.repository.ts';
import * as moves from './moves.repository.ts';
import { listLapsed, type LapsedClaim } from './timeline.repository.ts';

export interface CallbacksDeps extends Pick<CommandDeps, 'db' | 'clock'> {
  readonly commands: Commands;
}

/** How long and of how many claims that lapsed their holder is told: more than a shift. */
const lapsedMs = 12 * 60 * 60_000;
const lapsedLimit = 50;

/** The queue of callbacks: made ready in time, claimed by one officer at a time, given back. */
export function createCallbacksService({ db, clock, commands }: CallbacksDeps) {
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
      view: CallbackView,
      after: { startsAt: Date; promisedAt: Date; id: string } | null,
      limit: number,
    ): Promise<ShownCallback[]> {
      const page = { view, staffId: who.staffId, officeIds: who.officeIds, after, limit };
      return commands.show(who, await listCallbacks(db, page));
    },

    /** Claims that this person lost because they did nothing, and has not taken again. */
    lapsedOf: ({ staffId }: Principal): Promise<LapsedClaim[]> => {
      const since = new Date(clock.now().getTime() - lapsedMs);
      return listLapsed(db, { staffId, since, limit: lapsedLimit });
    },

    /** Takes a ready callback of the person's offices for ten minutes. Exactly one of two claimers gets it. */
    claim: (who: Principal, callbackId: string, version: number | null): Promise<CommandOutcome> =>
      commands.run(who, callbackId, { event: 'claim', version }, () =>
        moves.claim(db, { callbackId, version }, { staffId: who.staffId, now: clock.now() }),
      ),

    /** Gives a claim back, if this epoch of it still holds. */
    release: (who: Principal, callbackId: string, epoch: number): Promise<CommandOutcome> =>
      commands.run(who, callbackId, { event: 'release', epoch, by: who.staffId }, () =>
        moves.release(db, { callbackId, staffId: who.staffId, epoch, now: clock.now() }),
      ),
  };
}

export type CallbacksService = ReturnType<typeof createCallbacksService>;
