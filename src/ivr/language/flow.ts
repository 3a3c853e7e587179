import type { CapabilityDeclaration, Value } from '../../kernel/capability.ts';
import type { Instruction } from '../../kernel/instructions.ts';
import type { EndReason, Session } from '../engine/session.ts';
import type { LinkedAnswer } from './answers/answer.ts';
import type { Problem } from './problem.ts';
import type { PromptBook } from './prompts.ts';
import type { Path, Source } from './source.ts';

/** A flow that has been read, type-checked and compiled. The checks walk it, the engine runs it. */
export interface LinkedFlow {
  readonly name: string;
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
  /** Keys that work in every menu and single-key question: to a step, or `repeat`. */
  readonly anywhere: ReadonlyMap<string, string>;
  readonly collects: ReadonlyMap<string, LinkedAnswer>;
  readonly steps: ReadonlyMap<string, LinkedStep>;
  /** By language. */
  readonly prompts: ReadonlyMap<string, PromptBook>;
  readonly capabilities: ReadonlyMap<string, CapabilityDeclaration>;
  readonly source: Source;
}

export type LoadResult =
  | { readonly ok: true; readonly flow: LinkedFlow }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One step, compiled by its kind. The engine and the checks know nothing else about it. */
export interface LinkedStep {
  readonly name: string;
  readonly kind: string;
  /** It waits for the caller, so it cannot follow a hang-up. */
  readonly waits: boolean;
  readonly ends: boolean;
  readonly exits: readonly Exit[];
  readonly speaks: readonly PromptUse[];
  readonly keys: readonly KeyUse[];
  /** The capability that it asks. */
  readonly calls: CapabilityUse | null;
  /** The call arrives at the step. */
  enter(run: Run): Move;
  /** The caller, or a capability, answered while the call stood in the step. */
  take(run: Run, input: Input): Move;
}

/** A way out of a step. `path` is where flow.yaml says so. */
export interface Exit {
  readonly to: string;
  readonly path: Path;
}

/** A prompt that a step speaks. */
export interface PromptUse {
  readonly prompt: string;
  /** Spoken instead where `prompt` is not written, such as `default.silence`. */
  readonly otherwise?: string;
  readonly path: Path;
}

/** A key that means something in a step. */
export interface KeyUse {
  readonly key: string;
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
}

/** What came back from the world, once it is known to be well formed. */
export type Input =
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'silence' }
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
  | { readonly kind: 'go'; readonly to: string }
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
