import type { CapabilityOutcome, Value } from '../../kernel/capability.ts';
import type { Instruction } from '../../kernel/instructions.ts';
import { resume, start } from '../engine/engine.ts';
import type { Turn } from '../engine/engine.ts';
import type { Session } from '../engine/session.ts';
import type { CapabilityRequest, Facts, LinkedFlow } from '../language/flow.ts';
import { press, wordsOf } from './telephone.ts';

/** Answers a capability's request; null while a remote one still works. */
export type Simulation = (request: CapabilityRequest, polls: number) => CapabilityOutcome | null;

/** A call to a flow without a telephone: for scenarios and for the phone in the terminal. */
export interface SimulatedCall {
  readonly session: () => Session;
  /** What the call waits for now. */
  readonly waitsFor: () => Instruction | undefined;
  /** What was said since this was last read. */
  readonly takeWords: () => string[];
  readonly press: (keys: string) => void;
  readonly send: (input: unknown) => void;
  /** The inputs of the last request to each capability. */
  readonly asked: ReadonlyMap<string, Readonly<Record<string, Value>>>;
}

/**
 * Begins a call. The session goes through JSON between every two turns, as it does between two webhooks, so that
 * nothing can live in it that would not survive a restart.
 */
export function simulateCall(flow: LinkedFlow, facts: Facts, simulate: Simulation): SimulatedCall {
  const asked = new Map<string, Readonly<Record<string, Value>>>();
  let words: string[] = [];
  let pending: CapabilityRequest | null = null;
  let polls = 0;
  let turn = start(flow, facts);

  const step = (input: unknown): Turn => resume(flow, JSON.parse(JSON.stringify(turn.session)), input, facts);
  const settle = (): void => {
    for (;;) {
      words.push(...wordsOf(turn.instructions));
      if (turn.request !== undefined) {
        pending = turn.request;
        polls = 0;
        asked.set(turn.request.capability, turn.request.input);
      }
      const polled = turn.instructions.at(-1)?.kind === 'poll';
      if (pending === null || (turn.request === undefined && !polled)) return;
      const outcome = simulate(pending, polls);
      polls += 1;
      turn = step(outcome === null ? { kind: 'poll' } : { kind: 'outcome', outcome });
      if (outcome !== null || turn.session.ended !== null) pending = null;
    }
  };
  const send = (input: unknown): void => {
    turn = step(input);
    settle();
  };
  settle();
  return {
    session: () => turn.session,
    waitsFor: () => turn.instructions.at(-1),
    takeWords() {
      const taken = words;
      words = [];
      return taken;
    },
    press(keys) {
      let rest = keys;
      do {
        const pressed = press(turn.instructions.at(-1), rest);
        rest = pressed.rest;
        send(pressed.input);
      } while (rest !== '' && turn.session.ended === null);
    },
    send,
    asked,
  };
}
