import type { FastifyInstance } from 'fastify';
import {
  hasEnded,
  interrupt,
  type CallEvent,
  type CallRecord,
  type CallSettings,
  type Next,
} from '../call/call.ts';
import type { PhoneNetwork } from '../call/network.ts';
import { standardParameters } from '../call/parameters.ts';
import type { CallRegistry } from '../call/registry.ts';
import type { AccountNumbers } from '../numbers.ts';
import { readTwiml, TwimlError, type TwimlDocument } from '../twiml/retrieve.ts';
import { notFound, RestError } from './errors.ts';
import {
  listField,
  methodField,
  numberField,
  refuseFields,
  textField,
  urlField,
  type Fields,
} from './fields.ts';
import { pageOf } from './paging.ts';
import { accountPath, callBody } from './shapes.ts';
import { dateFilter } from './dates.ts';

export interface CallRoutesDeps {
  readonly accountSid: string;
  readonly numbers: AccountNumbers;
  readonly registry: CallRegistry;
  readonly network: PhoneNetwork;
}

const e164 = /^\+[1-9]\d{1,14}$/;
const longestTwiml = 4000;
const callEvents: readonly CallEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

const notYet = [
  'ApplicationSid', 'AsyncAmd', 'AsyncAmdStatusCallback', 'Byoc', 'CallToken', 'CallerId', 'MachineDetection', 'Record',
  'RecordingStatusCallback', 'SendDigits', 'SipAuthUsername',
]; // prettier-ignore

function requestedTwiml(fields: Fields): TwimlDocument | undefined {
  const twiml = textField(fields, 'Twiml');
  if (twiml === undefined) return undefined;
  if (twiml.length > longestTwiml)
    throw new RestError(400, 20001, `Twiml is longer than ${longestTwiml} characters`);
  try {
    return readTwiml(twiml, undefined);
  } catch (error) {
    if (error instanceof TwimlError) throw new RestError(400, error.code, error.message);
    throw error;
  }
}

function settingsFrom(fields: Fields, timeLimit: number): CallSettings {
  const fallbackUrl = urlField(fields, 'FallbackUrl', 21205);
  const statusCallback = urlField(fields, 'StatusCallback', 21609);
  const asked = listField(fields, 'StatusCallbackEvent');
  const events = callEvents.filter((event) => asked.includes(event));
  if (asked.some((event) => !callEvents.some((known) => known === event))) {
    throw new RestError(400, 21626, 'StatusCallbackEvent holds an unknown event');
  }
  return {
    ...(fallbackUrl !== undefined && { fallbackUrl }),
    ...(statusCallback !== undefined && { statusCallback }),
    fallbackMethod: methodField(fields, 'FallbackMethod'),
    statusCallbackMethod: methodField(fields, 'StatusCallbackMethod'),
    statusEvents: new Set(events.length > 0 ? events : (['completed'] as const)),
    timeLimit: numberField(fields, 'TimeLimit', 1, timeLimit) ?? timeLimit,
  };
}

