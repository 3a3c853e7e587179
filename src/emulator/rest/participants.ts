import type { FastifyInstance } from 'fastify';
import { beckon, interrupt, type Call } from '../call/call.ts';
import type { PhoneNetwork } from '../call/network.ts';
import { hasEnded, type CallStatus } from '../call/status.ts';
import { rfc2822 } from '../clock.ts';
import { participantOf, type Conference, type Entrance, type Participant } from '../conference/conference.ts';
import type { Conferences } from '../conference/conferences.ts';
import type { AccountNumbers } from '../numbers.ts';
import type { CallbackTarget } from '../webhook/webhooks.ts';
import { notFound, RestError } from './errors.ts';
import { methodField, textField, urlField, type Fields } from './fields.ts';
import { pageOf } from './paging.ts';
import { readParticipant } from './participant-orders.ts';
import { accountPath } from './shapes.ts';

export interface ParticipantRoutesDeps {
  readonly accountSid: string;
  readonly conferences: Conferences;
  readonly network: PhoneNetwork;
  readonly numbers: AccountNumbers;
  readonly now: () => Date;
  readonly announce: (conference: Conference, listeners: readonly Call[], target: CallbackTarget) => void;
}

/** Somebody in a conference, or on the way there. */
type Shown = Pick<
  Participant,
  | 'call'
  | 'conference'
  | 'label'
  | 'createdAt'
  | 'updatedAt'
  | 'startsOnEnter'
  | 'endsOnExit'
  | 'muted'
  | 'held'
  | 'coaches'
>;

const statuses: Readonly<Partial<Record<CallStatus, string>>> = {
  queued: 'queued',
  ringing: 'ringing',
  'in-progress': 'connected',
  completed: 'complete',
};

function participantBody(participant: Shown, accountSid: string): object {
  const { call, conference, label, coaches, held } = participant;
  return {
    call_sid: call.sid,
    conference_sid: conference.sid,
    account_sid: accountSid,
    label: label ?? null,
    muted: participant.muted,
    hold: held !== undefined,
    coaching: coaches !== undefined,
    call_sid_to_coach: coaches ?? null,
    start_conference_on_enter: participant.startsOnEnter,
    end_conference_on_exit: participant.endsOnExit,
    status: statuses[call.status] ?? 'failed',
    queue_time: '0',
    date_created: rfc2822(participant.createdAt),
    date_updated: rfc2822(participant.updatedAt),
    uri: `${accountPath(accountSid)}/Conferences/${conference.sid}/Participants/${call.sid}.json`,
  };
}

/** Those in the conference, then those whom REST has called and who have not come yet. */
function everybody(conference: Conference): Shown[] {
  const onTheWay = [...conference.invited].filter(([call]) => !hasEnded(call));
  return [
    ...conference.participants,
    ...onTheWay.map(([call, entrance]) => ({
      ...entrance,
      call,
      conference,
      createdAt: call.createdAt,
      updatedAt: call.updatedAt,
    })),
  ];
}

function entranceOf(fields: Fields): Entrance {
  const label = textField(fields, 'Label');
  const coaches = textField(fields, 'CallSidToCoach');
  return {
    startsOnEnter: textField(fields, 'StartConferenceOnEnter') !== 'false',
    endsOnExit: textField(fields, 'EndConferenceOnExit') === 'true',
    muted: textField(fields, 'Muted') === 'true',
    beepsOnEnter: true,
    beepsOnExit: true,
    ...(label !== undefined && { label }),
    ...(coaches !== undefined && { coaches }),
  };
}

function truth(fields: Fields, name: string): boolean | undefined {
  const text = textField(fields, name);
  return text === undefined ? undefined : text === 'true';
}

/** Puts a participant on hold, or lets them back. */
function hold(participant: Participant, fields: Fields, wanted: boolean): void {
  const url = urlField(fields, 'HoldUrl', 21205);
  const method = textField(fields, 'HoldMethod') === 'POST' ? 'POST' : 'GET';
  if (wanted) participant.held = url === undefined ? 'music' : { url, method };
  else delete participant.held;
  beckon(participant.call);
}

/** Makes a participant coach another, or stop. */
function coach(participant: Participant, fields: Fields, wanted: boolean | undefined): void {
  const sid = textField(fields, 'CallSidToCoach') ?? participant.coaches;
  if (wanted === false) {
    delete participant.coaches;
    return;
  }
  if (sid === undefined || participantOf(participant.conference, sid) === undefined)
    throw new RestError(400, 13240, 'CallSidToCoach is not in the conference');
  participant.coaches = sid;
}

