import { appError, type AppError } from '../../kernel/errors.ts';
import type { CommandOutcome, ShownCallback } from './callbacks.commands.ts';
import { refusalSentences, type CallbackRefusal } from './callbacks.model.ts';
import type { CallbackRow } from './callbacks.repository.ts';

const toWindow = (row: CallbackRow) => ({
  name: row.window_name,
  startsAt: row.window_starts_at.toISOString(),
  endsAt: row.window_ends_at.toISOString(),
  timeZone: row.time_zone,
});

/** A callback as `callbackSchema` says it. */
export const toCallback = (row: ShownCallback) => ({
  id: row.id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  officeId: row.office_id,
  state: row.state,
  escalatedTo: row.escalated_to,
  way: row.way,
  contact: row.contact,
  safeContact: { voicemail: row.voicemail, hasSafeWord: row.has_safe_word, safeWord: row.safeWord },
  maybeSameMatter: [...row.maybeSame],
  about: row.about,
  interpreter: row.interpreter,
  language: row.language,
  window: toWindow(row),
  promisedAt: row.promised_at.toISOString(),
  readyAt: row.ready_at?.toISOString() ?? null,
  remindedAt: row.reminded_at?.toISOString() ?? null,
  claim:
    row.claimed_by === null
      ? null
      : {
          staffId: row.claimed_by,
          displayName: row.claimed_by_name,
          expiresAt: row.claim_expires_at?.toISOString() ?? null,
        },
  epoch: row.epoch,
  version: row.version,
});

/** The answer to a command. @throws AppError with a refusal's code, who holds the callback, and how it stands */
export function toAnswer(outcome: CommandOutcome) {
  switch (outcome.kind) {
    case 'done':
      return toCallback(outcome.callback);
    case 'not_found':
      throw appError('http.not_found');
    case 'refused':
      throw refused(outcome.refusal, outcome.callback);
  }
}

/** A colleague's name is told to who asks, as the lists tell it; the log has the code alone. */
function refused(refusal: CallbackRefusal, row: CallbackRow): AppError {
  return appError(refusal, {
    detail: refusalSentences[refusal],
    fields: {
      heldBy: row.claimed_by,
      heldByName: row.claimed_by_name,
      now: { state: row.state, version: row.version, window: toWindow(row) },
    },
  });
}