/** `Calls.json` and `Calls/{sid}.json`. Source: Twilio OpenAPI, 2010-04-01. */
export function callRoutes(app: FastifyInstance, deps: CallRoutesDeps): void {
  const { accountSid, registry } = deps;
  const base = accountPath(accountSid);
  const one = `${base}/Calls/:sid(^CA[0-9a-fA-F]{32}).json`;
  const show = (call: CallRecord): object => callBody(call, accountSid);
  const find = (sid: string): CallRecord => {
    const call = registry.get(sid);
    if (call === undefined) throw notFound(`${base}/Calls/${sid}.json`);
    return call;
  };

  app.post<{ Body: Fields | undefined }>(`${base}/Calls.json`, async (request, reply) => {
    const fields = request.body ?? {};
    const to = textField(fields, 'To');
    const from = textField(fields, 'From');
    if (to === undefined) throw new RestError(400, 21201, "No 'To' number is specified");
    if (from === undefined) throw new RestError(400, 21213, "No 'From' number is specified");
    if (!e164.test(to))
      throw new RestError(400, 21211, `The phone number you are attempting to call, ${to}, is not valid`);
    if (!e164.test(from))
      throw new RestError(400, 21212, `The source phone number provided, ${from}, is not valid`);
    if (to === from) throw new RestError(400, 21211, 'To and From are the same number');
    const number = deps.numbers.byNumber(from);
    if (number === undefined)
      throw new RestError(400, 21210, `The source phone number provided, ${from}, is not yours`);
    refuseFields(fields, notYet);
    const url = urlField(fields, 'Url', 21205);
    const document =
      url === undefined ? requestedTwiml(fields) : { url, method: methodField(fields, 'Method') };
    if (document === undefined) throw new RestError(400, 21205, 'Url parameter is required');
    const ringSeconds = numberField(fields, 'Timeout', 1, 600) ?? 60;
    const settings = settingsFrom(fields, 14_400);
    const call = deps.network.orderCall({ from, to, numberSid: number.sid, document, settings, ringSeconds });
    return reply.code(201).send(show(call));
  });

  app.get<{ Querystring: Fields }>(`${base}/Calls.json`, async ({ query }) => {
    const equal = (name: string, value: string | null): boolean => {
      const wanted = textField(query, name);
      return wanted === undefined || wanted === value;
    };
    const started = dateFilter(query, 'StartTime');
    const ended = dateFilter(query, 'EndTime');
    const items = registry.list().filter((call) => {
      const matches = equal('To', call.to) && equal('From', call.from) && equal('Status', call.status);
      const times = started(call.status === 'queued' ? undefined : call.createdAt) && ended(call.updatedAt);
      return matches && times && equal('ParentCallSid', null);
    });
    return pageOf({ path: `${base}/Calls.json`, query, key: 'calls', items, sidOf: ({ sid }) => sid, show });
  });

  app.get<{ Params: { sid: string } }>(one, async ({ params }) => show(find(params.sid)));

  app.post<{ Params: { sid: string }; Body: Fields | undefined }>(one, async ({ params, body = {} }) => {
    find(params.sid);
    const call = registry.active(params.sid);
    if (call === undefined || hasEnded(call)) {
      throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
    }
    const status = textField(body, 'Status');
    const url = urlField(body, 'Url', 21205);
    const document = requestedTwiml(body);
    if (url !== undefined && document !== undefined)
      throw new RestError(400, 20001, 'Url and Twiml exclude each other');
    if (status !== undefined && status !== 'completed' && status !== 'canceled') {
      throw new RestError(400, 20001, 'Status must be completed or canceled');
    }
    const talking = call.status === 'in-progress';
    if (status === 'canceled' && talking)
      throw new RestError(400, 21220, 'Call is in-progress. Cannot cancel.');
    const order = orderFrom(status, url, document);
    if (order !== undefined) interrupt(call, order);
    return show(call);

    function orderFrom(wanted: typeof status, next: typeof url, twiml: typeof document): Next | undefined {
      if (wanted !== undefined) return { go: 'end', by: 'rest', status: talking ? 'completed' : 'canceled' };
      if (twiml !== undefined) return { go: 'to', document: twiml };
      if (next === undefined || call === undefined) return undefined;
      const parameters = standardParameters(call, accountSid);
      const target = {
        kind: 'redirect' as const,
        url: next,
        method: methodField(body, 'Method'),
        params: parameters,
      };
      return { go: 'to', document: target };
    }
  });

  app.delete<{ Params: { sid: string } }>(one, async ({ params }, reply) => {
    find(params.sid);
    if (registry.active(params.sid) !== undefined) throw new RestError(409, 20009, 'Call is in progress');
    registry.delete(params.sid);
    return reply.code(204).send();
  });
}