/** `Participants` of a conference: list, fetch, call, change, remove. Source: Twilio OpenAPI, 2010-04-01. */
export function participantRoutes(app: FastifyInstance, deps: ParticipantRoutesDeps): void {
  const { accountSid, conferences } = deps;
  const base = `${accountPath(accountSid)}/Conferences`;
  const all = `${base}/:conference/Participants.json`;
  const one = `${base}/:conference/Participants/:participant.json`;
  type OfConference = { Params: { conference: string } };
  type Named = { Params: { conference: string; participant: string } };
  const show = (participant: Shown): object => participantBody(participant, accountSid);
  const find = (key: string): Conference => {
    const conference = conferences.bySid(key) ?? conferences.byName(key);
    if (conference === undefined) throw notFound(`${base}/${key}.json`);
    return conference;
  };
  const lost = (conference: Conference, key: string): RestError =>
    notFound(`${base}/${conference.sid}/Participants/${key}.json`);
  const findPresent = (conference: Conference, key: string): Participant => {
    const found = participantOf(conference, key);
    if (found === undefined) throw lost(conference, key);
    return found;
  };

  app.get<OfConference & { Querystring: Fields }>(all, async ({ params, query }) => {
    const conference = find(params.conference);
    const muted = truth(query, 'Muted');
    const held = truth(query, 'Hold');
    const coaching = truth(query, 'Coaching');
    const items = everybody(conference).filter(
      (each) =>
        (muted ?? each.muted) === each.muted &&
        (held ?? each.held !== undefined) === (each.held !== undefined) &&
        (coaching ?? each.coaches !== undefined) === (each.coaches !== undefined),
    );
    const path = `${base}/${conference.sid}/Participants.json`;
    return pageOf({ path, query, key: 'participants', items, sidOf: ({ call }) => call.sid, show });
  });

  app.post<OfConference & { Body: Fields | undefined }>(all, async ({ params, body = {} }, reply) => {
    const key = params.conference;
    const known = /^CF[0-9a-f]{32}$/.test(key) ? find(key) : conferences.byName(key);
    const order = readParticipant(body, known?.name ?? key, deps.numbers);
    const conference = known ?? conferences.open(key);
    const entrance = entranceOf(body);
    if (entrance.label !== undefined && participantOf(conference, entrance.label) !== undefined)
      throw new RestError(400, 16025, 'The participant label is in use');
    const call = deps.network.orderCall(order);
    conference.invited.set(call, entrance);
    const { createdAt, updatedAt } = call;
    return reply.code(201).send(show({ ...entrance, call, conference, createdAt, updatedAt }));
  });

  app.get<Named>(one, async ({ params }) => {
    const conference = find(params.conference);
    const { participant: key } = params;
    const found = everybody(conference).find(({ call, label }) => call.sid === key || label === key);
    if (found === undefined) throw lost(conference, key);
    return show(found);
  });

  app.post<Named & { Body: Fields | undefined }>(one, async ({ params, body = {} }) => {
    const conference = find(params.conference);
    const participant = findPresent(conference, params.participant);
    const tell = (event: Parameters<Conferences['tell']>[1]): void =>
      conferences.tell(conference, event, participant);
    const muted = truth(body, 'Muted');
    const held = truth(body, 'Hold');
    const ends = truth(body, 'EndConferenceOnExit');
    const beeps = truth(body, 'BeepOnExit');
    const coaching = truth(body, 'Coaching');
    const url = urlField(body, 'AnnounceUrl', 21205);
    if (coaching !== undefined || textField(body, 'CallSidToCoach') !== undefined) {
      coach(participant, body, coaching);
      tell('participant-modify');
    }
    if (muted !== undefined && muted !== participant.muted) {
      participant.muted = muted;
      tell(muted ? 'participant-mute' : 'participant-unmute');
    }
    if (held !== undefined && held !== (participant.held !== undefined)) {
      hold(participant, body, held);
      tell(held ? 'participant-hold' : 'participant-unhold');
    }
    if (ends !== undefined && ends !== participant.endsOnExit) {
      participant.endsOnExit = ends;
      tell('participant-modify');
    }
    if (beeps !== undefined) participant.beepsOnExit = beeps;
    if (url !== undefined) {
      const target = { url, method: methodField(body, 'AnnounceMethod') };
      deps.announce(conference, [participant.call], target);
    }
    participant.updatedAt = deps.now();
    return show(participant);
  });

  app.delete<Named>(one, async ({ params }, reply) => {
    const participant = findPresent(find(params.conference), params.participant);
    participant.dismissed = 'participant_updated_via_api';
    interrupt(participant.call, { go: 'end', by: 'rest', status: 'completed' });
    return reply.code(204).send();
  });
}
