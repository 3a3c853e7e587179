import { heedTimeLimit, interrupt, type Call, type CallSettings, type Next } from '../call/call.ts';
import type { OrderedCall } from '../call/outbound.ts';
import { standardParameters } from '../call/parameters.ts';
import { callEvents } from '../call/status.ts';
import type { AccountNumbers } from '../numbers.ts';
import { readTwiml, TwimlError, type TwimlDocument } from '../twiml/retrieve.ts';
import { readCallRecording, readDetection, readDigits } from './call-fields.ts';
import { RestError } from './errors.ts';
import {
  listField,
  methodField,
  numberField,
  refuseFields,
  textField,
  urlField,
  type Fields,
} from './fields.ts';

/** A number, a browser's identity, or a SIP end. */
const dialable = /^(\+[1-9]\d{1,14}|client:\S{1,256}|sips?:[^@\s]+@\S+)$/;
const e164 = /^\+[1-9]\d{1,14}$/;
const longestTwiml = 4000;
const longestCall = 14_400;

/** Fields whose effect is not simulated. */
const notSimulated = [
  'ApplicationSid',
  'Byoc',
  'CallerId',
  'CallToken',
  'ClientNotificationUrl',
  'SipAuthPassword',
  'SipAuthUsername',
];

/** TwiML given in the request itself. */
function readDocument(fields: Fields): TwimlDocument | undefined {
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

function readSettings(fields: Fields): CallSettings {
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
    timeLimit: numberField(fields, 'TimeLimit', 1, longestCall) ?? longestCall,
  };
}

/** Reads the fields of `POST Calls.json`. Throws Twilio's 400s. */
export function readOrder(fields: Fields, numbers: AccountNumbers): OrderedCall {
  const to = textField(fields, 'To');
  const from = textField(fields, 'From');
  if (to === undefined) throw new RestError(400, 21201, "No 'To' number is specified");
  if (from === undefined) throw new RestError(400, 21213, "No 'From' number is specified");
  if (!dialable.test(to))
    throw new RestError(400, 21211, `The phone number you are attempting to call, ${to}, is not valid`);
  if (!e164.test(from))
    throw new RestError(400, 21212, `The source phone number provided, ${from}, is not valid`);
  if (to === from) throw new RestError(400, 21211, 'To and From are the same number');
  const number = numbers.byNumber(from);
  if (number === undefined)
    throw new RestError(400, 21210, `The source phone number provided, ${from}, is not yours`);
  refuseFields(fields, notSimulated);
  const url = urlField(fields, 'Url', 21205);
  const document = url === undefined ? readDocument(fields) : { url, method: methodField(fields, 'Method') };
  if (document === undefined) throw new RestError(400, 21205, 'Url parameter is required');
  const detection = readDetection(fields);
  const recording = readCallRecording(fields);
  const sendDigits = readDigits(fields);
  return {
    from,
    to,
    numberSid: number.sid,
    document,
    settings: readSettings(fields),
    ringSeconds: numberField(fields, 'Timeout', 1, 600) ?? 60,
    ...(detection !== undefined && { detection }),
    ...(recording !== undefined && { recording }),
    ...(sendDigits !== undefined && { sendDigits }),
  };
}

/** Reads the fields of `POST Calls/{sid}.json` and makes the call obey. Throws 21220 where it cannot. */
export function obey(call: Call, fields: Fields, accountSid: string): void {
  const status = textField(fields, 'Status');
  const url = urlField(fields, 'Url', 21205);
  const document = readDocument(fields);
  if (url !== undefined && document !== undefined)
    throw new RestError(400, 20001, 'Url and Twiml exclude each other');
  if (status !== undefined && status !== 'completed' && status !== 'canceled') {
    throw new RestError(400, 20001, 'Status must be completed or canceled');
  }
  const talking = call.status === 'in-progress';
  if (status === 'canceled' && talking)
    throw new RestError(400, 21220, 'Call is in-progress. Cannot cancel.');
  const end: Next = { go: 'end', by: 'rest', status: talking ? 'completed' : 'canceled' };
  if (status !== undefined) return interrupt(call, end);
  if (!talking && (document !== undefined || url !== undefined))
    throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
  call.settings = changedSettings(call.settings, fields);
  heedTimeLimit(call);
  if (document !== undefined) return interrupt(call, { go: 'to', document });
  if (url === undefined) return;
  const method = methodField(fields, 'Method');
  interrupt(call, {
    go: 'to',
    document: { kind: 'redirect', url, method, params: standardParameters(call, accountSid) },
  });
}

/** What an update changes: the time limit, and with a new `Url` its fallback and status callback too. */
function changedSettings(settings: CallSettings, fields: Fields): CallSettings {
  const timeLimit = numberField(fields, 'TimeLimit', 1, longestCall) ?? settings.timeLimit;
  if (textField(fields, 'Url') === undefined) return { ...settings, timeLimit };
  const fallbackUrl = urlField(fields, 'FallbackUrl', 21205);
  const statusCallback = urlField(fields, 'StatusCallback', 21609);
  const fallback = { fallbackUrl, fallbackMethod: methodField(fields, 'FallbackMethod') };
  const callback = { statusCallback, statusCallbackMethod: methodField(fields, 'StatusCallbackMethod') };
  return {
    ...settings,
    ...(fallbackUrl !== undefined && { ...fallback, fallbackUrl }),
    ...(statusCallback !== undefined && { ...callback, statusCallback }),
    timeLimit,
  };
}
