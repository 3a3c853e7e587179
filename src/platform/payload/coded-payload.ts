/**
 * What may leave Postgres (law 5). Redis and the outbox are clear text, seen by whoever runs them, so a payload
 * carries ids, small numbers and codes: nothing that a caller said, and no number that rings someone.
 */

const idsAndCodes = [
  /** A UUID. */
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  /** A SHA-256, such as a flow's revision. */
  /^[0-9a-f]{64}$/,
  /** The provider's id of a call, a recording, a message. */
  /^[A-Z]{2}[0-9a-f]{32}$/,
  /** An instant, ISO 8601 in UTC. */
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/,
  /** A code: `no_answer`, `callbacks.promised`, `es-US`. */
  /^[a-z][A-Za-z0-9_.-]{0,63}$/,
];

/** Turns, epochs and attempts stay far below; a phone number or a nine-digit identifier does not. */
const numberLimit = 1_000_000;

function isCoded(value: unknown): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Math.abs(value) < numberLimit;
  return typeof value === 'string' && idsAndCodes.some((pattern) => pattern.test(value));
}

/**
 * Names of the entries of a payload that are not ids, small numbers, booleans or codes.
 *
 * @example uncodedFields({ callbackId: '0193b3c4-…', note: 'call my sister' }) // ['note']
 */
export function uncodedFields(payload: unknown): string[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return ['payload'];
  return Object.entries(payload)
    .filter(([, value]) => !isCoded(value))
    .map(([name]) => name);
}
