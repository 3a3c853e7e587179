import { rfc2822 } from '../clock.ts';
import { durationOf, hasEnded, momentOf, type Call } from './call.ts';

const places = ['City', 'State', 'Zip', 'Country'] as const;
const roles = ['From', 'To', 'Caller', 'Called'] as const;

/** Geographic parameters: a country for North American numbers, the rest empty, as a look-up without a result. */
function geography(from: string, to: string): Record<string, string> {
  const country = (number: string): string => (number.startsWith('+1') ? 'US' : '');
  const entries = roles.flatMap((role) =>
    places.map((place): [string, string] => {
      const number = role === 'From' || role === 'Caller' ? from : to;
      return [role + place, place === 'Country' ? country(number) : ''];
    }),
  );
  return Object.fromEntries(entries);
}

/** The parameters that come with every request for a document. `Webhook…` is one that no app knows yet. */
export function standardParameters(call: Call, accountSid: string): Record<string, string> {
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.sid,
    CallStatus: call.status,
    Direction: call.direction,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    ...geography(call.from, call.to),
    ...call.carrier,
    WebhookEdition: '2',
  };
}

const sipCodes: Readonly<Partial<Record<Call['status'], string>>> = {
  completed: '200',
  busy: '486',
  'no-answer': '487',
  canceled: '487',
  failed: '404',
};

/** Parameters of a call status callback; `status` may be `initiated`, which the REST API has no word for. */
export function statusParameters(
  call: Call,
  accountSid: string,
  status: string,
  sequence: number,
): Record<string, string> {
  const seconds = durationOf(call);
  const sipCode = sipCodes[call.status];
  return {
    ...standardParameters(call, accountSid),
    CallStatus: status,
    Timestamp: rfc2822(momentOf(call)),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    ...(hasEnded(call) && {
      CallDuration: String(seconds),
      Duration: String(Math.ceil(seconds / 60)),
      ...(sipCode !== undefined && { SipResponseCode: sipCode }),
    }),
  };
}
