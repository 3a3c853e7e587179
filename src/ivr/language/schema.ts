import { z } from 'zod';
import { kinds } from '../nodes/kinds.ts';
import { reservedTargets, stepName, telephoneKey } from '../nodes/kind.ts';
import { answerTypes } from './answers/answer-types.ts';
import { CURRENT_VERSION } from './versions.ts';

const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'A language is a tag such as "en-US".');

/** Also a name in conditions, where "-" would be a minus. */
const answerName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]*$/,
    'An answer has a name of lower-case letters, digits and "_", such as "case_number".',
  )
  .refine((name) => name !== 'constructor', { message: '"constructor" cannot be a name.' });

/** What a step may be called. Three names lead elsewhere. */
const ownStepName = stepName.refine((name) => !reservedTargets.has(name), {
  message: '"repeat", "more-time" and "return" cannot be names of steps.',
});

/** flow.yaml, but for its steps and answers, whose kinds are read one by one: that gives better messages. */
export const flowFile = fileOf(z.unknown(), z.unknown());

export type FlowFile = z.output<typeof flowFile>;

/** flow.<name>.yaml */
export const subFlowFile = subFlowOf(z.unknown());

export type SubFlowFile = z.output<typeof subFlowFile>;

const phrase = z.string().trim().min(1).max(100);

/** prompts.<language>.yaml */
export const promptsFile = z.strictObject({
  prompts: z
    .record(z.string().regex(/^[a-z][a-z0-9_.-]*$/), z.string().trim().min(1).max(2000))
    .describe('What is said, by name'),
  choices: z
    .record(z.string(), z.record(z.string(), z.string().trim().min(1).max(200)))
    .optional()
    .describe('Words for the values of choices, by answer or result'),
  spoken: z
    .record(z.string(), z.record(telephoneKey, z.array(phrase).min(1).max(20)))
    .optional()
    .describe('What a caller may say instead of a key, by prompt and key'),
});

function fileOf(answer: z.ZodType, step: z.ZodType) {
  return z.strictObject({
    flow: stepName.describe('Name of the flow, and of its folder'),
    kind: z
      .literal('notice')
      .optional()
      .describe('For a line that offers nothing: it says its words to whoever rings, and ends'),
    version: z.int().min(1).max(CURRENT_VERSION).optional().describe('Version of the flow language'),
    languages: z
      .array(languageTag)
      .min(1)
      .max(20)
      .refine((tags) => new Set(tags).size === tags.length, { message: 'A language is listed twice.' })
      .describe('The first is the default'),
    voices: z
      .record(
        languageTag,
        z.string().regex(/^[A-Za-z0-9.-]+$/, 'A voice is a name such as "Polly.Joanna-Neural".'),
      )
      .optional()
      .describe("The telephone provider's voice for each language"),
    start: stepName.describe('The first step'),
    collects: z.record(answerName, answer).optional().describe('Answers by name; they become the case'),
    anywhere: z
      .record(telephoneKey, stepName)
      .optional()
      .describe('Keys that work in every menu and single-key question: a step, repeat, or more-time'),
    exhausted: stepName.describe('Where a waiting step leads when its attempts are used up'),
    on_hangup: stepName.optional().describe('What runs when the caller hangs up'),
    steps: z.record(ownStepName, step).describe('The steps by name'),
  });
}

function subFlowOf(step: z.ZodType) {
  return z.strictObject({
    flow: stepName.describe('Name of the sub-flow, as in the name of its file'),
    start: stepName.describe('Its first step'),
    steps: z.record(ownStepName, step).describe('Its steps by name; `return` leads back'),
  });
}

/** JSON Schema of flow.yaml and of the files of sub-flows, for editors that complete and check while typing. */
export function flowJsonSchema(): Record<string, unknown> {
  const answer = z.union(answerTypes.map(({ schema }) => schema));
  const step = z.union(kinds.map(({ schema }) => schema));
  const schema = z.union([fileOf(answer, step), subFlowOf(step)]);
  return { title: 'A flow of Hotline', ...z.toJSONSchema(schema, { unrepresentable: 'any' }) };
}
