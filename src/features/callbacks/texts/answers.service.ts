import { classifyCaller } from '../../../kernel/phone.ts';
import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import { textBodyPlace } from '../callbacks.places.ts';
import { insertEvents } from '../timeline.repository.ts';
import type { WorkItemsService } from '../work-items/work-items.service.ts';
import * as repository from './answers.repository.ts';

export interface AnswersDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
}

/** A text that came in. Numbers and words stay in memory until they are sealed (law 5). */
export interface ReceivedText {
  readonly providerSid: string;
  readonly from: string;
  /** Our number that it was sent to. */
  readonly to: string;
  readonly words: string;
}

/** What people answer by text. */
export function createAnswersService({ database, vault, clock, ids, cases, workItems }: AnswersDeps) {
  return {
    /**
     * Keeps a text under the open callback whose caller asked to be written to at this number, once. Of any other
     * text nothing is kept: a number proves nothing and opens no case (law 10).
     */
    async receive(text: ReceivedText): Promise<'kept' | 'repeated' | 'nobodys'> {
      const sender = classifyCaller(text.from);
      if (sender.kind === 'withheld') return 'nobodys';
      const numberIndex = vault.blindIndex('phone', sender.e164);
      return database.transaction(async (tx) => {
        const callback = await repository.lockAnswered(tx, { numberIndex, to: text.to });
        if (callback === undefined) return 'nobodys';
        const { id: callbackId, case_id: caseId, office_id: officeId } = callback;
        const { key } = await cases.keyOf(tx, caseId);
        const id = ids.uuid();
        const now = clock.now();
        const { providerSid } = text;
        const body = vault.seal(key, textBodyPlace(id), text.words);
        if (!(await repository.insertAnswer(tx, { id, callbackId, providerSid, body, now })))
          return 'repeated';
        const data = { textId: id };
        await insertEvents(tx, [{ callbackId, at: now, kind: 'text_received', staffId: null, data }]);
        const isHeld = callback.state === 'claimed' || callback.state === 'dialing';
        if (!isHeld) {
          const subject = `${callbackId}.${callback.epoch}`;
          await workItems.leave(tx, { kind: 'text_answered', subject, officeId, caseId, callbackId });
        }
        return 'kept';
      });
    },
  };
}

export type AnswersService = ReturnType<typeof createAnswersService>;
