import { attend, release, type Departure } from '../../call/attend.ts';
import { answer, durationOf, elapsedOf, keepOwnTime, keepTime } from '../../call/call.ts';
import { createCommonTime } from '../../call/common-time.ts';
import type { DialledLeg, DialTarget } from '../../call/dialled-leg.ts';
import { createRoom, tell } from '../../call/room.ts';
import { numberOf } from '../attributes.ts';
import type { CheckedElement, Line } from '../verb.ts';
import type { Outcome } from './outcome.ts';
import { createDialRecording, type DialRecording } from './recording.ts';

/** Where the initial caller is after something that they stayed on the line for. */
export function callerAfter(departure: Departure): Outcome['caller'] {
  if (departure === 'called') return 'called';
  return departure === 'hungUp' ? 'hungUp' : 'stays';
}

/** Rings several at once: the first to answer wins, the others are cancelled. */
function ringTogether(line: Line, targets: readonly DialTarget[]): DialledLeg[] {
  const legs: DialledLeg[] = [];
  const cancelOthers = (winner: DialledLeg): void => {
    for (const leg of legs) if (leg !== winner && leg.ended === undefined) release(leg.call, 'canceled');
  };
  for (const target of targets) legs.push(line.exchange.dial(line.call, target, cancelOthers));
  return legs;
}

/** What is said of a leg that was not bridged. */
function unbridged(line: Line, leg: DialledLeg, departure: Departure): Record<string, string> {
  const { chance } = line.call;
  // Undocumented what a callee is said to be whom the caller did not wait for: an app must take both.
  const given = departure === 'hungUp' && chance.happens(0.5) ? 'no-answer' : 'canceled';
  const status = leg.answered ? 'completed' : departure === 'over' ? (leg.ended ?? 'failed') : given;
  return { DialCallStatus: status, DialCallSid: leg.call.sid, DialBridged: 'false', ...lasted(leg) };
}

/** A leg that REST has sent elsewhere goes on, so its duration is not told. */
function lasted(leg: DialledLeg): Record<string, string> {
  if (!leg.answered || leg.redirected) return {};
  elapsedOf(leg.call);
  return { DialCallDuration: String(durationOf(leg.call)) };
}

interface Ringing {
  readonly line: Line;
  readonly attributes: CheckedElement['attributes'];
  readonly recording: DialRecording;
}

/** Bridges the caller with a leg until one of them leaves. */
async function bridge({ line, attributes, recording }: Ringing, leg: DialledLeg): Promise<Outcome> {
  const { call, exchange } = line;
  const room = createRoom();
  answer(call);
  room.enter(call);
  leg.join(room);
  recording.answered();
  const departure = await attend(call, {
    over: () => leg.ended !== undefined,
    room: () => room,
    until: call.elapsed + numberOf(attributes['timeLimit'], 14_400),
    endsOnStar: attributes['hangupOnStar'] === 'true',
    speed: exchange.speed,
  });
  const params = {
    DialCallStatus: 'completed',
    DialCallSid: leg.call.sid,
    DialBridged: 'true',
    ...lasted(leg),
  };
  room.leave(call);
  if (leg.ended === undefined) release(leg.call, 'completed');
  return { params, caller: callerAfter(departure) };
}

/** Rings one round of targets. Not `done`: nobody was to be had, and the caller still waits. */
async function ringRound(
  ringing: Ringing,
  targets: readonly DialTarget[],
): Promise<Outcome & { done: boolean }> {
  const { line, attributes } = ringing;
  const { call, exchange } = line;
  const legs = ringTogether(line, targets);
  const departure = await attend(call, {
    over: () => legs.some(({ ready }) => ready) || legs.every(({ ended }) => ended !== undefined),
    endsOnStar: attributes['hangupOnStar'] === 'true',
    speed: exchange.speed,
  });
  const failed = legs.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) throw failed.failure;
  const ready = legs.find((leg) => leg.ready && leg.ended === undefined);
  if (departure === 'over' && ready !== undefined) return { ...(await bridge(ringing, ready)), done: true };
  const told =
    legs.findLast(({ answered }) => answered) ??
    legs.findLast(({ ended }) => ended !== 'canceled') ??
    legs[0];
  for (const leg of legs) {
    if (leg.ended === undefined) release(leg.call, leg.answered ? 'completed' : 'canceled');
  }
  const params = told === undefined ? {} : unbridged(line, told, departure);
  const answered = told?.answered === true;
  return {
    params,
    caller: callerAfter(departure),
    done: departure !== 'over' || answered,
  };
}

/** Rings numbers, clients and SIP ends, together or one after the other, and bridges whoever answers first. */
export async function dialLegs(
  line: Line,
  targets: readonly DialTarget[],
  attributes: CheckedElement['attributes'],
): Promise<Outcome> {
  const { call } = line;
  let outcome: Outcome = { params: { DialCallStatus: 'failed', DialBridged: 'false' }, caller: 'stays' };
  if (targets.length === 0) return outcome;
  const alone = call.time === undefined;
  keepTime(call, call.time ?? createCommonTime());
  const recording = createDialRecording(line, attributes);
  tell(call, { kind: 'ringing', text: '', language: '' });
  recording.ringing();
  const rounds = attributes['sequential'] === 'true' ? targets.map((target) => [target]) : [targets];
  try {
    for (const round of rounds) {
      const { done, ...rest } = await ringRound({ line, attributes, recording }, round);
      outcome = rest;
      if (done) break;
    }
  } finally {
    if (alone) keepOwnTime(call);
  }
  return { ...outcome, params: { ...outcome.params, ...recording.end() } };
}
