import type { Call } from '../call/call.ts';
import type { Callbacks } from '../call/callbacks.ts';
import type { Room } from '../call/room.ts';
import type { CallbackTarget } from '../webhook/webhooks.ts';

/** Groups of events that a conference's status callback can ask for. */
export const eventGroups = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const;
export type EventGroup = (typeof eventGroups)[number];

export type EndReason =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-kicked'
  | 'last-participant-left';

export type LeaveReason =
  | 'conference_ended_via_api'
  | 'moderator_ended_conference'
  | 'participant_updated_via_api'
  | 'participant_hung_up';

/** What a conference takes from its first participant. */
export interface ConferenceSettings {
  readonly callback?: CallbackTarget & { readonly groups: ReadonlySet<EventGroup> };
  readonly recorded: boolean;
  readonly recordingCallback?: CallbackTarget & { readonly events: readonly string[] };
  readonly maxParticipants: number;
}

/** How a participant comes in. */
export interface Entrance {
  readonly label?: string;
  readonly startsOnEnter: boolean;
  readonly endsOnExit: boolean;
  readonly muted: boolean;
  readonly beepsOnEnter: boolean;
  readonly beepsOnExit: boolean;
  /** Call SID of the only participant who hears this one. */
  readonly coaches?: string;
}

/** One leg in a conference. */
export interface Participant {
  readonly call: Call;
  readonly conference: Conference;
  readonly label?: string;
  readonly createdAt: Date;
  readonly startsOnEnter: boolean;
  endsOnExit: boolean;
  muted: boolean;
  beepsOnEnter: boolean;
  beepsOnExit: boolean;
  coaches?: string;
  /** On hold, with this to listen to. */
  held?: CallbackTarget | 'music';
  updatedAt: Date;
  /** Why they have to leave. */
  dismissed?: LeaveReason;
}

export interface Conference {
  readonly sid: string;
  readonly name: string;
  readonly order: number;
  readonly createdAt: Date;
  readonly participants: Participant[];
  /** Calls that REST has ordered into it and that have not come yet. */
  readonly invited: Map<Call, Entrance>;
  readonly room: Room;
  readonly callbacks: Callbacks;
  settings?: ConferenceSettings;
  status: 'init' | 'in-progress' | 'completed';
  updatedAt: Date;
  /** Events so far, told or not. */
  sequence: number;
  ended?: { readonly reason: EndReason; readonly callSid?: string; readonly label?: string };
  recording?: ConferenceRecording;
}

/** The recording of a conference, which lasts as long as anybody's time passes in it. */
export interface ConferenceRecording {
  /** Somebody leaves: their time counts up to now. */
  lap(): void;
  end(): void;
}

/** A participant may be named by call or by label. */
export function participantOf(conference: Conference, key: string): Participant | undefined {
  return conference.participants.find(({ call, label }) => call.sid === key || label === key);
}
