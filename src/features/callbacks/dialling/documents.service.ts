import type { Db } from '../../../platform/db/database.ts';
import type { LegDocument } from '../../../platform/telephony/leg-twiml.ts';
import { webhookUrl } from '../../../platform/telephony/webhook-url.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import { safeWordPlace } from '../callbacks.places.ts';
import type { Answer } from './answer.model.ts';
import type { DialRow } from './dialling.repository.ts';
import type { Party } from './leg.model.ts';
import { speak, voicemailOf, whisperOf, wordsIn, type DialWords } from './words.model.ts';

export interface DocumentsDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly offices: Pick<OfficesService, 'nameOf'>;
  /** Addresses of webhooks carry ids only (law 5). */
  readonly publicUrl: string;
  /** The office's own language first: officers hear it. */
  readonly words: readonly [DialWords, ...DialWords[]];
}

/** Seconds to wait for a key after the words; in silence longer, since the caller must find out for themselves. */
const keySeconds = 8;
const silentSeconds = 12;

/** Puts into words, in the right language, what a leg is told to do. */
export function createDocuments({ db, vault, cases, offices, publicUrl, words }: DocumentsDeps) {
  const [ours] = words;

  const whisper = async (row: DialRow) => {
    const { key } = await cases.keyOf(db, row.case_id);
    const { safe_word_sealed: sealed } = row;
    return whisperOf(ours, {
      caseNumber: row.case_number,
      voicemail: row.voicemail,
      safeWord: sealed === null ? null : vault.open(key, safeWordPlace(row.callback_id), sealed),
      isRelay: row.contact === 'relay',
      interpreter: row.interpreter,
    });
  };

  return async (
    row: DialRow,
    leg: { readonly id: string; readonly party: Party },
    answer: Answer,
  ): Promise<LegDocument> => {
    const theirs = wordsIn(words, row.language);
    switch (answer.say) {
      case 'whisper':
      case 'opening':
      case 'silence': {
        const { say, round, missed } = answer;
        const action = webhookUrl(publicUrl, '/twilio/dial/keys', { leg: leg.id, round, missed });
        if (say === 'silence') return { kind: 'gather', speech: [], action, timeoutSeconds: silentSeconds };
        const speech = say === 'whisper' ? await whisper(row) : [speak(theirs, theirs.opening)];
        return { kind: 'gather', speech, action, timeoutSeconds: keySeconds };
      }
      case 'join': {
        const isOfficer = leg.party === 'officer';
        return {
          kind: 'conference',
          speech: isOfficer ? [speak(ours, ours.connecting)] : [],
          name: row.id,
          endsIt: isOfficer,
          ...(isOfficer && { joins: webhookUrl(publicUrl, '/twilio/dial/joined', { leg: leg.id }) }),
        };
      }
      case 'voicemail': {
        const named = row.voicemail === 'named' ? await offices.nameOf(db, row.office_id) : '';
        const left = voicemailOf(theirs, row.voicemail, named);
        return { kind: 'hang_up', speech: left === null ? [] : [left] };
      }
      case 'apology':
        return { kind: 'hang_up', speech: [speak(theirs, theirs.apology)] };
      case 'notice':
        return { kind: 'hang_up', speech: [speak(ours, ours.notices[answer.outcome])] };
      case 'hang_up':
        return { kind: 'hang_up', speech: [] };
    }
  };
}

export type Documents = ReturnType<typeof createDocuments>;
