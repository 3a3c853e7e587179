import type { CallSettings } from '../call/call.ts';
import type { OrderedCall } from '../call/outbound.ts';
import type { AccountNumbers } from '../numbers.ts';
import type { XmlElement } from '../twiml/xml.ts';
import { readOrder } from './call-orders.ts';
import { RestError } from './errors.ts';
import { listField, numberField, refuseFields, textField, type Fields } from './fields.ts';

/** Fields that become an attribute of the same meaning. */
const attributes: Readonly<Record<string, string>> = {
  Beep: 'beep',
  CallSidToCoach: 'coach',
  ConferenceRecord: 'record',
  ConferenceRecordingStatusCallback: 'recordingStatusCallback',
  ConferenceRecordingStatusCallbackMethod: 'recordingStatusCallbackMethod',
  ConferenceStatusCallback: 'statusCallback',
  ConferenceStatusCallbackMethod: 'statusCallbackMethod',
  ConferenceTrim: 'trim',
  EndConferenceOnExit: 'endConferenceOnExit',
  JitterBufferSize: 'jitterBufferSize',
  Label: 'participantLabel',
  MaxParticipants: 'maxParticipants',
  Muted: 'muted',
  StartConferenceOnEnter: 'startConferenceOnEnter',
  WaitMethod: 'waitMethod',
};

/** Fields whose effect is not simulated. */
const notSimulated = ['CallerDisplayName', 'Region'];

/** The document that lets the participant in, as if the call had asked for it. */
function documentOf(fields: Fields, conference: string): XmlElement {
  const given = Object.entries(attributes).flatMap(([field, name]): [string, string][] => {
    const value = textField(fields, field);
    return value === undefined ? [] : [[name, value]];
  });
  const events = listField(fields, 'ConferenceStatusCallbackEvent');
  const recordingEvents = listField(fields, 'ConferenceRecordingStatusCallbackEvent');
  const told = Object.fromEntries(given);
  const noun: XmlElement = {
    name: 'Conference',
    children: [conference],
    attributes: {
      ...told,
      ...(typeof fields['WaitUrl'] === 'string' && { waitUrl: fields['WaitUrl'] }),
      ...('statusCallback' in told && {
        statusCallbackEvent: (events.length > 0 ? events : ['start', 'end']).join(' '),
      }),
      ...(recordingEvents.length > 0 && { recordingStatusCallbackEvent: recordingEvents.join(' ') }),
    },
  };
  return { name: 'Dial', attributes: {}, children: [noun] };
}

/** Reads the fields of `POST Participants.json`: a call that is let into the conference once it has answered. */
export function readParticipant(fields: Fields, conference: string, numbers: AccountNumbers): OrderedCall {
  refuseFields(fields, notSimulated);
  if (textField(fields, 'Coaching') === 'true' && textField(fields, 'CallSidToCoach') === undefined)
    throw new RestError(400, 20001, 'CallSidToCoach is missing');
  const document = documentOf(fields, conference);
  const order = readOrder(
    {
      ...fields,
      Url: undefined,
      Twiml: '<Response/>',
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: fields['AmdStatusCallback'],
      AsyncAmdStatusCallbackMethod: fields['AmdStatusCallbackMethod'],
    },
    numbers,
  );
  // No time-out under five seconds, and five more than was asked for.
  const ringSeconds = (numberField(fields, 'Timeout', 5, 600) ?? 60) + 5;
  const settings: CallSettings = order.settings;
  return {
    ...order,
    settings,
    ringSeconds,
    document: { elements: [document], url: undefined, strayText: false },
  };
}
