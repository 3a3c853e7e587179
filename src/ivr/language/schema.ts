import { z } from 'zod';
import { kinds } from '../nodes/kinds.ts';
import { stepName, telephoneKey } from '../nodes/kind.ts';
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

/** flow.yaml, but for its steps and answers, whose kinds are read one by one: that gives better messages. */
export const flowFile = fileOf(z.unknown(), z.unknown());

export type FlowFile = z.output<typeof flowFile>;

/** prompts.<language>.yaml */
export const promptsFile = z.strictObject({
  prompts: z.record(z.string().regex(/^[a-z][a-z0-9_.-]*$/), z.string().trim().min(1).max(2000)),
  choices: z.record(z.string(), z.record(z.string(), z.string().trim().min(1).max(200))).optional(),
});

function fileOf(answer: z.ZodType, step: z.ZodType) {
  return z.strictObject({
    flow: stepName.describe('Name of the flow, and of its folder'),
    version: z.int().min(1).max(CURRENT_VERSION).optional().describe('Version of the flow language'),
    languages: z.array(languageTag).min(1).max(20).describe('The first is the default'),
    start: stepName.describe('The first step'),
    collects: z.record(answerName, answer).optional().describe('Answers by name; they become the case'),
    anywhere: z
      .record(telephoneKey, stepName)
      .optional()
      .describe('Keys that work in every menu and single-key question: a step, or repeat'),
    exhausted: stepName.describe('Where a waiting step leads when its attempts are used up'),
    on_hangup: stepName.optional().describe('What runs when the caller hangs up'),
    steps: z.record(stepName, step),
  });
}

/** JSON Schema of flow.yaml, for editors that complete and check while typing. */
export function flowJsonSchema(): Record<string, unknown> {
  const answer = z.union(answerTypes.map(({ schema }) => schema));
  const step = z.union(kinds.map(({ schema }) => schema));
  const { $schema, ...schema } = z.toJSONSchema(fileOf(answer, step), { unrepresentable: 'any' });
  return { $schema, title: 'A flow of Hotline', ...schema };
}
