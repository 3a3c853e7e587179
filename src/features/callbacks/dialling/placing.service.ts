import { appError } from '../../../kernel/errors.ts';
import type { Clock } from '../../../kernel/ports.ts';
import type { Database, Db } from '../../../platform/db/database.ts';
import type { StartCallResult, Telephony } from '../../../platform/telephony/telephony.port.ts';
import { webhookUrl } from '../../../platform/telephony/webhook-url.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import { legNumberPlace } from '../callbacks.places.ts';
import { detectionFor } from './answer.model.ts';
import * as repository from './dialling.repository.ts';
import type { Party } from './leg.model.ts';
import * as legs from './legs.repository.ts';
import type { LegTaker } from './legs.service.ts';

export interface PlacingDeps {
  readonly db: Db;
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly telephony: Pick<Telephony, 'startCall' | 'endCall' | 'redirectCall'>;
  readonly publicUrl: string;
  readonly take: LegTaker;
  /** Whether anybody may be dialled now. */
  readonly mayDial: () => boolean;
}

/** How long to let each ring. A caller's voicemail answers after twenty to thirty seconds: people are faster. */
const ringSeconds: Readonly<Record<Party, number>> = { officer: 20, interpreter: 30, caller: 25 };
const longestSeconds = 2 * 60 * 60;
/** How long the provider may refuse to listen before a leg is given up. */
const patienceMs = 2 * 60_000;

/** The effects of dialling: each rings, ends or leads a call elsewhere once, however often its job runs. */
export function createPlacing(deps: PlacingDeps) {
  const { db, database, vault, clock, cases, telephony, publicUrl, take, mayDial } = deps;
  const notPlaced = { kind: 'given_up', how: 'not_placed', providerCode: null } as const;

  /** Makes the claim on ringing this telephone. A call that has it rings once, or is looked for. */
  const ask = (legId: string): Promise<boolean> =>
    database.transaction(async (tx) => {
      const locked = await repository.lockByLeg(tx, legId);
      return locked !== undefined && (await legs.askLeg(tx, legId, clock.now()));
    });

  const start = async (leg: legs.LegToPlace): Promise<StartCallResult> => {
    const dial = await repository.readDial(db, leg.attempt_id);
    if (dial === undefined) throw appError('http.not_found', { fields: { legId: leg.id } });
    const { key } = await cases.keyOf(db, leg.case_id);
    const machineDetection = detectionFor(dial, leg.party);
    return telephony.startCall({
      to: vault.open(key, legNumberPlace(leg.id), leg.to_sealed),
      from: leg.from_number,
      answerUrl: webhookUrl(publicUrl, '/twilio/dial/answer', { leg: leg.id }),
      statusUrl: webhookUrl(publicUrl, '/twilio/dial/status', { leg: leg.id }),
      ringSeconds: ringSeconds[leg.party],
      longestSeconds,
      ...(machineDetection !== null && { machineDetection }),
    });
  };

  return {
    /**
     * Rings a planned leg. Once it was asked for, another run does nothing, whatever became of the first: what the
     * provider took is found by its webhooks or in its call list.
     *
     * @param isLastTry whether nobody will call again after `twilio.rest_unavailable`
     * @throws AppError `twilio.rest_unavailable` when the provider has surely not taken the request
     */
    async place(legId: string, isLastTry: boolean): Promise<void> {
      if (!mayDial()) return;
      const asked = await ask(legId);
      const leg = await legs.readLegToPlace(db, legId);
      if (leg === undefined) return;
      if (!asked) {
        // Not asked for and not over: the callback was taken out of the officer's hands meanwhile.
        if (leg.asked_at === null && leg.ended_at === null) await take(legId, notPlaced);
        return;
      }
      const result = await start(leg).catch((error: unknown) => ({ kind: 'failed', error }) as const);
      switch (result.kind) {
        case 'started':
          return void (await take(legId, { kind: 'placed', providerSid: result.callSid }));
        case 'refused': {
          const { providerCode } = result;
          return void (await take(legId, { kind: 'given_up', how: 'refused', providerCode }));
        }
        case 'unknown':
          return;
        case 'not_placed':
        case 'failed':
          if (isLastTry || clock.now().getTime() - leg.created_at.getTime() >= patienceMs)
            return void (await take(legId, notPlaced));
          await legs.unaskLeg(db, legId);
          throw result.kind === 'failed' ? result.error : appError('twilio.rest_unavailable');
      }
    },

    /** Ends a call that nobody waits for any more; an officer who waits in the conference is led to words first. */
    async letGo(legId: string): Promise<void> {
      const leg = await legs.readLegToPlace(db, legId);
      if (leg === undefined || leg.provider_sid === null || leg.ended_at !== null) return;
      const dial = await repository.readDial(db, leg.attempt_id);
      if (leg.party === 'officer' && leg.accepted_at !== null && dial?.outcome !== null) {
        const url = webhookUrl(publicUrl, '/twilio/dial/notice', { leg: legId });
        await telephony.redirectCall(leg.provider_sid, url);
      } else await telephony.endCall(leg.provider_sid);
    },

    /** Planned legs that the queue has lost. */
    unasked: (olderThanMs: number, limit: number): Promise<string[]> =>
      legs.listUnaskedLegs(db, new Date(clock.now().getTime() - olderThanMs), limit),

    /** Legs that go on though nobody waits for them. */
    forgotten: (olderThanMs: number, limit: number): Promise<string[]> =>
      legs.listForgottenLegs(db, new Date(clock.now().getTime() - olderThanMs), limit),
  };
}

export type Placing = ReturnType<typeof createPlacing>;
