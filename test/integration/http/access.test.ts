import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listRoutes, principalOf } from '../../../src/platform/http/access.ts';
import type { AccessRule } from '../../../src/platform/http/access.port.ts';
import { signInRateLimit } from '../../../src/platform/http/sign-in-rate-limit.ts';
import { twilioScope } from '../../../src/platform/http/twilio-scope.ts';
import { appUnderTest, officer, officerToken, send } from './app-under-test.ts';

type Setup = Awaited<ReturnType<typeof appUnderTest>>;
type App = Setup['app'];
const twilio = {
  http: { publicUrl: 'https://hotline.example.org' },
  twilio: { accountSid: `AC${'0'.repeat(32)}`, authToken: 'a-token-of-the-account' },
};
const staff = (...roles: readonly ('officer' | 'supervisor')[]): { access: AccessRule } => ({
  access: { kind: 'staff', roles },
});

describe('a route', () => {
  let app: App;
  beforeEach(async () => ({ app } = await appUnderTest()));
  afterEach(() => app.close());

  it('does not register without an access rule, and the refusal names it', () => {
    expect(() => app.get('/api/open', async () => 'x')).toThrow(/GET \/api\/open has no access rule/);
  });

  it('does not register inside a plugin either', async () => {
    const plugin = async (scope: App) => void scope.post('/api/inner', async () => 'x');
    await expect(app.register(plugin)).rejects.toThrow(/POST \/api\/inner has no access rule/);
  });

  it('for staff names at least one role', () => {
    expect(() => app.get('/api/nobody', { config: staff() }, async () => 'x')).toThrow(/at least one role/);
  });

  it('for Twilio stands in the scope that verifies signatures, and no other route does', async () => {
    expect(() => app.post('/twilio/x', { config: { access: { kind: 'twilio' } } }, async () => 'x')).toThrow(
      /twilioScope/,
    );
    const scope = twilioScope(twilio, async (inner) => {
      inner.get('/twilio/open', { config: { access: { kind: 'public' } } }, async () => 'x');
    });
    await expect(app.register(scope)).rejects.toThrow(/twilioScope/);
  });

  it('is listed with its rule', async () => {
    app.get('/api/mine', { config: staff('officer') }, async () => 'x');
    await app.ready();
    expect(listRoutes(app)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ method: 'GET', url: '/healthz', access: { kind: 'public' } }),
        expect.objectContaining({
          method: 'GET',
          url: '/api/mine',
          access: { kind: 'staff', roles: ['officer'] },
        }),
      ]),
    );
  });
});

describe('a route for staff', () => {
  let app: App;
  let bodiesSeen: number;

  beforeEach(async () => {
    bodiesSeen = 0;
    ({ app } = await appUnderTest());
    await app.register(async (scope: App) => {
      scope.addHook('preValidation', async () => void (bodiesSeen += 1));
      scope.get(
        '/api/me',
        { config: staff('officer'), schema: { response: { 200: z.object({ id: z.string() }) } } },
        async (request) => ({
          id: principalOf(request).staffId,
        }),
      );
      scope.get('/api/board', { config: staff('supervisor') }, async () => 'x');
      scope.get('/api/both', { config: staff('supervisor', 'officer') }, async () => 'x');
      scope.post('/api/notes', { config: staff('officer') }, async () => 'x');
      scope.get(
        '/api/anyone',
        { config: { access: { kind: 'public' } } },
        async (request) => principalOf(request).staffId,
      );
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
  });

  afterEach(() => app.close());

  const get = (target: string, authorization?: string) =>
    send(app, { target, headers: authorization === undefined ? {} : { authorization } });

  it('knows who asks', async () => {
    const answer = await get('/api/me', `Bearer ${officerToken}`);
    expect(answer).toMatchObject({ status: 200, body: JSON.stringify({ id: officer.staffId }) });
  });

  it.each([
    ['no token', undefined],
    ['an unknown token', 'Bearer unknown'],
    ['another scheme', `Basic ${officerToken}`],
    ['a token with white space', `Bearer ${officerToken} x`],
    ['a token of 10 kB', `Bearer ${'x'.repeat(10_000)}`],
    ['an empty token', 'Bearer '],
  ])('asks whoever comes with %s to sign in', async (_name, authorization) => {
    const answer = await get('/api/me', authorization);
    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'http.unauthorised' });
  });

  it('refuses other roles, and takes any of several', async () => {
    const refused = await get('/api/board', `Bearer ${officerToken}`);
    expect(JSON.parse(refused.body)).toMatchObject({ status: 403, code: 'http.forbidden' });
    expect((await get('/api/both', `Bearer ${officerToken}`)).status).toBe(200);
  });

  it('reads no body of a stranger', async () => {
    const stranger = {
      method: 'POST',
      target: '/api/notes',
      body: '{not json',
      headers: { 'content-type': 'application/json' },
    };
    expect((await send(app, stranger)).status).toBe(401);
    expect(bodiesSeen).toBe(0);
  });

  it('leaves no principal on a route that is not for staff', async () => {
    expect((await get('/api/anyone', `Bearer ${officerToken}`)).status).toBe(401);
  });
});

it('slows down who tries to sign in too often, by address', async () => {
  const { app } = await appUnderTest();
  const config = { access: { kind: 'public' }, rateLimit: signInRateLimit } as const;
  app.post('/api/sign-in', { config }, async () => 'x');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const attempt = (at: number) =>
    send(app, { method: 'POST', target: '/api/sign-in', headers: { 'x-forwarded-for': `192.0.2.${at}` } });
  for (let at = 0; at < signInRateLimit.max; at += 1) expect((await attempt(at)).status).toBe(200);
  const refused = await attempt(99);
  expect(JSON.parse(refused.body)).toMatchObject({ status: 429, code: 'http.rate_limited' });
  expect(refused.headers['retry-after']).toMatch(/^\d+$/);
  expect((await send(app, { target: '/healthz' })).status).toBe(200);
  await app.close();
});
