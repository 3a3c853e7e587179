import type { FastifyInstance } from 'fastify';
import type { AccountNumber, AccountNumbers } from '../numbers.ts';
import { notFound } from './errors.ts';
import { methodField, refuseFields, textField, urlField, type Fields } from './fields.ts';
import { pageOf } from './paging.ts';
import { accountPath, numberBody } from './shapes.ts';

export interface NumberRoutesDeps {
  readonly accountSid: string;
  readonly numbers: AccountNumbers;
}

const notYet = [
  'SmsUrl',
  'SmsFallbackUrl',
  'SmsApplicationSid',
  'VoiceApplicationSid',
  'TrunkSid',
  'VoiceCallerIdLookup',
];

/** `IncomingPhoneNumbers`: list, fetch, and the URLs that answer a number. Source: Twilio OpenAPI, 2010-04-01. */
export function numberRoutes(app: FastifyInstance, { accountSid, numbers }: NumberRoutesDeps): void {
  const base = accountPath(accountSid);
  const one = `${base}/IncomingPhoneNumbers/:sid(^PN[0-9a-fA-F]{32}).json`;
  const show = (number: AccountNumber): object => numberBody(number, accountSid);
  const find = (sid: string): AccountNumber => {
    const number = numbers.bySid(sid);
    if (number === undefined) throw notFound(`${base}/IncomingPhoneNumbers/${sid}.json`);
    return number;
  };

  app.get<{ Querystring: Fields }>(`${base}/IncomingPhoneNumbers.json`, async ({ query }) => {
    const wanted = textField(query, 'PhoneNumber')?.replaceAll('*', '');
    const items = numbers.list().filter(({ number }) => wanted === undefined || number.includes(wanted));
    const path = `${base}/IncomingPhoneNumbers.json`;
    return pageOf({ path, query, key: 'incoming_phone_numbers', items, sidOf: ({ sid }) => sid, show });
  });

  app.get<{ Params: { sid: string } }>(one, async ({ params }) => show(find(params.sid)));

  app.post<{ Params: { sid: string }; Body: Fields | undefined }>(one, async ({ params, body = {} }) => {
    const known = find(params.sid);
    refuseFields(body, notYet);
    const voiceUrl = urlField(body, 'VoiceUrl', 21502);
    const fallbackUrl = urlField(body, 'VoiceFallbackUrl', 21502);
    const statusCallback = urlField(body, 'StatusCallback', 21502);
    const friendlyName = textField(body, 'FriendlyName');
    const changed = (name: string): boolean => textField(body, name) !== undefined;
    return show(
      numbers.set({
        number: known.number,
        voiceUrl: voiceUrl ?? known.voiceUrl,
        ...(fallbackUrl !== undefined && { fallbackUrl }),
        ...(statusCallback !== undefined && { statusCallback }),
        ...(friendlyName !== undefined && { friendlyName }),
        ...(changed('VoiceMethod') && { voiceMethod: methodField(body, 'VoiceMethod') }),
        ...(changed('VoiceFallbackMethod') && { fallbackMethod: methodField(body, 'VoiceFallbackMethod') }),
        ...(changed('StatusCallbackMethod') && {
          statusCallbackMethod: methodField(body, 'StatusCallbackMethod'),
        }),
      }),
    );
  });
}
