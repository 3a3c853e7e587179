import { attend, type Departure } from '../../call/attend.ts';
import { playing } from '../../call/asides.ts';
import { answer, keepOwnTime, keepTime, warn, type DocumentRequest } from '../../call/call.ts';
import { standardParameters } from '../../call/parameters.ts';
import { tell, type Room } from '../../call/room.ts';
import {
  eventGroups,
  participantOf,
  type Conference,
  type ConferenceSettings,
  type Entrance,
  type LeaveReason,
  type Participant,
} from '../../conference/conference.ts';
import { TwimlError } from '../../twiml/retrieve.ts';
import type { CallbackTarget } from '../../webhook/webhooks.ts';
import { methodOf, numberOf } from '../attributes.ts';
import type { CheckedElement, Line } from '../verb.ts';
import { callerAfter } from './dial-legs.ts';
import type { Outcome } from './outcome.ts';

const mostParticipants = 250;

function targetOf(
  line: Line,
  url: string | undefined,
  method: string | undefined,
): CallbackTarget | undefined {
  return url === undefined || url === '' ? undefined : { url: line.resolve(url), method: methodOf(method) };
}

function settingsOf(line: Line, { attributes }: CheckedElement): ConferenceSettings {
  const callback = targetOf(line, attributes['statusCallback'], attributes['statusCallbackMethod']);
  const asked = (attributes['statusCallbackEvent'] ?? '').split(' ');
  const groups = new Set(eventGroups.filter((group) => asked.includes(group)));
  const recording = targetOf(
    line,
    attributes['recordingStatusCallback'],
    attributes['recordingStatusCallbackMethod'],
  );
  const events = (attributes['recordingStatusCallbackEvent'] ?? 'completed').split(' ');
  return {
    recorded: ['record-from-start', 'true'].includes(attributes['record'] ?? ''),
    maxParticipants: numberOf(attributes['maxParticipants'], mostParticipants),
    ...(callback !== undefined && { callback: { ...callback, groups } }),
    ...(recording !== undefined && { recordingCallback: { ...recording, events } }),
  };
}

function entranceOf({ attributes }: CheckedElement): Entrance {
  const { beep = 'true', participantLabel, coach } = attributes;
  return {
    startsOnEnter: attributes['startConferenceOnEnter'] !== 'false',
    endsOnExit: attributes['endConferenceOnExit'] === 'true',
    muted: attributes['muted'] === 'true',
    beepsOnEnter: beep === 'true' || beep === 'onEnter',
    beepsOnExit: beep === 'true' || beep === 'onExit',
    ...(participantLabel !== undefined && { label: participantLabel }),
    ...(coach !== undefined && { coaches: coach }),
  };
}

/** Why nobody with this entrance may come in: an error that ends the document. */
function refuse(conference: Conference, { label, coaches }: Entrance): void {
  if (label !== undefined && participantOf(conference, label) !== undefined)
    throw new TwimlError(16025, 'Dial->Conference: the participant label is in use');
  if (coaches !== undefined && participantOf(conference, coaches) === undefined)
    throw new TwimlError(13240, 'Dial->Conference: there is nobody of that call SID to coach');
}

/** One leg's time in a conference. */
interface Attendance {
  readonly line: Line;
  readonly participant: Participant;
  readonly noun: CheckedElement;
  readonly endsOnStar: boolean;
}

/** Plays a document to a participant who is not in the room. */
async function playTo(
  { line, participant }: Attendance,
  kind: 'wait',
  target: CallbackTarget,
): Promise<Departure> {
  const { call } = line;
  const { conference } = participant;
  const request: DocumentRequest = {
    kind,
    ...target,
    params: {
      ...standardParameters(call, line.accountSid),
      ConferenceSid: conference.sid,
      FriendlyName: conference.name,
    },
  };
  const next = await line.exchange.runAside(call, request, playing);
  if (next.go === 'end') return next.by === 'caller' ? 'hungUp' : 'late';
  return call.interruption === undefined ? 'over' : 'called';
}

/** Attends while nothing changes; `over` = something has. */
async function attendWhile(
  attendance: Attendance,
  unchanged: () => boolean,
  room?: Room,
): Promise<Departure> {
  const { line, participant, endsOnStar } = attendance;
  const { conference } = participant;
  const { exchange } = line;
  const spoken: Room | undefined = room && {
    ...room,
    utter(from, heard) {
      const speaks = heard.kind === 'voice' && !participant.muted;
      if (speaks) exchange.conferences.tell(conference, 'participant-speech-start', participant);
      room.utter(from, heard);
      if (speaks) exchange.conferences.tell(conference, 'participant-speech-stop', participant);
    },
  };
  return attend(line.call, {
    over: () => !unchanged(),
    room: () => spoken,
    endsOnStar,
    speed: exchange.speed,
  });
}

