import { attend } from '../call/attend.ts';
import { queueWait } from '../call/asides.ts';
import { answer, keepOwnTime, keepTime, warn, type DocumentRequest, type Next } from '../call/call.ts';
import { averageWait, waitOf, type Member } from '../call/queues.ts';
import { tell } from '../call/room.ts';
import { TwimlError } from '../twiml/retrieve.ts';
import { anyText, httpMethod, schemaWarning } from './attributes.ts';
import { goOnAfter, type Outcome } from './dial/outcome.ts';
import { goOn, NotSimulatedError, type CheckedElement, type Line, type Verb } from './verb.ts';

const longestName = 64;
/** Seconds after which somebody with nothing left to do gives up. */
const patience = 600;
/** Twilio's own music, which comes from the internet: it is heard here without being fetched. */
const musicSeconds = 60;

/** Why a stay in a queue ended, in Twilio's words, and where the caller is now. */
interface Left {
  readonly result:
    | 'bridged'
    | 'bridging-in-process'
    | 'error'
    | 'hangup'
    | 'leave'
    | 'redirected'
    | 'redirected-from-bridged';
  readonly caller: Outcome['caller'];
  /** A verb of the wait document, or a limit, has ended the call. */
  readonly end?: Next;
}

function waitRequest(line: Line, member: Member, attributes: CheckedElement['attributes']): DocumentRequest {
  const { queue } = member;
  const at = queue.members.indexOf(member);
  return line.request('wait', attributes['waitUrl'], attributes['waitUrlMethod'] === 'GET' ? 'GET' : 'POST', {
    QueueSid: queue.sid,
    QueuePosition: String(at + 1),
    QueueTime: String(waitOf(member)),
    AvgQueueTime: String(averageWait(queue)),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(queue.maxSize),
  });
}

/** Lets the caller hear what the queue plays, once; `undefined` = nothing has happened. */
async function hearOnce(
  line: Line,
  member: Member,
  attributes: CheckedElement['attributes'],
): Promise<Left | undefined> {
  const { call, exchange } = line;
  const { speed } = exchange;
  if (attributes['waitUrl'] === undefined || attributes['waitUrl'] === '') {
    const music = attributes['waitUrl'] === undefined;
    if (music) tell(call, { kind: 'music', text: '', language: '' });
    const until = music ? call.elapsed + musicSeconds : Infinity;
    const departure = await attend(call, { over: () => false, until, speed });
    return departure === 'hungUp' ? { result: 'hangup', caller: 'hungUp' } : undefined;
  }
  const begun = call.elapsed;
  const next = await exchange.runAside(call, waitRequest(line, member, attributes), queueWait);
  if (next.go === 'end') {
    if (next.by === 'caller') return { result: 'hangup', caller: 'hungUp' };
    return { result: 'hangup', caller: 'hungUp', end: next };
  }
  if (next.go === 'leave' && call.interruption === undefined) return { result: 'leave', caller: 'stays' };
  // A document that plays nothing is asked again no faster than this.
  if (call.elapsed === begun) await line.pass(1);
  const nothingLeft = !call.party.live && call.party.unused() === 0;
  if (nothingLeft && call.elapsed - member.since > patience) return { result: 'hangup', caller: 'hungUp' };
  return undefined;
}

/** The conversation that follows the wait. */
async function meet(line: Line, member: Member): Promise<Left> {
  const { call } = line;
  if (member.fetcher === undefined) return { result: 'error', caller: 'stays' };
  const { met, departure } = await member.fetcher.meet(member);
  if (departure === 'called') {
    return { result: met ? 'redirected-from-bridged' : 'redirected', caller: 'called' };
  }
  const caller = departure === 'hungUp' ? 'hungUp' : 'stays';
  if (call.interruption?.go === 'leave') delete call.interruption;
  return { result: met ? 'bridged' : 'bridging-in-process', caller };
}

/** Waits in the queue until something ends it. */
async function stay(line: Line, member: Member, attributes: CheckedElement['attributes']): Promise<Left> {
  const { call, exchange } = line;
  try {
    for (;;) {
      const left = await hearOnce(line, member, attributes);
      if (member.fetcher !== undefined && left?.caller !== 'hungUp') {
        if (call.interruption?.go === 'leave') delete call.interruption;
        if (call.interruption === undefined) return await meet(line, member);
      }
      if (call.interruption !== undefined) {
        const over = call.interruption.go === 'end';
        return { result: over ? 'hangup' : 'redirected', caller: 'called' };
      }
      if (left !== undefined) return left;
    }
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    warn(call, error.code, error.message);
    return { result: 'error', caller: 'stays' };
  } finally {
    exchange.queues.take(member);
    member.gone = true;
    member.fetcher?.call.wake?.();
  }
}

/** Lets the caller wait in a queue. Source: Twilio, "TwiML Voice: Enqueue". */
export const enqueue: Verb = {
  name: 'Enqueue',
  text: true,
  nests: ['Task'],
  answers: true,
  attributes: {
    action: anyText(),
    method: httpMethod(),
    waitUrl: anyText(),
    waitUrlMethod: httpMethod(),
    workflowSid: anyText(),
  },
  async run(line, { attributes, text }): Promise<Next> {
    const { call, exchange } = line;
    if (attributes['workflowSid'] !== undefined) throw new NotSimulatedError('workflowSid');
    const name = text.trim();
    if (name === '' || name.length > longestName) {
      line.warn(schemaWarning, `Enqueue: a queue's name has 1 to ${longestName} characters`);
      return goOn;
    }
    answer(call);
    const queue = exchange.queues.open(name);
    const alone = call.time !== exchange.time;
    keepTime(call, exchange.time);
    try {
      const member = exchange.queues.add(queue, call);
      if (member === undefined) {
        return goOnAfter(line, { params: { QueueResult: 'queue-full' }, caller: 'stays' }, attributes);
      }
      const { result, caller, end } = await stay(line, member, attributes);
      const params = {
        QueueResult: result,
        ...(result !== 'error' && {
          QueueSid: queue.sid,
          QueueTime: String(member.waited ?? waitOf(member)),
        }),
      };
      const next = goOnAfter(line, { params, caller }, attributes);
      return end ?? next;
    } finally {
      if (alone) keepOwnTime(call);
    }
  },
};
