import { createHash, timingSafeEqual } from 'node:crypto';
import { RestError } from './errors.ts';

export interface Credentials {
  readonly accountSid: string;
  readonly authToken: string;
  readonly secondaryAuthToken?: string;
  readonly apiKeys?: readonly { readonly sid: string; readonly secret: string }[];
}

function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Checks HTTP Basic credentials: account SID and a token, or an API key and its secret. Throws 401, code 20003. */
export function authenticate(header: string | undefined, known: Credentials): void {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1] ?? '';
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  const tokens = [known.authToken, known.secondaryAuthToken].filter((token) => token !== undefined);
  const accepted = [
    ...tokens.map((token) => `${known.accountSid}:${token}`),
    ...(known.apiKeys ?? []).map(({ sid, secret }) => `${sid}:${secret}`),
  ];
  if (!accepted.some((pair) => same(pair, given))) throw new RestError(401, 20003, 'Authenticate');
}
