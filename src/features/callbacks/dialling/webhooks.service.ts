import { appError } from '../../../kernel/errors.ts';
import type { Db } from '../../../platform/db/database.ts';
import type { LegDocument } from '../../../platform/telephony/leg-twiml.ts';
import type { DiallingService } from './dialling.service.ts';
import * as repository from './dialling.repository.ts';
import type { Documents } from './documents.service.ts';
import type { LegEvent } from './leg.model.ts';
import * as legs from './legs.repository.ts';
import { outcomeOf, type LegTaker } from './legs.service.ts';

export interface WebhooksDeps {
  readonly db: Db;
  readonly take: LegTaker;
  readonly documents: Documents;
  readonly dialling: Pick<DiallingService, 'noteStatus'>;
}

type Told<K extends LegEvent['kind']> = Omit<Extract<LegEvent, { kind: K }>, 'kind'>;

/** What the provider asks and tells about calls that we place. */
export function createWebhooks({ db, take, documents, dialling }: WebhooksDeps) {
  const ask = async (legId: string, event: LegEvent): Promise<LegDocument> => {
    const taken = await take(legId, event);
    if (taken === null || taken.answer === null) throw appError('twilio.call_unknown');
    return documents(taken.row, taken.leg, taken.answer);
  };

  return {
    /** A leg was answered. @throws AppError `twilio.call_unknown`, as `keys` and `notice` do. */
    answered: (legId: string, event: Told<'answered'>): Promise<LegDocument> =>
      ask(legId, { kind: 'answered', ...event }),

    /** A key was pressed in answer to a round of words, or none in time. */
    keys: (legId: string, event: Told<'keys'>): Promise<LegDocument> =>
      ask(legId, { kind: 'keys', ...event }),

    /** An officer was led out of the conference: what came of it, in words. */
    async notice(legId: string, providerSid: string): Promise<LegDocument> {
      const leg = await legs.readLegToPlace(db, legId);
      const dial = leg && (await repository.readDial(db, leg.attempt_id));
      if (dial === undefined || leg?.provider_sid !== providerSid) throw appError('twilio.call_unknown');
      const outcome = outcomeOf(dial);
      return documents(dial, leg, outcome === null ? { say: 'join' } : { say: 'notice', outcome });
    },

    /** Somebody came into the conference of an officer's leg. */
    async joined(officerLegId: string, providerSid: string): Promise<void> {
      const legId = await legs.findLegBeside(db, officerLegId, providerSid);
      if (legId !== undefined) await take(legId, { kind: 'joined', providerSid });
    },

    status: dialling.noteStatus,
  };
}

export type Webhooks = ReturnType<typeof createWebhooks>;
