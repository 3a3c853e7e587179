import { readOverrides, type Overrides } from './overrides.ts';

/** A configured webhook URL, split into what is requested, what is kept back, and how to connect. */
export interface Address {
  /** What is requested: without `user:password@` and without `#fragment`; otherwise byte for byte as configured. */
  readonly url: string;
  readonly credentials?: { readonly user: string; readonly password: string };
  readonly overrides: Overrides;
}

const userInfo = /^(https?:\/\/)([^/?#@]*)@/i;
const httpsPort = /^(https:\/\/(?:\[[^\]]*\]|[^/?#:]*)):\d+/i;

/** Reads a configured URL; `undefined` when it is not an absolute http(s) URL (error 11100). */
export function readAddress(configured: string): Address | undefined {
  if (!/^https?:\/\//i.test(configured) || !URL.canParse(configured)) return undefined;
  const [withoutFragment = '', ...fragment] = configured.split('#');
  const credentials = userInfo.exec(withoutFragment)?.[2];
  const url = withoutFragment.replace(userInfo, '$1');
  const overrides = readOverrides(fragment.join('#'));
  if (credentials === undefined) return { url, overrides };
  const [user = '', ...password] = credentials.split(':');
  return { url, overrides, credentials: { user, password: password.join(':') } };
}

/** The URL that goes into the signature: voice over HTTPS drops the port; HTTP and messaging keep it. */
export function signedUrl(requestUrl: string, product: 'voice' | 'messaging' = 'voice'): string {
  return product === 'voice' ? requestUrl.replace(httpsPort, '$1') : requestUrl;
}

/** Appends GET parameters after the URL's own. */
export function withQuery(url: string, query: string): string {
  if (query === '') return url;
  return url + (url.includes('?') ? '&' : '?') + query;
}

/** Resolves a URL found in a document; an absolute one stays as written, fragment and all. */
export function resolveUrl(reference: string, documentUrl: string | undefined): string | undefined {
  if (/^https?:\/\//i.test(reference)) return reference;
  if (documentUrl === undefined || !URL.canParse(reference, documentUrl)) return undefined;
  return new URL(reference, documentUrl).href;
}
