import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';

/** Decoded form parameters; a repeated one is an array. */
export type FormParams = Readonly<Record<string, string | readonly string[]>>;

export interface SignedRequest {
  /** The primary Auth Token and, while two are being exchanged, the secondary one. */
  readonly authTokens: readonly string[];
  /** Address by which Twilio reaches us, from the configuration: never from a header. No slash at its end. */
  readonly publicUrl: string;
  /** The request target exactly as it stood in the request line (`request.raw.url`). */
  readonly rawUrl: string;
  /** Form parameters of a POST as decoded, nothing trimmed or left out; null where there were none. */
  readonly params: FormParams | null;
  readonly contentType: string | undefined;
  /** Body bytes as text, looked at only where the content type is JSON. */
  readonly rawBody?: string;
  /** Header `X-Twilio-Signature`. */
  readonly signature: string | undefined;
}

const json = /^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i;

/**
 * Whether Twilio signed this request (HMAC-SHA1 over URL and sorted parameters, in Twilio's own
 * implementation). A JSON body is covered by `bodySHA256` in the query: that path is taken on the content type
 * alone, since a query can be chosen by anyone. Never throws: what cannot be checked is not signed.
 */
export function verifySignature(request: SignedRequest): boolean {
  const { publicUrl, rawUrl, params, contentType, rawBody, signature } = request;
  if (signature === undefined || signature === '') return false;
  const url = publicUrl + rawUrl;
  const isJson = contentType !== undefined && json.test(contentType);
  if (isJson && rawBody === undefined) return false;
  return request.authTokens.some((token) => {
    try {
      return isJson
        ? validateRequestWithBody(token, signature, url, rawBody ?? '')
        : validateRequest(token, signature, url, params ?? {});
    } catch {
      return false;
    }
  });
}
