import type { FastifyInstance } from 'fastify';
import { isSettled, type Message, type OutgoingText } from '../messages/message.ts';
import { RefusedTextError, type Messages } from '../messages/messages.ts';
import { NotSimulatedError } from '../verbs/verb.ts';
import { dateFilter } from './dates.ts';
import { notFound, RestError } from './errors.ts';
import { numberField, refuseFields, textField, urlField, type Fields } from './fields.ts';
import { messageBody } from './message-shape.ts';
import { pageOf } from './paging.ts';
import { accountPath } from './shapes.ts';

export interface MessageRoutesDeps {
  readonly accountSid: string;
  readonly messages: Messages;
  readonly now: () => Date;
}

const e164 = /^\+[1-9]\d{1,14}$/;

/** Fields whose effect is not simulated. */
const notSimulated = [
  'AddressRetention',
  'ApplicationSid',
  'ContentRetention',
  'ContentSid',
  'ContentVariables',
  'ForceDelivery',
  'MaxPrice',
  'MediaUrl',
  'MessagingServiceSid',
  'PersistentAction',
  'ProvideFeedback',
  'ScheduleType',
  'SendAsMms',
  'SendAt',
  'SmartEncoded',
];

/** Reads the fields of `POST Messages.json`. Throws Twilio's 400s. A text waits for nothing: it never loses validity. */
function readText(fields: Fields): OutgoingText {
  const to = textField(fields, 'To');
  const from = textField(fields, 'From');
  const body = textField(fields, 'Body');
  refuseFields(fields, notSimulated);
  if (to === undefined) throw new RestError(400, 21604, "A 'To' phone number is required");
  if (from === undefined) throw new RestError(400, 21603, "A 'From' phone number is required");
  if (body === undefined) throw new RestError(400, 21602, 'Message body is required');
  if (!e164.test(to)) throw new RestError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (!e164.test(from)) throw new RestError(400, 21212, `Invalid From Number: ${from}`);
  const statusCallback = urlField(fields, 'StatusCallback', 21609);
  numberField(fields, 'ValidityPeriod', 1, 36_000);
  return {
    direction: 'outbound-api',
    from,
    to,
    body,
    ...(statusCallback !== undefined && { statusCallback: { url: statusCallback, method: 'POST' } }),
  };
}

/** `Messages.json` and `Messages/{sid}.json`. Source: Twilio OpenAPI, 2010-04-01. */
export function messageRoutes(app: FastifyInstance, deps: MessageRoutesDeps): void {
  const { accountSid, messages } = deps;
  const path = `${accountPath(accountSid)}/Messages.json`;
  const one = `${accountPath(accountSid)}/Messages/:sid(^SM[0-9a-fA-F]{32}).json`;
  const show = (message: Message): object => messageBody(message, accountSid);
  const find = (sid: string): Message => {
    const message = messages.get(sid);
    if (message === undefined) throw notFound(`${accountPath(accountSid)}/Messages/${sid}.json`);
    return message;
  };

  app.post<{ Body: Fields | undefined }>(path, async ({ body = {} }, reply) => {
    const text = readText(body);
    try {
      return await reply.code(201).send(show(messages.send(text)));
    } catch (error) {
      if (error instanceof RefusedTextError) throw new RestError(400, error.code, error.message);
      if (error instanceof NotSimulatedError) throw new RestError(400, 20001, error.message);
      throw error;
    }
  });

  app.get<{ Querystring: Fields }>(path, async ({ query }) => {
    const equal = (name: string, value: string): boolean => (textField(query, name) ?? value) === value;
    const sent = dateFilter(query, 'DateSent');
    const items = messages
      .list()
      .filter(({ to, from, sentAt }) => equal('To', to) && equal('From', from) && sent(sentAt));
    return pageOf({ path, query, key: 'messages', items, sidOf: ({ sid }) => sid, show });
  });

  app.get<{ Params: { sid: string } }>(one, async ({ params }) => show(find(params.sid)));

  app.post<{ Params: { sid: string }; Body: Fields | undefined }>(one, async ({ params, body = {} }) => {
    const message = find(params.sid);
    if (textField(body, 'Status') !== undefined)
      throw new RestError(400, 30409, 'Only a scheduled message can be canceled');
    if (body['Body'] !== '') throw new RestError(400, 20001, 'Body can only be changed to nothing');
    if (!isSettled(message)) throw new RestError(400, 20009, 'The message is still on its way');
    message.body = '';
    message.updatedAt = deps.now();
    return show(message);
  });

  app.delete<{ Params: { sid: string } }>(one, async ({ params }, reply) => {
    if (!isSettled(find(params.sid))) throw new RestError(409, 20009, 'The message is still on its way');
    messages.delete(params.sid);
    return reply.code(204).send();
  });
}
