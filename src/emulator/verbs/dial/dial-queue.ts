import { attend, type Departure } from '../../call/attend.ts';
import { playing } from '../../call/asides.ts';
import { answer, elapsedOf, keepOwnTime, keepTime, warn } from '../../call/call.ts';
import { fetchHead, waitOf, type Fetcher, type Member } from '../../call/queues.ts';
import { standardParameters } from '../../call/parameters.ts';
import { createRoom, type Room } from '../../call/room.ts';
import { TwimlError } from '../../twiml/retrieve.ts';
import { methodOf, numberOf } from '../attributes.ts';
import type { CheckedElement, Line } from '../verb.ts';
import { callerAfter } from './dial-legs.ts';
import type { Outcome } from './outcome.ts';
import { createDialRecording } from './recording.ts';

/** The agent's end of a conversation with the head of a queue. */
interface Fetching extends Fetcher {
  readonly room: Room;
  /** The member has heard their document and is in the room. */
  met: boolean;
  /** The agent has left. */
  parted: boolean;
  member?: Member;
}

function queueParameters(line: Line, member: Member): Record<string, string> {
  return {
    QueueSid: member.queue.sid,
    QueueTime: String(member.waited ?? waitOf(member)),
    DequeingCallSid: line.call.sid,
  };
}

/** Plays the noun's `url` to the queued caller; false where that ended their call. */
async function playTo(line: Line, member: Member, noun: CheckedElement): Promise<Departure> {
  const { url, method } = noun.attributes;
  const { call } = member;
  if (url === undefined) return 'over';
  const params = { ...standardParameters(call, line.accountSid), ...queueParameters(line, member) };
  const request = { kind: 'whisper', url: line.resolve(url), method: methodOf(method), params } as const;
  try {
    const next = await line.exchange.runAside(call, request, playing);
    if (next.go === 'end') return 'hungUp';
    return call.interruption === undefined ? 'over' : 'called';
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    warn(call, error.code, error.message);
    return 'over';
  }
}

function createFetching(line: Line, noun: CheckedElement): Fetching {
  const room = createRoom();
  const fetching: Fetching = {
    call: line.call,
    room,
    met: false,
    parted: false,
    async meet(member) {
      const { call } = member;
      const heard = await playTo(line, member, noun);
      if (heard !== 'over' || fetching.parted) return { met: false, departure: heard };
      fetching.met = true;
      room.enter(line.call);
      room.enter(call);
      line.call.wake?.();
      const departure = await attend(call, {
        over: () => fetching.parted,
        room: () => room,
        speed: line.exchange.speed,
      });
      room.leave(call);
      return { met: true, departure };
    },
  };
  return fetching;
}

const status = (DialCallStatus: string): Record<string, string> => ({ DialCallStatus, DialBridged: 'false' });

/** Talks with the member until one of them leaves. */
async function converse(
  line: Line,
  fetching: Fetching,
  member: Member,
  attributes: CheckedElement['attributes'],
): Promise<Outcome> {
  const { call, exchange } = line;
  const stay = { endsOnStar: attributes['hangupOnStar'] === 'true', speed: exchange.speed };
  const recording = createDialRecording(line, attributes);
  let departure = await attend(call, { ...stay, over: () => fetching.met || member.gone === true });
  const begun = call.elapsed;
  if (departure === 'over' && member.gone !== true) {
    recording.answered();
    const until = begun + numberOf(attributes['timeLimit'], 14_400);
    const room = (): Room => fetching.room;
    departure = await attend(call, { ...stay, over: () => member.gone === true, room, until });
  }
  const { met } = fetching;
  fetching.parted = true;
  fetching.room.leave(call);
  elapsedOf(member.call);
  member.call.wake?.();
  return {
    params: {
      DialCallStatus: 'completed',
      DialCallSid: member.call.sid,
      DialBridged: String(met),
      ...(met && { DialCallDuration: String(Math.ceil(call.elapsed - begun)) }),
      ...queueParameters(line, member),
      ...recording.end(),
    },
    caller: callerAfter(departure),
  };
}

/** Connects the caller with the head of a queue, or waits for somebody to come. */
export async function dialQueue(
  line: Line,
  noun: CheckedElement,
  attributes: CheckedElement['attributes'],
): Promise<Outcome> {
  const { call, exchange } = line;
  const queue = exchange.queues.byName(noun.text.trim());
  // Undocumented which status word tells of a queue that does not exist.
  if (queue === undefined) return { params: status('failed'), caller: 'stays' };
  answer(call);
  const alone = call.time !== exchange.time;
  keepTime(call, exchange.time);
  const fetching = createFetching(line, noun);
  queue.awaiting.push(call);
  try {
    const departure = await attend(call, {
      over: () => {
        // First come, first served among those who wait for somebody, too.
        if (queue.awaiting[0] !== call) return false;
        const head = fetchHead(exchange.queues, queue, fetching);
        if (head !== undefined) fetching.member = head;
        return head !== undefined;
      },
      until: call.elapsed + numberOf(attributes['timeout'], 30),
      endsOnStar: attributes['hangupOnStar'] === 'true',
      speed: exchange.speed,
    });
    stopAwaiting(queue.awaiting, call);
    const { member } = fetching;
    if (member === undefined) return { params: status('no-answer'), caller: callerAfter(departure) };
    return await converse(line, fetching, member, attributes);
  } finally {
    stopAwaiting(queue.awaiting, call);
    if (alone) keepOwnTime(call);
  }
}

function stopAwaiting(awaiting: Line['call'][], call: Line['call']): void {
  const at = awaiting.indexOf(call);
  if (at >= 0) awaiting.splice(at, 1);
  awaiting[0]?.wake?.();
}
