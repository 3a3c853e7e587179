import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { readAddress, resolveUrl, signedUrl } from '../../src/emulator/webhook/address.ts';
import { encodeForm } from '../../src/emulator/webhook/form.ts';
import { sign, signedString } from '../../src/emulator/webhook/signature.ts';

interface Vector {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly requestUrl: string;
  readonly signedUrl: string;
  readonly authToken: string;
  readonly decodedParams: Record<string, string | string[]>;
  readonly signature: string;
}

const { vectors } = JSON.parse(
  readFileSync(new URL('twilio-signature-vectors.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] };

describe('the emulator’s signer', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('reproduces vector %s', (_, vector) => {
    const product = vector.name.startsWith('sms') ? 'messaging' : 'voice';
    const address = readAddress(vector.requestUrl);
    expect(signedUrl(address?.url ?? '', product)).toBe(vector.signedUrl);
    const text = signedString(vector.signedUrl, vector.method === 'POST' ? vector.decodedParams : {});
    expect(sign(vector.authToken, text)).toBe(vector.signature);
  });

  it('agrees with the twilio SDK on any token and parameters', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/);
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', ' STOP ', 'São Paulo – 2 + 2 ✓', "a'b"),
    );
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.dictionary(name, value, { noNullPrototype: true }),
        (token, params) => {
          const url = 'https://hotline.example.org/twilio/voice?step=1&to=%2B1';
          expect(sign(token, signedString(url, params))).toBe(
            twilio.getExpectedTwilioSignature(token, url, params),
          );
        },
      ),
    );
  });
});

describe('a configured URL', () => {
  it('loses credentials and overrides on the wire, and an HTTPS port in the signature only', () => {
    const address = readAddress('https://user:p:w@[::1]:8443/voice?x=1#rc=2&rp=5xx,rt&rt=4000&tt=99999');
    expect(address).toMatchObject({
      url: 'https://[::1]:8443/voice?x=1',
      credentials: { user: 'user', password: 'p:w' },
      overrides: { retries: 2, readMs: 4000, connectMs: 5000 },
    });
    expect([...(address?.overrides.retryOn ?? [])]).toEqual(['5xx', 'rt']);
    expect(address?.overrides.totalMs).toBeUndefined();
    expect(signedUrl('https://[::1]:8443/voice?x=1')).toBe('https://[::1]/voice?x=1');
  });

  it('is refused when it is not an absolute http(s) URL', () => {
    for (const url of ['/voice', 'ftp://h/x', 'voice', '', 'https://'])
      expect(readAddress(url)).toBeUndefined();
  });

  it('resolves relative references against the document, and keeps absolute ones as written', () => {
    const base = 'https://hotline.example.org/a/b?c=1';
    expect(resolveUrl('../x?y=1', base)).toBe('https://hotline.example.org/x?y=1');
    expect(resolveUrl('/x', base)).toBe('https://hotline.example.org/x');
    expect(resolveUrl("https://u:p@h/x?a='b#rc=1", base)).toBe("https://u:p@h/x?a='b#rc=1");
    expect(resolveUrl('/x', undefined)).toBeUndefined();
  });
});

describe('the form encoding', () => {
  it('writes spaces as %20, keeps empty values, and is read back by any form parser', () => {
    expect(
      encodeForm([
        ['A', ' x+y '],
        ['B', ''],
        ['C', "(it's)!"],
      ]),
    ).toBe('A=%20x%2By%20&B=&C=%28it%27s%29%21');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new URLSearchParams(encodeForm([['T', text]])).get('T')).toBe(text);
      }),
    );
  });

  it('writes half a surrogate pair as U+FFFD instead of failing', () => {
    expect(encodeForm([['T', 'a\ud800b']])).toBe('T=a%EF%BF%BDb');
  });
});
