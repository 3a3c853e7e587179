import { z } from 'zod';
import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import type { SpokenIn } from '../engine/speak.ts';
import type { Waiting } from '../engine/waiting.ts';
import type { LinkedAnswer } from '../language/answers/answer.ts';
import type { LinkedCondition, LinkedStep } from '../language/flow.ts';
import type { Path } from '../language/source.ts';

/** What the loader lends a kind while it compiles one step. Paths are relative to the step. */
export interface Linker {
  readonly step: string;
  /** The sub-flow that the step belongs to; null for the line's own. */
  readonly within: string | null;
  readonly languages: readonly string[];
  readonly anywhere: ReadonlyMap<string, string>;
  /** An answer that the flow collects; reports a problem where there is none. */
  answer(name: string, path: Path): LinkedAnswer | null;
  /** A compiled condition; null and reported where it is faulty. */
  condition(text: string, path: Path): LinkedCondition | null;
  /** A sub-flow of this flow; null and reported where there is none. */
  subFlow(name: string, path: Path): { readonly start: string } | null;
  capability(name: string): CapabilityDeclaration | undefined;
  /** The place of a field of this step in flow.yaml. */
  path(...inStep: Path): Path;
  problem(path: Path, code: string, message: string): void;
  waiting(
    source: WaitingSource,
    defaults: { prompt: string; timeout: number; spokenIn?: SpokenIn },
  ): LinkedWaiting;
}

export interface LinkedWaiting {
  readonly waiting: Waiting;
  /** Where the exit for used-up attempts is written: in the step, or in the flow's default. */
  readonly exit: { readonly to: string; readonly path: Path };
}

/** A kind of step: how it is written, and what it compiles to. */
export interface StepKind {
  /** The field that names it. */
  readonly keyword: string;
  readonly schema: z.ZodType;
  /** Compiles one step; null and reported where it does not fit the schema. */
  link(source: unknown, linker: Linker, refuse: (error: z.ZodError) => void): LinkedStep | null;
}

/** Makes a kind of step. Each kind is one file in this folder and one line in `kinds.ts`. */
export function defineKind<Schema extends z.ZodType>(kind: {
  readonly keyword: string;
  readonly schema: Schema;
  readonly link: (source: z.output<Schema>, linker: Linker) => LinkedStep | null;
}): StepKind {
  return {
    keyword: kind.keyword,
    schema: kind.schema,
    link(source, linker, refuse) {
      const parsed = kind.schema.safeParse(source);
      if (parsed.success) return kind.link(parsed.data, linker);
      refuse(parsed.error);
      return null;
    },
  };
}

/** Name of a step, an answer or a prompt's first part. `constructor` would shadow what every object has. */
export const stepName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*$/, 'A step has a name of lower-case letters, digits and "-", such as "my-case".')
  .refine((name) => name !== 'constructor', { message: '"constructor" cannot be a name.' });

/** Targets that are no steps: `repeat` and `more-time` of `anywhere`, `return` of a sub-flow. */
export const reservedTargets: ReadonlySet<string> = new Set(['repeat', 'more-time', 'return']);

export const promptName = z
  .string()
  .regex(/^[a-z][a-z0-9_.-]*$/, 'A prompt has a name of lower-case letters, digits, "-" and ".".');

/** A key of the telephone, in quotes. */
export const telephoneKey = z
  .string()
  .regex(/^[0-9*#]$/, 'A key is one of "0" to "9", "*" and "#", in quotes.');

export const spokenIn = z
  .enum(['all'])
  .optional()
  .describe('all: said once in each language, for words before the caller has chosen one');

/** Fields of every step that waits for the caller. */
export const waitingFields = {
  timeout: z.int().min(1).max(60).optional().describe('Seconds of silence that end the wait'),
  attempts: z.int().min(1).max(10).optional().describe('Silences and wrong entries until the step gives up'),
  exhausted: stepName.optional().describe("Where the call goes then; the flow's `exhausted` if not given"),
};

export type WaitingSource = z.output<z.ZodObject<typeof waitingFields>>;
