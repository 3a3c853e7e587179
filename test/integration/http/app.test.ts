import { createConnection } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appError } from '../../../src/kernel/errors.ts';
import { appUnderTest, send } from './app-under-test.ts';

const anyone = { access: { kind: 'public' } } as const;
type Setup = Awaited<ReturnType<typeof appUnderTest>>;

describe('the HTTP application', () => {
  let setup: Setup;

  beforeEach(async () => {
    setup = await appUnderTest();
    await setup.app.register(async (scope: Setup['app']) => {
      const schema = {
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({ note: z.string().max(5), to: z.object({ zip: z.string().regex(/^\d{5}$/) }) }),
        response: { 200: z.object({ seen: z.literal(true) }) },
      };
      scope.post('/api/things/:id', { config: anyone, schema }, async () => ({
        seen: true as const,
        secret: 1,
      }));
      const boom = { response: { 200: z.object({}) } };
      scope.get('/api/conflict', { config: anyone, schema: boom }, async () => {
        throw appError('callbacks.already_claimed', {
          fields: { callbackId: 'cb-1' },
          detail: 'Claimed at nine.',
        });
      });
      scope.get('/api/defect', { config: anyone, schema: boom }, async () => {
        throw new Error('row of Ana Gil, +12025550123');
      });
      scope.get(
        '/api/misshapen',
        { config: anyone, schema: { response: { 200: z.object({ a: z.number() }) } } },
        async () => JSON.parse('{"a":"Ana Gil"}'),
      );
    });
    await setup.app.listen({ host: '127.0.0.1', port: 0 });
  });

  afterEach(() => setup.app.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    send(setup.app, {
      method: 'POST',
      target: '/api/things/0192f1c0-0000-7000-8000-000000000001',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it('answers what a schema lets out, and nothing else', async () => {
    const answer = await post('{"note":"short","to":{"zip":"33101"}}');
    expect(answer).toMatchObject({ status: 200, body: '{"seen":true}' });
  });

  it('says where a request is wrong and by which rule, never what it held', async () => {
    const answer = await post('{"note":"Ana Gil wrote","to":{"zip":"Gil"},"Ana":1}');
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(answer.body)).toEqual({
      type: 'urn:hotline:problem:http.validation',
      title: 'The request is not valid',
      status: 400,
      code: 'http.validation',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      errors: [
        { pointer: '/note', rule: 'too_big' },
        { pointer: '/to/zip', rule: 'invalid_format' },
        { pointer: expect.any(String), rule: 'unrecognized_keys' },
      ],
    });
    expect(answer.body + JSON.stringify(setup.log.lines)).not.toMatch(/Ana|Gil/);
  });

  it.each([
    ['no JSON', '{"Ana', {}, 400, 'http.validation'],
    ['poisoned JSON', '{"__proto__":{"a":1}}', {}, 400, 'http.validation'],
    ['an empty body', '', {}, 400, 'http.validation'],
    ['65 kB', JSON.stringify({ note: 'x'.repeat(65 * 1024) }), {}, 413, 'http.too_large'],
    ['XML', '<a/>', { 'content-type': 'text/xml' }, 415, 'http.unsupported_media'],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'http.unsupported_media'],
  ])(
    'refuses %s with a coded problem',
    async (_name, body, headers: Record<string, string>, status, code) => {
      const answer = await post(body, headers);
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toMatchObject({ status, code });
      expect(answer.body).not.toContain('Ana');
    },
  );

  it.each(['/nowhere', '/api/things', '/%', '/api/%ff', `/${'x'.repeat(5_000)}`])(
    'answers %.20s with a coded problem',
    async (target) => {
      const answer = await send(setup.app, { target });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(JSON.parse(answer.body)).toMatchObject({
        status: answer.status,
        code: expect.stringMatching(/^http\./),
      });
    },
  );

  it('answers what is not HTTP with a problem as well', async () => {
    const { port } = setup.app.server.address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = createConnection(port, '127.0.0.1', () => socket.write('Ana Gil\r\n\r\n'));
      socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
      socket.on('end', () => resolve(received)).on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 .*"code":"http\.validation"/s);
    expect(text).not.toContain('Ana');
  });

  it('tells an expected error by code, detail and facts, and logs it as information', async () => {
    const answer = await send(setup.app, { target: '/api/conflict' });
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 409,
      code: 'callbacks.already_claimed',
      detail: 'Claimed at nine.',
      callbackId: 'cb-1',
    });
    expect(setup.log.lines.at(-1)).toMatchObject({
      level: 'info',
      fields: { code: 'callbacks.already_claimed', route: '/api/conflict', status: 409 },
    });
  });

  it.each(['/api/defect', '/api/misshapen'])(
    'tells nothing of a defect of ours, and logs it as an error: %s',
    async (target) => {
      const answer = await send(setup.app, { target });
      expect(JSON.parse(answer.body)).toEqual({
        type: 'urn:hotline:problem:internal.unexpected',
        title: 'Something went wrong on our side',
        status: 500,
        code: 'internal.unexpected',
        requestId: expect.any(String),
      });
      expect(setup.log.lines.at(-1)).toMatchObject({
        level: 'error',
        fields: { err: expect.any(Error), route: target },
      });
    },
  );

  it('makes each request an id of its own, whatever the client sends', async () => {
    const headers = { 'x-request-id': 'Ana', 'request-id': 'Ana' };
    const ids = new Set<string>();
    for (const target of ['/a', '/b']) {
      ids.add(
        (JSON.parse((await send(setup.app, { target, headers })).body) as { requestId: string }).requestId,
      );
    }
    expect(ids.size).toBe(2);
    expect([...ids].join('')).not.toContain('Ana');
  });

  it('counts requests by pattern, never by URL', async () => {
    await send(setup.app, { target: '/api/conflict?name=Ana' });
    await send(setup.app, { target: '/Ana' });
    const { body } = await setup.metrics.render();
    expect(body).toContain(
      'hotline_http_request_seconds_count{method="GET",route="/api/conflict",status="409"} 1',
    );
    expect(body).toContain(
      'hotline_http_request_seconds_count{method="GET",route="unmatched",status="404"} 1',
    );
    expect(body).not.toContain('Ana');
  });

  it('describes the staff API, and only it, as OpenAPI 3.1', async () => {
    const document = JSON.parse((await send(setup.app, { target: '/api/openapi.json' })).body) as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).toSorted()).toEqual([
      '/api/conflict',
      '/api/defect',
      '/api/misshapen',
      '/api/things/{id}',
    ]);
  });
});
