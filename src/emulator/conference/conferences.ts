import { beckon, interrupt, type Call } from '../call/call.ts';
import { createCallbacks, type Callbacks } from '../call/callbacks.ts';
import type { Chance } from '../chance.ts';
import type { CommonTime } from '../call/common-time.ts';
import { hasEnded } from '../call/status.ts';
import { createRoom, tell } from '../call/room.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import {
  participantOf,
  type Conference,
  type ConferenceSettings,
  type EndReason,
  type Entrance,
  type LeaveReason,
  type Participant,
} from './conference.ts';
import { tellConference, type ConferenceEvent, type EventsDeps } from './events.ts';
import { recordConference, type ConferenceRecordingDeps } from './recording.ts';

export interface Conferences {
  /** The conference of that name that has not ended, made on demand. */
  open(name: string): Conference;
  bySid(sid: string): Conference | undefined;
  byName(name: string): Conference | undefined;
  /** Newest first. */
  list(): Conference[];
  /** Lets a call in, and starts the conference when there are enough. */
  join(conference: Conference, call: Call, entrance: Entrance, settings: ConferenceSettings): Participant;
  /** A participant has gone; the conference may end by it. */
  leave(participant: Participant, reason: LeaveReason, kicked: boolean): void;
  /** Ends a conference by REST and hangs everybody up. */
  end(conference: Conference): void;
  tell(conference: Conference, event: ConferenceEvent, participant?: Participant): void;
  occupied(): boolean;
  /** Resolves when every callback is out. */
  drained(): Promise<void>;
}

export interface ConferencesDeps extends EventsDeps, ConferenceRecordingDeps {
  readonly newSid: (prefix: string) => string;
  readonly time: CommonTime;
  readonly webhooks: Webhooks;
  readonly chance: Chance;
}

/** Conferences that are remembered; the oldest that have ended go first. */
const mostKept = 1000;
const beep = { kind: 'beep', text: '', language: '' } as const;

/** Whether one participant hears another: a muted one is heard by nobody, a coach by one. */
function hears(conference: Conference, to: Call, from: Call): boolean {
  const speaker = participantOf(conference, from.sid);
  if (speaker === undefined || speaker.muted) return false;
  return speaker.coaches === undefined || speaker.coaches === to.sid;
}

export function createConferences(deps: ConferencesDeps): Conferences {
  const { webhooks } = deps;
  const conferences: Conference[] = [];
  const underWay = ({ status }: Conference): boolean => status !== 'completed';
  let order = 0;

  const callbacksOf = (sid: string): Callbacks => {
    const caller = { sid, chance: deps.chance.fork(sid), requests: [] };
    return createCallbacks({
      faultOf: (webhook) => webhooks.faultOf(caller, webhook),
      send: async (webhook, fault) => void (await webhooks.send(caller, webhook, fault)),
      holdTime: () => deps.time.hold(),
    });
  };
  const say = (
    conference: Conference,
    event: ConferenceEvent,
    about: Parameters<typeof tellConference>[2],
  ): void => tellConference(conference, event, about, deps);

  const finish = (conference: Conference): void => {
    const { ended } = conference;
    if (ended === undefined || conference.participants.length > 0) return;
    conference.recording?.end();
    const { reason, callSid, label } = ended;
    const more = {
      Reason: `The conference ended: ${reason.replaceAll('-', ' ')}`,
      ReasonConferenceEnded: reason,
      ...(callSid !== undefined && { CallSidEndingConference: callSid }),
      ...(label !== undefined && { ParticipantLabelEndingConference: label }),
    };
    say(conference, 'conference-end', { more });
  };
  const close = (conference: Conference, reason: EndReason, by?: Participant): void => {
    const label = by?.label;
    conference.status = 'completed';
    conference.invited.clear();
    conference.ended = {
      reason,
      ...(by !== undefined && { callSid: by.call.sid }),
      ...(label !== undefined && { label }),
    };
  };
  const start = (conference: Conference, last: Participant): void => {
    const { participants, status } = conference;
    if (status !== 'init' || participants.length < 2) return;
    if (!participants.some(({ startsOnEnter }) => startsOnEnter)) return;
    conference.status = 'in-progress';
    say(conference, 'conference-start', { participant: last });
    const first = participants[0]?.call;
    if (conference.settings?.recorded === true && first !== undefined)
      conference.recording = recordConference(conference, first, deps);
    for (const { call } of participants) beckon(call);
  };

  return {
    open(name) {
      const known = conferences.find((one) => one.name === name && underWay(one));
      if (known !== undefined) return known;
      const sid = deps.newSid('CF');
      const at = deps.now();
      order += 1;
      const conference: Conference = {
        sid,
        name,
        order,
        createdAt: at,
        updatedAt: at,
        status: 'init',
        sequence: 0,
        participants: [],
        invited: new Map(),
        room: createRoom((to, from) => hears(conference, to, from)),
        callbacks: callbacksOf(sid),
      };
      conferences.push(conference);
      if (conferences.length > mostKept) {
        const oldest = conferences.findIndex((one) => !underWay(one));
        if (oldest >= 0) conferences.splice(oldest, 1);
      }
      return conference;
    },
    bySid: (sid) => conferences.find((one) => one.sid === sid),
    byName: (name) => conferences.find((one) => one.name === name && underWay(one)),
    list: () => [...conferences].reverse(),

    join(conference, call, entrance, settings) {
      const at = deps.now();
      conference.settings ??= settings;
      conference.invited.delete(call);
      const participant: Participant = { ...entrance, call, conference, createdAt: at, updatedAt: at };
      conference.participants.push(participant);
      say(conference, 'participant-join', { participant });
      if (conference.status === 'in-progress' && participant.beepsOnEnter)
        for (const other of conference.room.others(call)) tell(other, beep);
      start(conference, participant);
      return participant;
    },

    leave(participant, reason, kicked) {
      const { conference, call } = participant;
      conference.recording?.lap();
      conference.room.leave(call);
      conference.participants.splice(conference.participants.indexOf(participant), 1);
      const status = reason === 'moderator_ended_conference' ? 'in-progress' : 'completed';
      const more = {
        ParticipantCallStatus: call.interruption?.go === 'to' ? 'in-progress' : status,
        ReasonParticipantLeft: reason,
      };
      say(conference, 'participant-leave', { participant, more });
      if (participant.beepsOnExit) for (const other of conference.room.others(call)) tell(other, beep);
      if (underWay(conference)) {
        const how = kicked ? 'kicked' : 'left';
        if (participant.endsOnExit) {
          close(conference, `participant-with-end-conference-on-exit-${how}`, participant);
          for (const other of conference.participants) {
            other.dismissed = 'moderator_ended_conference';
            beckon(other.call);
          }
        } else if (conference.participants.length === 0) {
          close(conference, `last-participant-${how}`, participant);
        }
      }
      finish(conference);
    },

    end(conference) {
      close(conference, 'conference-ended-via-api');
      for (const participant of conference.participants) {
        participant.dismissed = 'conference_ended_via_api';
        interrupt(participant.call, { go: 'end', by: 'rest', status: 'completed' });
      }
      finish(conference);
    },

    tell: (conference, event, participant) =>
      say(conference, event, participant === undefined ? {} : { participant }),
    occupied: () =>
      conferences.some(
        ({ participants, invited }) =>
          participants.length > 0 || [...invited.keys()].some((call) => !hasEnded(call)),
      ),
    async drained() {
      await Promise.all(conferences.map(({ callbacks }) => callbacks.drained()));
    },
  };
}
