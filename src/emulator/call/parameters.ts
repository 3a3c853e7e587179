import { rfc2822 } from '../clock.ts';
import { durationOf, momentOf, type Call } from './call.ts';
import { hasEnded } from './status.ts';

const places = ['City', 'State', 'Zip', 'Country'] as const;
const roles = ['From', 'To', 'Caller', 'Called'] as const;

/** The geography of one end: a country for North American numbers, the rest empty, as a look-up without a result. */
export function geographyOf(role: (typeof roles)[number], number: string): Record<string, string> {
  const country = number.startsWith('+1') ? 'US' : '';
  return Object.fromEntries(places.map((place) => [role + place, place === 'Country' ? country : '']));
}

/**
 * What stays the same in every request of a leg: its ends, twice, and their geography. `WebhookEdition` is unknown
 * to any app.
 */
export function legParameters(from: string, to: string): Record<string, string> {
  return {
    ApiVersion: '2010-04-01',
    From: from,
    To: to,
    Caller: from,
    Called: to,
    ...geographyOf('From', from),
    ...geographyOf('To', to),
    ...geographyOf('Caller', from),
    ...geographyOf('Called', to),
    WebhookEdition: '2',
  };
}

/** The parameters that come with every request for a document. */
export function standardParameters(call: Call, accountSid: string): Record<string, string> {
  const { sid, status, direction, leg } = call;
  return { AccountSid: accountSid, CallSid: sid, CallStatus: status, Direction: direction, ...leg };
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
    ...(call.answeredBy !== undefined && { AnsweredBy: call.answeredBy }),
    ...(hasEnded(call) && {
      CallDuration: String(seconds),
      Duration: String(Math.ceil(seconds / 60)),
      ...(sipCode !== undefined && { SipResponseCode: sipCode }),
    }),
  };
}
