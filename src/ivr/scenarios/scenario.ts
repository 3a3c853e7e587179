import { z } from 'zod';
import { fieldsOf } from '../language/fields.ts';
import { complain } from '../language/complaint.ts';
import type { Problem } from '../language/problem.ts';
import { parseSource } from '../language/source.ts';

const heard = z.union([
  z.string(),
  z.strictObject({
    text: z.string().describe('Part of what was said'),
    times: z.int().min(0).max(20).describe('Exactly so often'),
  }),
]);
const words = z.union([heard, z.array(heard).min(1)]);
const value = z.union([z.string(), z.number(), z.boolean()]);

const outcome = z.strictObject({
  exit: z.string().describe('The exit that it answers with; `unavailable` too'),
  values: z.record(z.string(), value).optional().describe('Its results by name'),
  polls: z.int().min(0).max(100).optional().describe('How often a remote one is polled before it answers'),
});

const step = z.strictObject({
  hears: words.optional().describe('Part of what was said since the last action, in any case of letters'),
  hears_not: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe('What was not said since the last action'),
  presses: z.string().min(1).optional().describe('Keys, in quotes'),
  says: z.string().min(1).optional().describe('Words, where the flow listens to them'),
  waits: z.literal(true).optional().describe('Says and presses nothing'),
  records: z.number().min(0).max(600).optional().describe('Speaks for so many seconds'),
  transfer: z.enum(['talked', 'missed']).optional().describe('What becomes of a transfer'),
  hangs_up: z.literal(true).optional().describe('With another action: right after it'),
});

/** scenarios/<name>.yaml */
export const scenarioFile = z.strictObject({
  scenario: z.string().min(1).describe('What the scenario shows'),
  caller: z
    .string()
    .regex(
      /^(withheld|\+[1-9][0-9]{6,14})$/,
      'A caller is a number such as "+12025550123", in quotes, or withheld.',
    )
    .default('+12025550123')
    .describe('The number that the call comes from, in quotes; or withheld'),
  open: z.boolean().default(true).describe('The office takes calls at the moment'),
  call_centre: z.boolean().default(false).describe('The line names a call centre'),
  officer: z.boolean().default(true).describe('The officer of an appointment can be rung'),
  capabilities: z
    .record(z.string(), z.union([outcome, z.array(outcome).min(1)]))
    .default({})
    .describe('What each capability answers: always the same, or one after the other'),
  steps: z.array(step).min(1).describe('What the caller hears and does, in order'),
  ends: z.string().optional().describe('The step that the call ends in'),
  answers: z
    .record(z.string(), z.union([value, z.null()]))
    .optional()
    .describe('Some of the answers; null for one that is not given'),
  asked: z
    .record(z.string(), z.record(z.string(), z.union([value, z.null()])))
    .optional()
    .describe('Some of the inputs that a capability was last asked with; null for one that was not given'),
});

/** One call, told as a script: the test of a flow. */
export type Scenario = z.output<typeof scenarioFile>;
export type Heard = z.output<typeof heard>;
export type ScenarioStep = Scenario['steps'][number];
export type ScenarioOutcome = z.output<typeof outcome>;

export type ScenarioResult =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a scenario of a flow from its YAML. */
export function loadScenario(flow: string, file: string, text: string): ScenarioResult {
  const parsed = parseSource(file, text);
  if (!parsed.ok) return { ok: false, problems: parsed.faults.map((fault) => ({ flow, file, ...fault })) };
  const read = scenarioFile.safeParse(parsed.source.value);
  if (read.success) return { ok: true, scenario: read.data };
  const fields = [...fieldsOf(scenarioFile), ...fieldsOf(step)];
  const faults = complain(parsed.source, [], read.error, { thing: 'a scenario', fields });
  return { ok: false, problems: faults.map((fault) => ({ flow, file, ...fault })) };
}
