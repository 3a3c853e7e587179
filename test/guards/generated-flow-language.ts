import { z } from 'zod';
import { capabilityDeclarations } from '../../src/app/features.ts';
import { checks } from '../../src/ivr/checks/check-flow.ts';
import type { Check } from '../../src/ivr/checks/check.ts';
import { limits } from '../../src/ivr/engine/limits.ts';
import { answerTypes } from '../../src/ivr/language/answers/answer-types.ts';
import { flowFile, promptsFile, subFlowFile } from '../../src/ivr/language/schema.ts';
import { kinds } from '../../src/ivr/nodes/kinds.ts';
import { waitingFields } from '../../src/ivr/nodes/kind.ts';
import { scenarioFile } from '../../src/ivr/scenarios/scenario.ts';
import type { CapabilityDeclaration } from '../../src/kernel/capability.ts';
import { flowExamples } from '../flows/examples.ts';
import type { FlowExample } from '../flows/examples.ts';
import { docstringOf } from './flow-language/docstrings.ts';
import { fieldTable, fieldsIn } from './flow-language/fields.ts';
import { mistakes, mistakeWords } from './flow-language/mistakes.ts';
import type { Mistake } from './flow-language/mistakes.ts';
import { fenced, fillPage, folded } from './flow-language/page.ts';
import { waitWords } from './flow-language/waits.ts';
import { readRepositoryFile, repositoryFiles } from './tracked-files.ts';

export const FLOW_LANGUAGE_PAGE = 'docs/flow-language.md';

/** The page on the flow language as people wrote it, with its generated parts as the code is now. */
export function generatedFlowLanguage(): string {
  const examples = new Map(flowExamples().map((example) => [example.name, example]));
  const made = mistakes();
  const parts = new Map([
    ['flow-fields', fieldTable(fieldsIn(flowFile))],
    ['sub-flow-fields', fieldTable(fieldsIn(subFlowFile))],
    ['prompts-fields', fieldTable(fieldsIn(promptsFile))],
    ['waiting-fields', fieldTable(fieldsIn(z.strictObject(waitingFields)))],
    ['scenario-fields', fieldTable(fieldsIn(scenarioFile))],
    ['steps', kinds.map((kind) => stepPart(kind, examples)).join('\n\n')],
    ['answers', answerTypes.map((type) => answerPart(type, examples)).join('\n\n')],
    ['capabilities', capabilityDeclarations.map(capabilityPart).join('\n\n')],
    ['limits', limitsPart],
    ['waits', waitWords()],
    ['checks', checks.map((check) => checkPart(check, made)).join('\n\n')],
    ['file-problems', fileProblems(made)],
    ...['silence', 'hang-up', 'conditions', 'ssml'].map(
      (name) => [`example:${name}`, exampleWords(examples, name)] as const,
    ),
  ]);
  return fillPage(readRepositoryFile(FLOW_LANGUAGE_PAGE), parts);
}

const limitsPart = `**Limits.** No call can go on for ever: after ${limits.turnsPerCall} turns, or ${limits.visitsPerStep} visits to one step, it is led to the line's \`exhausted\`.`;

type Examples = ReadonlyMap<string, FlowExample>;

function exampleWords(examples: Examples, name: string): string {
  const example = examples.get(name);
  if (example === undefined) throw new Error(`test/flows/examples has no ${name}.yaml`);
  return folded(`Example: ${example.intro}`, fenced('yaml', example.text));
}

/** The file of a folder that exports something, by what is exported. */
function fileExporting(path: string, pattern: RegExp): string {
  const files = repositoryFiles(new RegExp(`^${path}/[a-z-]+(?<!\\.test)\\.ts$`));
  const file = files.find((candidate) => pattern.test(readRepositoryFile(candidate)));
  if (file === undefined) throw new Error(`nothing in ${path} fits ${String(pattern)}`);
  return file;
}

