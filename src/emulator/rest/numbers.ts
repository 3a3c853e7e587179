import type { FastifyInstance } from 'fastify';
import { defined } from '../defined.ts';
import type { AccountNumber, AccountNumbers } from '../numbers.ts';
import type { HttpMethod } from '../options.ts';
import { notFound } from './errors.ts';
import { methodField, refuseFields, textField, urlField, type Fields } from './fields.ts';
import { pageOf } from './paging.ts';
import { accountPath, numberBody } from './shapes.ts';

export interface NumberRoutesDeps {
  readonly accountSid: string;
  readonly numbers: AccountNumbers;
}

const notYet = ['SmsApplicationSid', 'VoiceApplicationSid', 'TrunkSid', 'VoiceCallerIdLookup'];

/** What an update changes; a field that is not given changes nothing. */
function readChanges(fields: Fields) {
  const url = (name: string): string | undefined => urlField(fields, name, 21502);
  const method = (name: string): HttpMethod | undefined =>
    textField(fields, name) === undefined ? undefined : methodField(fields, name);
  return defined({
    friendlyName: textField(fields, 'FriendlyName'),
    voiceUrl: url('VoiceUrl'),
    voiceMethod: method('VoiceMethod'),
    fallbackUrl: url('VoiceFallbackUrl'),
    fallbackMethod: method('VoiceFallbackMethod'),
    statusCallback: url('StatusCallback'),
    statusCallbackMethod: method('StatusCallbackMethod'),
    smsUrl: url('SmsUrl'),
    smsMethod: method('SmsMethod'),
    smsFallbackUrl: url('SmsFallbackUrl'),
    smsFallbackMethod: method('SmsFallbackMethod'),
  });
}

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
    return show(numbers.set({ ...known, ...readChanges(body) }));
  });
}
