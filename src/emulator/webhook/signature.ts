import { createHmac } from 'node:crypto';
import type { Parameters } from './form.ts';

/**
 * The string that Twilio signs: the URL, then every decoded parameter in code-unit order of names, name and
 * value joined without separators; a repeated name's values once each, sorted. Source: Twilio, "Security".
 */
export function signedString(url: string, parameters: Parameters): string {
  const names = Object.keys(parameters).sort();
  return names.reduce((text, name) => {
    const value = parameters[name] ?? '';
    if (typeof value === 'string') return text + name + value;
    return (
      text +
      [...new Set(value)]
        .sort()
        .map((one) => name + one)
        .join('')
    );
  }, url);
}

/** `X-Twilio-Signature`: base64 of HMAC-SHA1 over the signed string, keyed with the account's auth token. */
export function sign(authToken: string, text: string): string {
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}
