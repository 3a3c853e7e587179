import type { Chance } from '../chance.ts';
import { signedUrl, withQuery } from './address.ts';
import { encodeForm } from './form.ts';
import { sign, signedString } from './signature.ts';
import type { HttpRequest } from './transport.ts';

/** A signed request, and what it was signed from. */
export interface Wire extends HttpRequest {
  readonly signedString: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface WireDeps {
  readonly authToken: string;
  /** Shuffles the parameters: their order is not stable on Twilio either. */
  readonly chance: Chance;
  /** The same for all attempts of one request. */
  readonly idempotencyToken: string;
  /** Messaging signs a port that voice leaves out. */
  readonly product: 'voice' | 'messaging';
}

/** Signs a request as Twilio's proxy does: a POST carries a form, a GET its parameters behind the URL's own. */
export function signedRequest(
  method: 'GET' | 'POST',
  url: string,
  params: Readonly<Record<string, string>>,
  { authToken, chance, idempotencyToken, product }: WireDeps,
): Wire {
  const form = encodeForm(chance.shuffled(Object.entries(params)));
  const post = method === 'POST';
  const requestUrl = post ? url : withQuery(url, form);
  const text = signedString(signedUrl(requestUrl, product), post ? params : {});
  const body = post ? form : '';
  const headers = {
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    'Accept-Encoding': 'gzip',
    'X-Home-Region': 'us1',
    'X-Twilio-Signature': sign(authToken, text),
    'I-Twilio-Idempotency-Token': idempotencyToken,
    ...(post && {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
  };
  return { method, url: requestUrl, headers, body, signedString: text, params };
}
