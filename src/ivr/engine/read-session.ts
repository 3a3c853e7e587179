import type { CapabilityOutcome, Value } from '../../kernel/capability.ts';
import type { Instruction } from '../../kernel/instructions.ts';
import type { LinkedFlow } from '../language/flow.ts';
import { limits } from './limits.ts';
import { SESSION_VERSION } from './session.ts';
import type { Session } from './session.ts';
import { isRecord, readValue, readValues } from './values.ts';

/** A call that stands nowhere yet: at its start, or because its state was lost. */
export function newSession(flow: LinkedFlow): Session {
  return {
    version: SESSION_VERSION,
    revision: flow.revision,
    step: '',
    returns: [],
    phase: '',
    language: flow.languages[0],
    answers: {},
    outcomes: {},
    patient: false,
    draft: '',
    attempts: 0,
    polls: 0,
    said: [],
    visits: {},
    turns: 0,
    limited: false,
    hungUp: false,
    ended: null,
  };
}

/**
 * Reads a stored session into a copy of its own that the turn may change. What does not fit is left out: a
 * session that cannot be read at all stands nowhere, and the engine leads it to the flow's exhausted step.
 */
export function readSession(flow: LinkedFlow, value: unknown): Session {
  const session = newSession(flow);
  if (!isRecord(value) || value['version'] !== SESSION_VERSION) return session;
  session.step = text(value['step']);
  session.returns = Array.isArray(value['returns'])
    ? value['returns'].map(text).filter((step) => flow.steps.has(step))
    : [];
  session.phase = text(value['phase']);
  session.language = flow.languages.find((language) => language === value['language']) ?? session.language;
  session.answers = readAnswers(flow, value['answers']);
  session.outcomes = readOutcomes(flow, value['outcomes']);
  session.patient = value['patient'] === true;
  session.draft = text(value['draft']);
  session.attempts = count(value['attempts']);
  session.polls = count(value['polls']);
  session.said = Array.isArray(value['said']) ? value['said'].filter(isSaid) : [];
  session.visits = readVisits(flow, value['visits']);
  session.turns = count(value['turns']);
  session.limited = value['limited'] === true;
  session.hungUp = value['hungUp'] === true;
  session.ended = readEnded(value['ended']);
  return session;
}

const text = (value: unknown): string =>
  typeof value === 'string' && value.length <= limits.keysPerEntry ? value : '';

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;

function readAnswers(flow: LinkedFlow, answers: unknown): Record<string, Value> {
  const read: Record<string, Value> = {};
  if (!isRecord(answers)) return read;
  for (const [name, stored] of Object.entries(answers)) {
    const answer = flow.collects.get(name);
    const value = answer && readValue(stored, answer.valueType);
    if (value !== undefined) read[name] = value;
  }
  return read;
}

function readOutcomes(flow: LinkedFlow, outcomes: unknown): Record<string, CapabilityOutcome> {
  const read: Record<string, CapabilityOutcome> = {};
  if (!isRecord(outcomes)) return read;
  for (const [step, outcome] of Object.entries(outcomes)) {
    const calls = flow.steps.get(step)?.calls;
    if (!calls || !isRecord(outcome)) continue;
    const returns = flow.capabilities.get(calls.capability)?.returns ?? {};
    read[step] = { exit: text(outcome['exit']), values: readValues(outcome['values'], returns) };
  }
  return read;
}

function readVisits(flow: LinkedFlow, visits: unknown): Record<string, number> {
  const read: Record<string, number> = {};
  if (!isRecord(visits)) return read;
  for (const [step, times] of Object.entries(visits)) {
    if (flow.steps.has(step)) read[step] = count(times);
  }
  return read;
}

function isSaid(instruction: unknown): instruction is Instruction {
  return isRecord(instruction) && instruction['kind'] === 'say' && Array.isArray(instruction['speech']);
}

function readEnded(ended: unknown): Session['ended'] {
  if (!isRecord(ended)) return null;
  const { step, reason } = ended;
  return { step: text(step), reason: reason === 'end' || reason === 'hangup' ? reason : 'limit' };
}
