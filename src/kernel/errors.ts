/**
 * Every error that leaves a component is one of these: a stable code, the HTTP status it becomes, and a title
 * that may be shown to anyone (RFC 9457 problem documents use it as `title`). Expected outcomes, such as a slot
 * that is taken, are discriminated unions of the service that meets them; they use these codes when they
 * become an HTTP answer.
 */
export const errors = {
  'config.invalid': { status: 500, title: 'A setting is missing or wrong' },
  'config.unreadable': { status: 500, title: 'A configured file cannot be read' },

  'flow.invalid': { status: 500, title: 'A flow is refused by its checks' },
  'flow.unknown': { status: 500, title: 'No such flow' },
  'flow.revision_unknown': { status: 500, title: 'No such revision of this flow' },

  'http.validation': { status: 400, title: 'The request is not valid' },
  'http.unauthorised': { status: 401, title: 'Sign in first' },
  'http.forbidden': { status: 403, title: 'This is not yours to do' },
  'http.not_found': { status: 404, title: 'Nothing here' },
  'http.too_large': { status: 413, title: 'The request is too large' },
  'http.unsupported_media': { status: 415, title: 'This content type is not accepted' },
  'http.rate_limited': { status: 429, title: 'Too many requests' },
  'http.closing': { status: 503, title: 'The server is shutting down' },

  'twilio.signature_invalid': { status: 403, title: 'The signature does not match' },
  'twilio.account_unknown': { status: 403, title: 'This account is not ours' },
  'twilio.call_unknown': { status: 404, title: 'No such call' },
  'twilio.line_unknown': { status: 404, title: 'No such line' },
  'twilio.parameter_invalid': { status: 400, title: 'A parameter is missing or wrong' },
  'twilio.rest_refused': { status: 502, title: 'The telephone provider refused a request' },
  'twilio.rest_unavailable': { status: 502, title: 'The telephone provider does not answer' },

  'vault.unreadable': { status: 500, title: 'A sealed value cannot be opened' },
  'vault.master_key_invalid': { status: 500, title: 'The master key file cannot be used' },
  'db.unavailable': { status: 503, title: 'The database does not answer' },
  'db.conflict': { status: 409, title: 'Someone else was first' },
  'db.reference_missing': { status: 409, title: 'This refers to something that is not there' },
  'db.contended': { status: 503, title: 'Too many are changing the same thing at once' },
  'db.failed': { status: 500, title: 'The database refused a statement of ours' },
  'db.seed_refused': { status: 409, title: 'This database is not to be filled with made-up cases' },
  'db.migration_missing': { status: 500, title: 'The database is older than this release' },
  'db.migration_failed': { status: 500, title: 'A migration could not be applied' },

  'staff.hours_overlap': { status: 409, title: 'These hours overlap with those for another office' },

  'offices.unknown': { status: 404, title: 'No such office' },
  'offices.covers_itself': { status: 409, title: 'An office cannot cover itself' },
  'offices.desk_missing': { status: 500, title: 'No national desk is set up' },

  'callbacks.already_claimed': { status: 409, title: 'Another officer has this callback' },
  'callbacks.stale_version': { status: 409, title: 'This callback has changed since you read it' },
  'callbacks.not_ready': { status: 409, title: 'This callback is not in a state that allows this' },
  'callbacks.closed': { status: 409, title: 'This callback is closed' },
  'callbacks.lease_lapsed': { status: 409, title: 'Your claim on this callback has lapsed' },
  'callbacks.voicemail_forbidden': { status: 409, title: 'This caller allows no voicemail' },
  'callbacks.window_unavailable': { status: 409, title: 'The office cannot keep this window' },
  'callbacks.call_in_only': { status: 409, title: 'This caller rings us: nobody can ring them' },
  'callbacks.text_only': { status: 409, title: 'This caller is reached by text' },
  'callbacks.number_refused': {
    status: 409,
    title: 'The provider does not ring this number: see its work item',
  },
  'callbacks.no_callback_number': { status: 409, title: 'The line has no number to ring from' },
  'callbacks.not_joined': { status: 409, title: 'This call has not ended, or did not reach the caller' },
  'callbacks.judged_late': { status: 409, title: 'What came of a call can be said for ten minutes after it' },
  'callbacks.not_a_judgement': { status: 409, title: 'A call that reached the caller cannot end like this' },
  'callbacks.no_officer_phone': { status: 409, title: 'You have no telephone on record to be rung on' },
  'callbacks.voice_only': { status: 409, title: 'This caller asked to be rung, not written to' },
  'callbacks.text_unanswered': {
    status: 409,
    title: 'Words of your own can be written once the caller has answered',
  },
  'callbacks.request_key_reused': { status: 409, title: 'This key belongs to another request' },

  'callbacks.item_settled': { status: 409, title: 'This is settled already' },
  'callbacks.unknown_resolution': { status: 400, title: 'This is no way to settle it' },

  'jobs.queue_unavailable': { status: 503, title: 'The queue does not answer' },
  'jobs.payload_invalid': { status: 500, title: "A job's payload does not fit its schema" },
  'jobs.handler_missing': { status: 500, title: 'A job has no handler' },
  'jobs.handler_doubled': { status: 500, title: 'A job has two handlers' },
  'jobs.redis_unfit': { status: 500, title: 'Redis is not set up to keep jobs' },
  'jobs.timed_out': { status: 500, title: 'A job ran past its time limit' },
  'outbox.payload_invalid': { status: 500, title: "An event's payload does not fit its schema" },
  'outbox.consumer_missing': { status: 500, title: 'An event has no consumer' },
  'outbox.attempts_exhausted': { status: 500, title: 'An event was tried too often' },
  'outbox.delivery_late': { status: 500, title: 'An event was not delivered within its lease' },
  'outbox.consumer_doubled': { status: 500, title: 'An event has two consumers' },
  'outbox.topic_unknown': { status: 500, title: 'A consumer waits for an event that nothing emits' },

  'internal.unexpected': { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Readonly<Record<`${string}.${string}`, { status: number; title: string }>>;

export type ErrorCode = keyof typeof errors;

/** What the one place that raises an error may add to its code. */
export interface ErrorParts {
  /** One sentence for whoever reads the problem document. Never a name, a number or a caller's words (law 5). */
  readonly detail?: string;
  /** The error underneath: logged by code and stack, never shown. */
  readonly cause?: unknown;
  /** Ids and coded facts, such as `{ setting: 'PORT' }` or `{ issues: [...] }`; they go into the document. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** An error with a code of the table. Made by `appError`, mapped to HTTP by `platform/http` alone. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly fields?: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, { detail = errors[code].title, cause, fields }: ErrorParts = {}) {
    super(`${code}: ${detail}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = errors[code].status;
    this.detail = detail;
    if (fields) this.fields = fields;
  }
}

/**
 * Makes the error of a code.
 *
 * @example throw appError('http.validation', { detail: 'The cursor is not one of ours.' });
 */
export function appError(code: ErrorCode, parts: ErrorParts = {}): AppError {
  return new AppError(code, parts);
}

/** Whether a caught value is one of ours and, if a code is given, that one. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
