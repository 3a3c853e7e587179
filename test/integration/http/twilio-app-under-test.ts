import { createHmac } from 'node:crypto';
import { twilioScope, webhookParams } from '../../../src/platform/http/twilio-scope.ts';
import { twimlContentType } from '../../../src/platform/telephony/twiml.ts';
import { parseActionWebhook, parseVoiceWebhook } from '../../../src/platform/telephony/webhook-schemas.ts';
import { appUnderTest, send, type Answer } from './app-under-test.ts';

export const publicUrl = 'https://hotline.example.org';
export const accountSid = `AC${'0'.repeat(31)}1`;
export const authToken = 'the-primary-auth-token';
export const authTokenSecondary = 'the-secondary-auth-token';
const form = 'application/x-www-form-urlencoded; charset=UTF-8';

export const inbound = {
  AccountSid: accountSid,
  ApiVersion: '2010-04-01',
  CallSid: `CA${'0'.repeat(31)}1`,
  CallStatus: 'in-progress',
  Direction: 'inbound',
  From: '+12025550123',
  FromCity: '',
  To: '+18005550199',
};
export type Params = Record<string, string | string[]>;

/** Signs as Twilio's page says, without the SDK: URL, then names and values in order. */
export function sign(url: string, params: Params, token = authToken): string {
  const names = Object.keys(params).toSorted((one, other) => (one < other ? -1 : 1));
  const text = names.flatMap((name) =>
    [...new Set([params[name] ?? []].flat())].toSorted().map((value) => `${name}${value}`),
  );
  return createHmac('sha1', token)
    .update(url + text.join(''))
    .digest('base64');
}

export function encode(params: Params): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as const),
  );
  return pairs
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value ?? '')}`)
    .join('&');
}

/** An application with two routes for Twilio, `/twilio/voice` and `/twilio/turn`, that only read and answer. */
export async function twilioAppUnderTest() {
  const setup = await appUnderTest();
  const calls = { served: 0 };
  const config = { access: { kind: 'twilio' } } as const;
  const scope = twilioScope(
    { http: { publicUrl }, twilio: { accountSid, authToken, authTokenSecondary } },
    async (inner) => {
      inner.route({
        method: ['GET', 'POST'],
        url: '/twilio/voice',
        config,
        handler: async (request, reply) => {
          parseVoiceWebhook(webhookParams(request));
          calls.served += 1;
          return reply.type(twimlContentType).send('<Response/>');
        },
      });
      inner.post('/twilio/turn', { config }, async (request, reply) => {
        parseActionWebhook(webhookParams(request));
        calls.served += 1;
        return reply.type(twimlContentType).send('<Response/>');
      });
    },
  );
  await setup.app.register(scope);
  await setup.app.listen({ host: '127.0.0.1', port: 0 });

  /** Posts a form as Twilio does, signed with the primary token unless told otherwise. */
  function post(
    target: string,
    params: Params,
    changed: { signature?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<Answer> {
    const signature = changed.signature ?? sign(publicUrl + target, params);
    const headers = { 'content-type': form, 'x-twilio-signature': signature, ...changed.headers };
    return send(setup.app, { method: 'POST', target, headers, body: changed.body ?? encode(params) });
  }

  return { ...setup, calls, post };
}
