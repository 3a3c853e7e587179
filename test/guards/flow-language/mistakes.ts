import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { describeProblem } from '../../../src/ivr/language/problem.ts';
import { checkFlow, checks } from '../../../src/ivr/checks/check-flow.ts';
import type { Check } from '../../../src/ivr/checks/check.ts';
import { load } from '../../../src/ivr/language/load.ts';
import type { Problem } from '../../../src/ivr/language/problem.ts';
import { fixtureCapabilities, fixtureFiles } from '../../flows/fixtures.ts';
import { fenced, folded } from './page.ts';

/** One mistake in a sound flow, as test/flows/broken-flows.test.ts has it. */
const brokenFlow = z.looseObject({
  file: z.string(),
  replace: z.string(),
  with: z.string(),
  problem: z.looseObject({ file: z.string(), line: z.int(), code: z.string() }),
});

export interface Mistake {
  readonly code: string;
  /** The checks that find it; none where the files cannot even be compiled. */
  readonly foundBy: readonly Check[];
  readonly file: string;
  readonly good: string;
  readonly bad: string;
  /** What the author is told. */
  readonly message: string;
}

const folder = new URL('../../flows/broken/', import.meta.url);

/** The mistakes that the tests make in the small line, each with what finds it and what is said of it. */
export function mistakes(): Mistake[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => readMistake(readFileSync(new URL(name, folder), 'utf8')));
}

function readMistake(written: string): Mistake {
  const { file, replace, with: bad, problem } = brokenFlow.parse(parse(written));
  const sound = fixtureFiles();
  const files = { ...sound, [file]: (sound[file] ?? '').replace(replace, () => bad) };
  const loaded = load(files, fixtureCapabilities);
  const { code } = problem;
  const lines = changedLines(sound[file] ?? '', replace, bad);
  const isIt = (found: Problem): boolean =>
    found.code === code && found.file === problem.file && found.line === problem.line;
  if (!loaded.ok) {
    const found = loaded.problems.find(isIt);
    return { code, foundBy: [], file, ...lines, message: messageOf(found) };
  }
  const { problems, explored } = checkFlow(loaded.flow);
  const foundBy = checks.filter((check) => check(loaded.flow, explored).some(isIt));
  return { code, foundBy, file, ...lines, message: messageOf(problems.find(isIt)) };
}

/** The whole lines that a mistake is made in, without the margin that they share. */
function changedLines(sound: string, replace: string, bad: string): Pick<Mistake, 'good' | 'bad'> {
  const from = sound.indexOf(replace);
  const to = from + replace.length;
  const before = sound.slice(sound.lastIndexOf('\n', from - 1) + 1, from);
  const after = replace.endsWith('\n') ? '' : (sound.slice(to).split('\n')[0] ?? '');
  return { good: before + replace + after, bad: before + bad + after };
}

function messageOf(problem: Problem | undefined): string {
  if (problem === undefined) throw new Error('a broken flow has another problem than its fixture says');
  return describeProblem('small-line', problem);
}

/** A mistake for its readers: what was wrong, what is right, what they are told. */
export function mistakeWords({ code, file, good, bad, message }: Mistake): string {
  const margin = Math.min(...[good, bad].flatMap(lines).map((line) => line.search(/\S/)));
  const signed = (sign: string, text: string): string[] =>
    lines(text).map((line) => `${sign} ${line.slice(margin)}`);
  const change = fenced('diff', [...signed('-', bad), ...signed('+', good)].join('\n'));
  return folded(`\`${code}\`, in ${file}`, `${change}\n\n${fenced('text', message)}`);
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
