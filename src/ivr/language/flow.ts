import type { CapabilityDeclaration, PlainValue, Value } from '../../kernel/capability.ts';
import type { Instruction } from '../../kernel/instructions.ts';
import type { EndReason, Session } from '../engine/session.ts';
import type { LinkedAnswer } from './answers/answer.ts';
import type { Problem } from './problem.ts';
import type { PromptBook } from './prompts.ts';
import type { FlowSource } from './flow-source.ts';
import type { Path } from './source.ts';

/** A flow that has been read, type-checked and compiled. The checks walk it, the engine runs it. */
export interface LinkedFlow {
  readonly name: string;
  /** It only speaks, and ends: whoever rings is offered nothing, and asked nothing. */
  readonly isNotice: boolean;
  /** SHA-256 of its files, in hexadecimal. */
  readonly revision: string;
  /** Version of the flow language that it was written in. */
  readonly version: number;
  /** The first is the default. */
  readonly languages: readonly [string, ...string[]];
  readonly start: string;
  /** Where a waiting step leads when its attempts are used up and it names no exit of its own. */
  readonly exhausted: string;
  /** Step that runs when the caller hangs up. */
  readonly onHangup: string | null;
  /** Keys that work in every menu and single-key question: to a step, `repeat` or `more-time`. */
  readonly anywhere: ReadonlyMap<string, string>;
  /** The provider's name of the voice for each language. */
  readonly voices: ReadonlyMap<string, string>;
  readonly collects: ReadonlyMap<string, LinkedAnswer>;
  /** Of all files. */
  readonly steps: ReadonlyMap<string, LinkedStep>;
  readonly subFlows: ReadonlyMap<string, { readonly start: string }>;
  /** By language. */
  readonly prompts: ReadonlyMap<string, PromptBook>;
  readonly capabilities: ReadonlyMap<string, CapabilityDeclaration>;
  readonly source: FlowSource;
}

export type LoadResult =
  | { readonly ok: true; readonly flow: LinkedFlow }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One step, compiled by its kind. The engine and the checks know nothing else about it. */
export interface LinkedStep {
  readonly name: string;
  readonly kind: string;
  /** The sub-flow that it belongs to; null for the line's own steps. */
  readonly within: string | null;
  readonly ends: boolean;
  /** What the checks know of it, by name; '' for a step that does one thing. */
  readonly parts: ReadonlyMap<string, Part>;
  /** The capability that it asks. */
  readonly calls: CapabilityUse | null;
  /** The call arrives at the step. */
  enter(run: Run): Move;
  /** The caller, or a capability, answered while the call stood in the step. */
  take(run: Run, input: Input): Move;
}

/**
 * A part of a step as the checks see it: a question and its read-back are two. It may promise more ways than
 * `enter` and `take` can go, never fewer.
 */
export interface Part {
  /** The call may begin the step here. */
  readonly entrance: boolean;
  /** It waits for the caller, so it cannot follow a hang-up. */
  readonly waits: boolean;
  /** A call that has heard enough can be connected with a person here. */
  readonly connects: boolean;
  readonly speaks: readonly PromptUse[];
  /** Conditions that are asked here, one after the other. */
  readonly asks: readonly { readonly condition: LinkedCondition; readonly path: Path }[];
  /** An answer that its prompts may speak although it does not count as given yet. */
  readonly supposes: string | null;
  readonly ways: readonly Way[];
}

/** A way that a call can go on from a part of a step. */
export interface Way {
  readonly by: Cause;
  /** A step, or `return`. Where it is another part of the same step, `part` says which. */
  readonly to: string;
  readonly part?: string;
  /** The step that a `return` from there leads to. */
  readonly returnsTo?: string;
  /** Answers that are given from there on, and `facts.language`: a known value, or null for any. */
  readonly sets?: Readonly<Record<string, PlainValue | null>>;
  /** Answers that are not given any more from there on. */
  readonly unsets?: readonly string[];
  /** Where flow.yaml says so; null where another part of the step follows. */
  readonly path: Path | null;
}

/** A compiled condition. */
export interface LinkedCondition {
  /** Never throws: where it cannot be told, it is false. */
  readonly test: (session: Session, facts: Facts) => boolean;
  /** All that it asks about, by name as in `Known`. */
  readonly reads: readonly string[];
  /** The words that it compares with: it tells no others apart. */
  readonly words: readonly string[];
  /** What the condition can come to where only some of the call is known. */
  readonly foresee: (known: Known) => Foreseen;
}

/** What is known of an answer (`zip`), a step's outcome (`outcomes.promise`) or a fact (`facts.open`) at some place of the flow. */
export type Known = (name: string) => Knowledge;

