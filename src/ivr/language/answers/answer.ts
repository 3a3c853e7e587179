import { z } from 'zod';
import type { PlainValue, ValueType } from '../../../kernel/capability.ts';

/** How a caller gives an answer. */
export type AnswerEntry =
  /** One key. The step that asks gives each word a key; `keys` stands where it does not. */
  | {
      readonly by: 'key';
      readonly words: ReadonlyMap<string, PlainValue>;
      readonly keys: Readonly<Record<string, string>> | null;
    }
  /** Several keys. `read` gives the value, or null where the keys are not a valid answer. */
  | {
      readonly by: 'digits';
      readonly numDigits: number | null;
      /** Keys that the shortest answer takes, the one that ends it included. */
      readonly fewest: number;
      readonly read: (digits: string) => string | number | null;
    }
  /** Words, as a recogniser writes them down. */
  | { readonly by: 'speech' }
  | { readonly by: 'recording' };

/** What one kind of answer makes of its declaration. */
export interface AnswerShape {
  readonly valueType: ValueType;
  /** Its type in conditions. */
  readonly celType: 'bool' | 'string' | 'double' | 'dyn';
  /** The values of a choice. */
  readonly choices: readonly string[];
  readonly entry: AnswerEntry;
  /** Whether it is sensitive, where its kind leaves no choice. */
  readonly sensitive?: boolean;
}

/** An answer that a flow collects. */
export interface LinkedAnswer extends Required<AnswerShape> {
  readonly name: string;
  readonly type: string;
  /** It becomes part of the case. */
  readonly keep: boolean;
}

/** A kind of answer as the loader sees it. */
export interface AnswerType {
  /** The field that names it in `collects`. */
  readonly keyword: string;
  readonly schema: z.ZodType;
  link(name: string, declaration: unknown): AnswerParse;
}

export type AnswerParse =
  { readonly ok: true; readonly answer: LinkedAnswer } | { readonly ok: false; readonly error: z.ZodError };

const flags = {
  sensitive: z.boolean().optional().describe('Entered on the keypad only, and never shown unsealed'),
  keep: z.boolean().optional().describe('false: used by the flow, but not part of the case'),
};

/**
 * Makes a kind of answer from its keyword, the schema of what follows the keyword, and what that means.
 * Each kind is one file in this folder and one line in `answer-types.ts`.
 */
export function defineAnswer<Spec extends z.ZodType>(
  keyword: string,
  spec: Spec,
  shape: (spec: z.output<Spec>) => AnswerShape,
): AnswerType {
  const schema = z.strictObject({ [keyword]: spec, ...flags });
  return {
    keyword,
    schema,
    link(name, declaration) {
      const parsed = schema.safeParse(declaration);
      if (!parsed.success) return { ok: false, error: parsed.error };
      const fields: Readonly<Record<string, unknown>> = parsed.data;
      const { keep = true } = parsed.data;
      const shaped = shape(spec.parse(fields[keyword]));
      const sensitive = shaped.sensitive ?? parsed.data.sensitive ?? false;
      if (parsed.data.sensitive !== undefined && parsed.data.sensitive !== sensitive) {
        const message = sensitive
          ? 'this kind of answer is always sensitive.'
          : 'sensitive answers are never spoken.';
        const fault = z
          .unknown()
          .refine(() => false, { message, path: ['sensitive'] })
          .safeParse({});
        if (!fault.success) return { ok: false, error: fault.error };
      }
      return { ok: true, answer: { name, type: keyword, keep, ...shaped, sensitive } };
    },
  };
}