function stepPart({ keyword, schema }: (typeof kinds)[number], examples: Examples): string {
  const pattern = new RegExp(`export const \\w+ = defineKind\\(\\{\\s+keyword: '${keyword}'`);
  const all = fieldsIn(schema);
  const own = all.filter(({ name }) => !Object.hasOwn(waitingFields, name));
  const waits =
    own.length < all.length ? '\n\nIt waits for the caller: see [waiting](#a-step-that-waits).' : '';
  return [
    `### ${keyword}`,
    `${docstringOf(fileExporting('src/ivr/nodes', pattern), pattern)}${waits}`,
    fieldTable(own),
    exampleWords(examples, `step-${keyword}`),
  ].join('\n\n');
}

function answerPart({ keyword, schema }: (typeof answerTypes)[number], examples: Examples): string {
  const pattern = new RegExp(`export const \\w+ = defineAnswer\\(\\s*'${keyword}'`);
  const [whole, ...inside] = fieldsIn(schema).filter(({ name }) => name.split('.')[0] === keyword);
  const written =
    inside.length === 0
      ? `Written \`${keyword}\`: ${whole?.value ?? ''}.`
      : `Written with ${inside.map(({ name, value }) => `\`${name.slice(keyword.length + 1)}\` (${value})`).join(' and ')}.`;
  return [
    `### ${keyword}`,
    `${docstringOf(fileExporting('src/ivr/language/answers', pattern), pattern)} ${written}`,
    exampleWords(examples, `answer-${keyword}`),
  ].join('\n\n');
}

function capabilityPart({ name, mode, input, exits, returns, returnsOn }: CapabilityDeclaration): string {
  const file = repositoryFiles(/^src\/features\/.*\.capabilities\.ts$/)
    .map(readRepositoryFile)
    .join('\n');
  const says = new RegExp(`/\\*\\*\\s*\\*?\\s*\`${name.replace('.', '\\.')}\`: ([\\s\\S]*?)\\s*\\*/`).exec(
    file,
  )?.[1];
  const inputs = Object.entries(input).map(
    ([key, { type, required }]) => `| \`${key}\` | ${type} | ${required ? 'yes' : ''} |`,
  );
  const results = Object.entries(returns).map(([key, type]) => `\`${key}\` (${type})`);
  const someOnly = Object.entries(returnsOn ?? {}).map(
    ([exit, set]) =>
      `On \`${exit}\` only these are set: ${set.map((key) => `\`${key}\``).join(', ') || 'none'}.`,
  );
  return [
    `### ${name}`,
    ...(says === undefined ? [] : [upperFirst(says.replace(/\s*\n\s*\*\s*/g, ' '))]),
    mode === 'local'
      ? 'It answers at once.'
      : 'It takes a while: the step needs `waiting`, the prompt that the caller hears meanwhile.',
    ['| input | type | needed |', '| --- | --- | --- |', ...inputs].join('\n'),
    `Exits: ${[...exits, 'unavailable'].map((exit) => `\`${exit}\``).join(', ')}. Results: ${results.join(', ') || 'none'}.`,
    ...someOnly,
  ].join('\n\n');
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Mistakes that stand for their check on the page where the first by name would not do: a page of ours says none of
 * the words that take a side, not even as a bad example.
 */
const fitting: Readonly<Record<string, RegExp>> = { 'unkind-word': /debe/ };

function checkPart(check: Check, made: readonly Mistake[]): string {
  const pattern = new RegExp(`export const ${check.name}: \\w*Check\\b`);
  const file = fileExporting('src/ivr/checks', pattern);
  const found = firstOfEach(made.filter(({ foundBy }) => foundBy.includes(check)));
  const title = file.replace(/^.*\/|\.ts$/g, '').replaceAll('-', ' ');
  return [`### ${upperFirst(title)}`, docstringOf(file, pattern), ...found.map(mistakeWords)].join('\n\n');
}

/** One mistake for each code, the first that is fit for the page. */
function firstOfEach(made: readonly Mistake[]): Mistake[] {
  const first = new Map<string, Mistake>();
  for (const mistake of made) {
    if (fitting[mistake.code]?.test(mistake.bad) === false || first.has(mistake.code)) continue;
    first.set(mistake.code, mistake);
  }
  return [...first.values()];
}

function fileProblems(made: readonly Mistake[]): string {
  return firstOfEach(made.filter(({ foundBy }) => foundBy.length === 0))
    .toSorted((a, b) => a.code.localeCompare(b.code, 'en'))
    .map(mistakeWords)
    .join('\n\n');
}
