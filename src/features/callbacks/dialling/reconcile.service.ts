import { isAppError } from '../../../kernel/errors.ts';
import type { Clock, Log } from '../../../kernel/ports.ts';
import type { Db } from '../../../platform/db/database.ts';
import type { ProviderCall, Telephony } from '../../../platform/telephony/telephony.port.ts';
import type { DiallingService } from './dialling.service.ts';
import type { LostLegs } from './lost-legs.service.ts';
import { findLeg, ringingMs, talkingMs, webhookMs, type Finding } from './reconcile.model.ts';
import * as repository from './reconcile.repository.ts';

export interface ReconcilerDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly telephony: Pick<Telephony, 'fetchCall'>;
  readonly lostLegs: LostLegs;
  readonly dialling: Pick<DiallingService, 'noteStatus' | 'endLeg'>;
}

interface Run {
  readonly log: Log;
  readonly signal: AbortSignal;
}

const silentPage = 100;

/**
 * Asks the provider what became of calls that it has not told of: after a crash between asking and its answer, after
 * lost webhooks, after a restore. Whatever it finds goes the way of a webhook, so that it does no harm twice.
 */
export function createReconciler({ db, clock, telephony, lostLegs, dialling }: ReconcilerDeps) {
  const note = (legId: string, call: ProviderCall): Promise<void> =>
    dialling.noteStatus({
      legId,
      providerSid: call.callSid,
      status: call.status,
      sequence: null,
      seconds: call.seconds,
    });

  const act = async (legId: string, finding: Finding, log: Log): Promise<void> => {
    if (finding.kind === 'wait') return;
    log.warn({ legId, outcome: finding.kind }, 'a leg was asked for and not heard of: looked for its call');
    if (finding.kind === 'adopt') await note(legId, finding.call);
    else await dialling.endLeg(legId, finding.kind);
  };

  return {
    /** Settles legs that the provider was asked for, and never told of. */
    async findLost({ log, signal }: Run): Promise<void> {
      const now = clock.now();
      const lost = await lostLegs.read();
      let provider: 'answers' | 'silent' = 'answers';
      for (const leg of lost) {
        if (signal.aborted) return;
        if (now.getTime() - leg.askedAt.getTime() < webhookMs) continue;
        const list = provider === 'answers' ? await orSilent(lostLegs.callsFor(leg), log) : null;
        if (list === null) provider = 'silent';
        const sids = (list?.calls ?? []).map(({ callSid }) => callSid);
        const taken = await repository.readKnownSids(db, sids);
        const rivals = lost.filter(
          (other) => other !== leg && other.to === leg.to && other.from === leg.from,
        );
        await act(leg.legId, findLeg({ leg, now, list, taken, rivals }), log);
      }
    },

    /** Asks for the calls of legs that should have been heard of by now. */
    async askForSilent({ log, signal }: Run): Promise<void> {
      const now = clock.now().getTime();
      const since = { ringing: new Date(now - ringingMs), talking: new Date(now - talkingMs) };
      let afterId: string | null = null;
      for (;;) {
        const page = await repository.listSilentLegs(db, { ...since, afterId, limit: silentPage });
        for (const { id, provider_sid: callSid } of page) {
          if (signal.aborted) return;
          const found = await orSilent(telephony.fetchCall(callSid), log);
          if (found === null) return;
          if (found.kind === 'found') await note(id, found.call);
          else {
            log.error({ legId: id }, 'the provider does not know a call that it placed');
            await dialling.noteStatus({ legId: id, providerSid: callSid, status: 'unknown', sequence: null });
          }
        }
        afterId = page.at(-1)?.id ?? null;
        if (page.length < silentPage) return;
      }
    },
  };
}

/** Null where the provider does not tell: then it is asked nothing more in this sweep, and again in the next. */
async function orSilent<T>(answer: Promise<T>, log: Log): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!isAppError(error)) throw error;
    log.warn({ code: error.code }, 'the provider does not say what became of calls');
    return null;
  }
}

export type Reconciler = ReturnType<typeof createReconciler>;
