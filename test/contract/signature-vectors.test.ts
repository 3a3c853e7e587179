import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySignature, type FormParams } from '../../src/platform/telephony/signature.ts';

interface Vector {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly requestUrl: string;
  readonly authToken: string;
  readonly contentType: string;
  readonly rawBody: string | null;
  readonly signature: string;
}

const { vectors } = JSON.parse(
  readFileSync(new URL('twilio-signature-vectors.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] };

describe('the verifier, mounted on * behind a real socket', () => {
  let app: FastifyInstance;
  let vectorUnderTest: Vector;

  beforeAll(async () => {
    app = fastify();
    await app.register(formbody);
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    app.all('*', async ({ raw, body, headers }) => ({
      signed: verifySignature({
        authTokens: [vectorUnderTest.authToken],
        publicUrl: publicUrlOf(vectorUnderTest),
        rawUrl: raw.url ?? '',
        params: typeof body === 'object' ? (body as FormParams | null) : null,
        ...(typeof body === 'string' ? { rawBody: body } : {}),
        contentType: headers['content-type'],
        signature: headers['x-twilio-signature']?.toString(),
      }),
    }));
    await app.listen({ host: '127.0.0.1', port: 0 });
  });

  afterAll(() => app.close());

  /** Sends the vector's bytes as they are, to the request target as it was signed. */
  function send(
    vector: Vector,
    changed: { headers?: Record<string, string>; body?: string; target?: string } = {},
  ) {
    vectorUnderTest = vector;
    const body = changed.body ?? vector.rawBody ?? '';
    const { port } = app.server.address() as AddressInfo;
    return new Promise<{ signed: boolean }>((resolve, reject) => {
      const sent = httpRequest(
        {
          host: '127.0.0.1',
          port,
          method: vector.method,
          path: changed.target ?? targetOf(vector),
          headers: {
            ...(vector.method === 'POST'
              ? { 'content-type': vector.contentType, 'content-length': String(Buffer.byteLength(body)) }
              : {}),
            'x-twilio-signature': vector.signature,
            ...changed.headers,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve(JSON.parse(text) as { signed: boolean }));
        },
      );
      sent.on('error', reject);
      sent.end(vector.method === 'POST' ? body : undefined);
    });
  }

  it('reads all 22 vectors', () => {
    expect(vectors).toHaveLength(22);
  });

  it.each(vectors)('accepts $name', async (vector) => {
    expect(await send(vector)).toEqual({ signed: true });
  });

  it.each(vectors)('is not moved by forged forwarding headers: $name', async (vector) => {
    const headers = {
      host: 'elsewhere.example.net',
      forwarded: 'for=192.0.2.1;host=elsewhere.example.net;proto=http',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-host': 'elsewhere.example.net',
      'x-forwarded-port': '1',
      'x-forwarded-proto': 'http',
      'x-original-url': '/elsewhere',
      'x-rewrite-url': '/elsewhere',
    };
    expect(await send(vector, { headers })).toEqual({ signed: true });
  });

  it.each(vectors)('refuses $name with another token, another target, or no signature', async (vector) => {
    expect(await send({ ...vector, authToken: 'f'.repeat(32) })).toEqual({ signed: false });
    expect(await send(vector, { target: `${targetOf(vector)}x` })).toEqual({ signed: false });
    expect(await send(vector, { headers: { 'x-twilio-signature': '' } })).toEqual({ signed: false });
  });

  const withBody = vectors.filter(({ method }) => method === 'POST');
  it.each(withBody)('refuses $name with a changed body', async (vector) => {
    const changed =
      vector.contentType === 'application/json' ? `${vector.rawBody} ` : `${vector.rawBody}&Extra=1`;
    expect(await send(vector, { body: changed })).toEqual({ signed: false });
  });

  it('refuses a form from which the empty values were dropped', async () => {
    const [full, dropped] = ['inbound-voice', 'inbound-voice-empty-params-dropped'].map((name) =>
      vectors.find((vector) => vector.name === name),
    );
    if (full === undefined || typeof dropped?.rawBody !== 'string')
      throw new Error('the vectors have changed');
    expect(await send(full, { body: dropped.rawBody })).toEqual({ signed: false });
  });
});

/** Scheme, host and port as an operator configures them: without user, query or fragment. */
function publicUrlOf({ requestUrl }: Vector): string {
  return requestUrl.replace(/^([a-z]+:\/\/)(?:[^@/]*@)?([^/?#]+).*$/, '$1$2');
}

/** What stands in the request line: path and query, byte for byte. */
function targetOf({ requestUrl }: Vector): string {
  return requestUrl.replace(/^[a-z]+:\/\/[^/]+/, '').replace(/#.*$/, '');
}