/** Waits for the conference to start, with its wait document or music. */
async function waitForStart(attendance: Attendance): Promise<Departure> {
  const { line, participant, noun } = attendance;
  const { waitUrl, waitMethod } = noun.attributes;
  const waiting = (): boolean =>
    participant.conference.status === 'init' && participant.dismissed === undefined;
  const target = targetOf(line, waitUrl, waitMethod);
  if (waitUrl === undefined) tell(line.call, { kind: 'music', text: '', language: '' });
  if (target !== undefined) {
    const departure = await playTo(attendance, 'wait', target);
    if (departure !== 'over') return departure;
  }
  return attendWhile(attendance, waiting);
}

/** On hold, with music or a document, which is not repeated. */
async function hold(attendance: Attendance, held: CallbackTarget | 'music'): Promise<Departure> {
  const { line, participant } = attendance;
  if (held === 'music') tell(line.call, { kind: 'music', text: '', language: '' });
  else {
    try {
      const departure = await playTo(attendance, 'wait', held);
      if (departure !== 'over') return departure;
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error;
      warn(line.call, error.code, error.message);
    }
  }
  return attendWhile(attendance, () => participant.held === held && participant.dismissed === undefined);
}

/** From entering to leaving. */
async function takePart(attendance: Attendance): Promise<Departure> {
  const { line, participant } = attendance;
  const { call } = line;
  const { conference } = participant;
  for (;;) {
    if (call.interruption?.go === 'leave') delete call.interruption;
    if (call.interruption !== undefined) return 'called';
    if (participant.dismissed !== undefined) return 'over';
    let departure: Departure;
    if (conference.status === 'init') departure = await waitForStart(attendance);
    else if (participant.held !== undefined) {
      conference.room.leave(call);
      departure = await hold(attendance, participant.held);
    } else {
      conference.room.enter(call);
      const there = (): boolean => participant.held === undefined && participant.dismissed === undefined;
      departure = await attendWhile(attendance, there, conference.room);
    }
    if (departure !== 'over' && departure !== 'called') return departure;
  }
}

const reasons: Readonly<Record<Departure, LeaveReason>> = {
  called: 'participant_updated_via_api',
  hungUp: 'participant_hung_up',
  star: 'participant_hung_up',
  late: 'participant_hung_up',
  over: 'moderator_ended_conference',
};

/** Lets the caller take part in a conference. Source: Twilio, "TwiML Voice: Conference". */
export async function dialConference(
  line: Line,
  noun: CheckedElement,
  attributes: CheckedElement['attributes'],
): Promise<Outcome> {
  const { call, exchange } = line;
  const { conferences } = exchange;
  const failed: Outcome = { params: { DialCallStatus: 'failed' }, caller: 'stays' };
  const name = noun.text.trim();
  if (name === '' || name.length > 128) {
    line.warn(13237, 'Dial->Conference: Invalid conference name');
    return failed;
  }
  answer(call);
  const conference = conferences.open(name);
  const entrance = entranceOf(noun);
  const settings = settingsOf(line, noun);
  if (
    conference.participants.length >=
    Math.min(settings.maxParticipants, conference.settings?.maxParticipants ?? mostParticipants)
  )
    return failed;
  refuse(conference, entrance);
  const alone = call.time !== exchange.time;
  keepTime(call, exchange.time);
  const participant = conferences.join(conference, call, entrance, settings);
  const attendance = { line, participant, noun, endsOnStar: attributes['hangupOnStar'] === 'true' };
  let left: Departure = 'hungUp';
  try {
    left = await takePart(attendance);
    return { params: bridgedOrNot(line), caller: left === 'late' ? 'hungUp' : callerAfter(left) };
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    warn(call, error.code, error.message);
    return failed;
  } finally {
    const kicked = participant.dismissed === 'participant_updated_via_api';
    conferences.leave(participant, participant.dismissed ?? reasons[left], kicked);
    if (alone) keepOwnTime(call);
  }
}

/** Undocumented whether `DialBridged` is said of a conference: an app must take both. */
function bridgedOrNot(line: Line): Record<string, string> {
  return {
    DialCallStatus: 'answered',
    ...(line.call.chance.happens(0.5) && { DialBridged: 'true' }),
  };
}
