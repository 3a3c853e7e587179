import { appError, type AppError } from '../../kernel/errors.ts';

/** Why a request to the provider failed, as far as the next step depends on it. */
export type Failure =
  | { readonly kind: 'missing'; readonly providerCode: number | null }
  | { readonly kind: 'refused'; readonly providerCode: number | null }
  /** Our credentials are wrong: nothing will work until a person mends them. */
  | { readonly kind: 'unauthorised'; readonly providerCode: number | null }
  /** Never reached the provider, or was turned away unread (429). */
  | { readonly kind: 'not_placed' }
  /** Was sent, and no answer came back: it may have been carried out. */
  | { readonly kind: 'unknown' };

/** Errors of a connection that was never made. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Reads an error of the SDK: `status` and the provider's numeric `code` where it answered, otherwise the code of
 * the connection. The message is not looked at and not kept: Twilio quotes the number in it.
 */
export function failureOf(error: unknown): Failure {
  const { status, code } = (error instanceof Error ? error : {}) as { status?: unknown; code?: unknown };
  const providerCode = typeof code === 'number' ? code : null;
  if (typeof status !== 'number') {
    return { kind: typeof code === 'string' && neverConnected.has(code) ? 'not_placed' : 'unknown' };
  }
  if (status === 429) return { kind: 'not_placed' };
  if (status === 401 || status === 403) return { kind: 'unauthorised', providerCode };
  if (status === 404) return { kind: 'missing', providerCode };
  return status >= 400 && status < 500 ? { kind: 'refused', providerCode } : { kind: 'unknown' };
}

/** An error of ours for a failure that is no result; without the SDK's error as cause, since its message has data. */
export function unexpected(error: unknown): AppError {
  const failure = failureOf(error);
  if (failure.kind === 'not_placed' || failure.kind === 'unknown') return appError('twilio.rest_unavailable');
  return appError('twilio.rest_refused', { fields: { providerCode: failure.providerCode } });
}
