/** What pure code may ask of the outside world. Adapters live in `platform/`; tests pass fakes. */

/** The only source of time. SQL that decides by time takes this clock's value as a parameter, never `now()`. */
export interface Clock {
  now(): Date;
}

/** The only source of randomness. */
export interface Ids {
  /** A time-ordered UUID (version 7, RFC 9562), lower case. */
  uuid(): string;
  /** `length` uniformly random decimal digits. */
  digits(length: number): string;
}

/** Fields of a log line. Only names on the allow-list of `platform/observability` are printed. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Fields carry ids and codes, never a caller's words, names or numbers (law 5). */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  child(fields: LogFields): Log;
}
