import { rfc2822 } from '../clock.ts';
import type { Conference, EventGroup, Participant } from './conference.ts';

export type ConferenceEvent =
  | 'conference-start'
  | 'conference-end'
  | 'participant-join'
  | 'participant-leave'
  | 'participant-mute'
  | 'participant-unmute'
  | 'participant-hold'
  | 'participant-unhold'
  | 'participant-modify'
  | 'participant-speech-start'
  | 'participant-speech-stop'
  | 'announcement-end'
  | 'announcement-fail';

const groupOf: Readonly<Record<ConferenceEvent, EventGroup>> = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
  'participant-speech-start': 'speaker',
  'participant-speech-stop': 'speaker',
  'announcement-end': 'announcement',
  'announcement-fail': 'announcement',
};

export interface EventsDeps {
  readonly accountSid: string;
  readonly now: () => Date;
}

function participantParameters(participant: Participant): Record<string, string> {
  const { call, muted, held, coaches, endsOnExit, startsOnEnter, label } = participant;
  return {
    CallSid: call.sid,
    Muted: String(muted),
    Hold: String(held !== undefined),
    Coaching: String(coaches !== undefined),
    ...(coaches !== undefined && { CallSidToCoach: coaches }),
    EndConferenceOnExit: String(endsOnExit),
    StartConferenceOnEnter: String(startsOnEnter),
    ...(label !== undefined && { ParticipantLabel: label }),
  };
}

/**
 * Counts an event and tells the conference's status callback, if its first participant has subscribed it. Source:
 * Twilio, "TwiML Voice: Conference", statusCallback.
 */
export function tellConference(
  conference: Conference,
  event: ConferenceEvent,
  about: { readonly participant?: Participant; readonly more?: Readonly<Record<string, string>> },
  { accountSid, now }: EventsDeps,
): void {
  conference.sequence += 1;
  conference.updatedAt = now();
  const callback = conference.settings?.callback;
  if (callback === undefined || !callback.groups.has(groupOf[event])) return;
  conference.callbacks.enqueue({
    kind: 'conference-status',
    url: callback.url,
    method: callback.method,
    params: {
      AccountSid: accountSid,
      ConferenceSid: conference.sid,
      FriendlyName: conference.name,
      SequenceNumber: String(conference.sequence),
      Timestamp: rfc2822(now()),
      StatusCallbackEvent: event,
      ...(about.participant !== undefined && participantParameters(about.participant)),
      ...about.more,
    },
  });
}
