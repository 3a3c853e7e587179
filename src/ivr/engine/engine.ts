import type { Instruction } from '../../kernel/instructions.ts';
import type {
  CapabilityRequest,
  EngineEvent,
  Facts,
  Limit,
  LinkedFlow,
  Move,
  Run,
} from '../language/flow.ts';
import { limits } from './limits.ts';
import { readInput } from './read-input.ts';
import { newSession, readSession } from './read-session.ts';
import type { Session } from './session.ts';
import { limitWords, say } from './speak.ts';

/**
 * What one turn leaves. The instructions end with exactly one gather, record, transfer, poll or hangup; they are empty
 * while a local capability is asked, and what was said until then comes out after its outcome.
 */
export interface Turn {
  readonly session: Session;
  readonly instructions: readonly Instruction[];
  /** Run this capability and `resume` with its outcome: in this webhook if local, later if remote. */
  readonly request?: CapabilityRequest;
  readonly events: readonly EngineEvent[];
}

/** Begins a call. Pure: the same flow and facts give the same turn. */
export function start(flow: LinkedFlow, facts: Facts): Turn {
  const run = createRun(flow, newSession(flow), facts);
  return proceed(run, { kind: 'go', to: flow.start });
}

/**
 * Goes on with a call after an input. Pure, and never throws: an input that makes no sense counts as a wrong
 * entry or as silence, and a session that cannot be read goes to the flow's exhausted step.
 *
 * @param session as the last turn left it, read back from JSON
 * @param input `{ kind: 'digits', digits }`, `{ kind: 'silence' }`, `{ kind: 'speech', words, confidence }`,
 *   `{ kind: 'recording', recording, seconds }`, `{ kind: 'transferred', result }`, `{ kind: 'outcome', outcome }`, `{ kind: 'poll' }` or `{ kind: 'hangup' }`
 * @example resume(flow, session, { kind: 'digits', digits: '2' }, facts)
 */
export function resume(flow: LinkedFlow, session: unknown, input: unknown, facts: Facts): Turn {
  const run = createRun(flow, readSession(flow, session), facts);
  if (run.session.ended !== null) return over(run);
  run.instructions.push(...run.session.said);
  run.session.said = [];
  run.session.turns += 1;
  const heard = readInput(input);
  if (heard.kind === 'hangup') return hangUp(run);
  if (run.session.turns > limits.turnsPerCall) return proceed(run, reach(run, 'turns'));
  const step = flow.steps.get(run.session.step);
  return proceed(run, step === undefined ? reach(run, 'state') : step.take(run, heard));
}

function createRun(flow: LinkedFlow, session: Session, facts: Facts): Run {
  return { flow, facts, session, instructions: [], events: [] };
}

function hangUp(run: Run): Turn {
  run.instructions.length = 0;
  run.session.hungUp = true;
  const { onHangup } = run.flow;
  return proceed(run, onHangup === null ? { kind: 'end', reason: 'hangup' } : { kind: 'go', to: onHangup });
}

/** Walks from step to step until one waits, asks a capability or ends the call. */
function proceed(run: Run, first: Move): Turn {
  let move = first;
  let steps = 0;
  while (move.kind === 'go') {
    steps += 1;
    const broken = steps > limits.stepsPerTurn ? 'steps' : arrive(run, move);
    if (broken === null) {
      move = run.flow.steps.get(run.session.step)?.enter(run) ?? reach(run, 'state');
    } else {
      move = reach(run, broken);
      steps = 0;
    }
  }
  const turn = finish(run, move);
  if (Buffer.byteLength(JSON.stringify(run.session)) <= limits.sessionBytes) return turn;
  run.session.outcomes = {};
  run.session.said = [];
  if (run.session.ended !== null) return turn;
  run.instructions.length = 0;
  return proceed(run, reach(run, 'bytes'));
}

/** Puts the call into a step, unless the step is unknown or was entered too often. */
function arrive({ flow, session, events }: Run, move: Move & { kind: 'go' }): Limit | null {
  const to = move.to === 'return' ? session.returns.pop() : move.to;
  const step = to === undefined ? undefined : flow.steps.get(to);
  if (to === undefined || step === undefined) return 'state';
  // A sub-flow whose last step goes through another one: that returns where the outer one would.
  if (move.returnsTo !== undefined && move.returnsTo !== 'return') session.returns.push(move.returnsTo);
  // A step of the line's own file is in no sub-flow: whoever leads there has left them.
  if (move.returnsTo === undefined && step.within === null) session.returns = [];
  const visits = (session.visits[to] ?? 0) + 1;
  if (visits > limits.visitsPerStep) return 'visits';
  session.visits[to] = visits;
  session.step = to;
  session.phase = '';
  session.draft = '';
  session.attempts = 0;
  session.polls = 0;
  events.push({ kind: 'step', step: to });
  return null;
}

/** The first limit leads to the flow's exhausted step, with little left to spend; the second ends the call. */
function reach(run: Run, limit: Limit): Move {
  const { session, flow } = run;
  run.events.push({ kind: 'limit', limit });
  if (session.limited || session.hungUp) {
    say(run, limitWords(run));
    return { kind: 'end', reason: session.hungUp ? 'hangup' : 'limit' };
  }
  session.limited = true;
  session.visits = {};
  session.turns = limits.turnsPerCall - limits.turnsAfterLimit;
  return { kind: 'go', to: flow.exhausted };
}

function finish(run: Run, move: Exclude<Move, { kind: 'go' }>): Turn {
  const { session, events } = run;
  switch (move.kind) {
    case 'end':
      return end(run, move.reason);
    case 'wait':
      // Nobody is there to answer: a checked flow does not come here.
      if (session.hungUp) return end(run, 'hangup');
      return { session, instructions: [...run.instructions, move.instruction], events };
    case 'request': {
      const { request, poll } = move;
      if (poll !== undefined) {
        if (session.hungUp) return end(run, 'hangup');
        return { session, instructions: [...run.instructions, poll], request, events };
      }
      session.said = run.instructions;
      return { session, instructions: [], request, events };
    }
  }
}

function end(run: Run, reason: 'end' | 'hangup' | 'limit'): Turn {
  run.session.ended = { step: run.session.step, reason };
  run.events.push({ kind: 'ended', step: run.session.step, reason });
  return over(run);
}

function over({ session, instructions, events }: Run): Turn {
  return { session, instructions: [...instructions, { kind: 'hangup' }], events };
}
