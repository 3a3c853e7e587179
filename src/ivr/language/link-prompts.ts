import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import type { LinkedAnswer } from './answers/answer.ts';
import { complain } from './complaint.ts';
import { fieldsOf } from './fields.ts';
import type { LinkedStep } from './flow.ts';
import { didYouMean } from './nearest.ts';
import type { Position } from './problem.ts';
import type { Reporter } from './reporter.ts';
import { parseText } from './markup.ts';
import type { Piece } from './markup.ts';
import type { Prompt, PromptBook, Reference } from './prompts.ts';
import { promptsFile } from './schema.ts';
import type { Source } from './source.ts';
import { createSpeaker } from './speakable.ts';

export interface PromptSources {
  readonly sources: ReadonlyMap<string, Source>;
  readonly languages: readonly string[];
  readonly collects: ReadonlyMap<string, LinkedAnswer>;
  readonly steps: ReadonlyMap<string, LinkedStep>;
  readonly capabilities: ReadonlyMap<string, CapabilityDeclaration>;
  readonly reporter: Reporter;
}

/** Compiles the prompts of every language, with what their placeholders refer to. */
export function linkPrompts(given: PromptSources): Map<string, PromptBook> {
  const books = new Map<string, PromptBook>();
  const resolve = createResolver(given);
  const start: Position = { line: 1, column: 1 };
  for (const [language, { file }] of given.sources) {
    if (given.languages.includes(language)) continue;
    const message = `"${language}" is not one of this flow's languages.${didYouMean(language, given.languages)}`;
    given.reporter.reportIn(file, start, 'unknown-language', message);
  }
  for (const language of given.languages) {
    const source = given.sources.get(language);
    if (source === undefined) {
      const file = `prompts.${language}.yaml`;
      given.reporter.reportIn(
        file,
        start,
        'missing-file',
        `The flow speaks ${language}, so it needs a file ${file}.`,
      );
      continue;
    }
    const parsed = promptsFile.safeParse(source.value);
    if (!parsed.success) {
      const expected = { thing: 'a prompts file', fields: fieldsOf(promptsFile) };
      for (const { code, message, path, ...at } of complain(source, [], parsed.error, expected)) {
        given.reporter.reportIn(source.file, at, code, message, path);
      }
      continue;
    }
    const texts = Object.entries(parsed.data.prompts);
    const tables = Object.entries(parsed.data.choices ?? {});
    const choices = new Map(tables.map(([table, words]) => [table, new Map(Object.entries(words))]));
    const compiled = new Map<string, Prompt>();
    for (const [name, text] of texts) {
      const read = parseText(text);
      if (read.ok) compiled.set(name, { pieces: read.pieces.map((piece) => refer(piece, resolve)) });
      else
        given.reporter.reportIn(
          source.file,
          source.at(['prompts', name]),
          'markup',
          `"${name}": ${read.message}`,
          ['prompts', name],
        );
    }
    const spoken = Object.entries(parsed.data.spoken ?? {});
    books.set(language, {
      language,
      texts: compiled,
      choices,
      spoken: new Map(spoken.map(([prompt, keys]) => [prompt, new Map(Object.entries(keys))])),
      speaker: createSpeaker(language, choices),
      source,
    });
  }
  return books;
}

function refer(piece: Piece, resolve: (name: string) => Reference | null): Prompt['pieces'][number] {
  return piece.kind === 'placeholder' ? { ...piece, refersTo: resolve(piece.name) } : piece;
}

function createResolver({
  collects,
  steps,
  capabilities,
}: PromptSources): (name: string) => Reference | null {
  return (name) => {
    const answer = collects.get(name);
    if (answer !== undefined) {
      const values = answer.valueType === 'yes_no' ? ['yes', 'no'] : answer.choices;
      return {
        valueType: answer.valueType,
        table: name,
        values,
        step: null,
        read: ({ answers }) => answers[name],
      };
    }
    const [stepName = '', result = ''] = name.split('.', 2);
    const capability = steps.get(stepName)?.calls?.capability;
    const returns = capability === undefined ? undefined : capabilities.get(capability)?.returns;
    const valueType = returns !== undefined && Object.hasOwn(returns, result) ? returns[result] : undefined;
    if (valueType === undefined) return null;
    const read: Reference['read'] = ({ outcomes }) => outcomes[stepName]?.values[result];
    return { valueType, table: result, values: [], step: stepName, read };
  };
}
