import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { Log, LogFields } from '../../kernel/ports.ts';
import { describeError } from './error-facts.ts';

/**
 * The field names that may be printed: ids, codes, counts and durations. Anything else comes out as
 * `[hidden]`, so that a caller's words, names and numbers stay out of the log even by mistake (law 5).
 */
export const loggedFields: ReadonlySet<string> = new Set(
  `service role pid version host port signal component
   requestId method route status code durationMs
   callId callSid recordingSid lineId flow revision turn step steps language
   caseId callbackId officeId staffId attemptId legId
   job jobId dedupeKey queue attempt attempts epoch topic eventId key sweep
   state outcome reason exit capability kind check degraded
   waitMs runMs limitMs delayMs lagMs count total bytes migration migrations`.split(/\s+/),
);

const hidden = '[hidden]';

/** Ids, codes, routes, addresses, times: no space, no `+`, so neither a sentence nor a phone number. */
const coded = /^[\w.:/@*-]{1,120}$/;

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream;
  /** Fields of every line, such as `{ role: 'api' }`. */
  readonly base: LogFields;
}

/**
 * The structured log: one JSON object a line, times in ISO 8601. Errors go into the field `err` and are
 * reduced to their type, codes and stack, since a message may quote the data that it failed on.
 *
 * @example createLog({ level: 'info', base: { role: 'api' } }).info({ callId }, 'call answered')
 */
export function createLog({ level, destination, base }: LogOptions): Log {
  const options = {
    level,
    base: visible(base),
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(destination === undefined ? pino(options) : pino(options, destination));
}

function wrap(logger: Logger): Log {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: LogFields, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](visible(fields), message);
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(logger.child(visible(fields))),
  };
}

function visible(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (name === 'err') return [name, describeError(value)];
      return [name, loggedFields.has(name) ? printable(value) : hidden];
    }),
  );
}

/** Codes, numbers, and short lists of them; an object could carry anything. */
function printable(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'string') return coded.test(value) ? value : hidden;
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value))
    return value.slice(0, 50).map((item) => (Array.isArray(item) ? hidden : printable(item)));
  return hidden;
}