/** `unset`: never given. `any`: given, whatever it is. Else the answer's value, or the outcome's exit. */
export type Knowledge = 'unset' | 'any' | { readonly value: PlainValue };

export interface Foreseen {
  readonly result: boolean | 'either';
  /** What the condition would ask about although it is unset, by name as in `Known`. */
  readonly unset: readonly string[];
}

/** What makes a call take a way. */
export type Cause =
  | { readonly kind: 'next' }
  | { readonly kind: 'key'; readonly key: string }
  /** A valid entry of at least so many keys. */
  | { readonly kind: 'entry'; readonly keys: number }
  | { readonly kind: 'words' }
  | { readonly kind: 'recording' }
  /** A silence that leads on at once. */
  | { readonly kind: 'silence' }
  /** So many silences or wrong entries. */
  | { readonly kind: 'exhausted'; readonly attempts: number }
  /** The condition of that index in `asks` is the first that is true. */
  | { readonly kind: 'condition'; readonly index: number }
  | { readonly kind: 'otherwise' }
  /** What a capability, or a transfer, answered. */
  | { readonly kind: 'exit'; readonly exit: string };

/** A prompt that a step speaks. */
export interface PromptUse {
  readonly prompt: string;
  /** Spoken instead where `prompt` is not written, such as `default.silence`. */
  readonly otherwise?: string;
  readonly path: Path;
}

export interface CapabilityUse {
  readonly capability: string;
  readonly inputs: readonly { readonly name: string; readonly from: InputSource; readonly path: Path }[];
  readonly exits: readonly string[];
  readonly path: Path;
}

/** `$name` is an answer, `$step.result` what a capability returned, everything else stands for itself. */
export type InputSource =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'answer'; readonly name: string }
  | { readonly kind: 'result'; readonly step: string; readonly result: string };

/** What the host knows about the call and the moment. */
export interface Facts {
  /** The office takes calls now. */
  readonly open: boolean;
  /** E.164, or null where it is withheld or unusable. */
  readonly callerNumber: string | null;
  readonly caller: 'known' | 'foreign' | 'withheld';
  /** Where a `transfer` step leads: an outside call centre and the number of ours that it sees, both E.164. */
  readonly callCentre: { readonly number: string; readonly from: string } | null;
  /**
   * The officer who stands ready for this caller, and the number of ours that the officer sees, both E.164. `briefing`
   * names what the officer is told, and asked, before the two are connected.
   */
  readonly officer?: { readonly number: string; readonly from: string; readonly briefing: string } | null;
}

/** What came back from the world, once it is known to be well formed. */
export type Input =
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'speech'; readonly words: string; readonly confidence: number }
  /** The other telephone answered and the two talked, or not. */
  | { readonly kind: 'transferred'; readonly result: 'talked' | 'missed' }
  /** Something that no caller can mean: garbage, or an answer to a question that was not asked. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'recording'; readonly recording: string; readonly seconds: number }
  /** The step that asked knows which values to expect. */
  | { readonly kind: 'outcome'; readonly exit: string; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'poll' }
  | { readonly kind: 'hangup' };

/** Asks the host to run a capability and to resume with its outcome. */
export interface CapabilityRequest {
  readonly step: string;
  readonly capability: string;
  readonly mode: 'local' | 'remote';
  readonly input: Readonly<Record<string, Value>>;
}

/** What happened in a turn, for the timeline. Names and codes only: never what a caller said or entered. */
export type EngineEvent =
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'answered'; readonly step: string; readonly name: string }
  | { readonly kind: 'language'; readonly language: string }
  | { readonly kind: 'silence'; readonly step: string }
  | { readonly kind: 'wrong'; readonly step: string }
  | { readonly kind: 'outcome'; readonly step: string; readonly exit: string }
  | { readonly kind: 'limit'; readonly limit: Limit }
  | { readonly kind: 'ended'; readonly step: string; readonly reason: EndReason };

export type Limit = 'steps' | 'visits' | 'turns' | 'bytes' | 'state';

/** What a step does next. */
export type Move =
  /** `returnsTo`: the step is the first of a sub-flow, and its `return` leads there. */
  | { readonly kind: 'go'; readonly to: string; readonly returnsTo?: string }
  | { readonly kind: 'wait'; readonly instruction: Instruction }
  /** A remote request goes with the poll that holds the line meanwhile. */
  | { readonly kind: 'request'; readonly request: CapabilityRequest; readonly poll?: Instruction }
  | { readonly kind: 'end'; readonly reason: EndReason };

/** One turn while it runs: the session is the turn's own copy and changes. */
export interface Run {
  readonly flow: LinkedFlow;
  readonly facts: Facts;
  readonly session: Session;
  readonly instructions: Instruction[];
  readonly events: EngineEvent[];
}
