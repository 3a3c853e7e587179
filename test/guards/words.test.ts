import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readRepositoryFile, repositoryFiles } from './tracked-files.ts';

/** Words that presume guilt or status. The software is neutral, down to its comments. */
const presuming = new RegExp(
  `(?<![\\p{L}])(${[
    'suspects?|offenders?|perpetrators?|criminals?|illegals|(illegal|criminal|undocumented)[\\s-]+(aliens?|immigrants?|persons?|people)',
    'sospechos[oa]s?|delincuentes?|infractor(a|es|as)?|perpetrador(a|es|as)?|criminales|ilegales|indocumentad[oa]s?',
    '(inmigrante|extranjer[oa]|migrante)s?\\s+(ilegal|criminal|indocumentad[oa])(es|s)?',
  ].join('|')})(?![\\p{L}])`,
  'iu',
);

/** Parts of a name that would be a place for immigration status, nationality or guilt. */
const forbiddenFields =
  /immigration|nationality|nacionalidad|citizenship|ciudadania|guilt|culpab|convict|legal_?status|country_?of_?birth|birth_?country|deport|visa_/i;

/** The check that refuses such words in prompts has to name them. */
const theListItself = 'src/ivr/checks/neutral-words.ts';

const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const flow = z.looseObject({ collects: z.record(z.string(), z.unknown()).optional() });

describe('the words of the project', () => {
  it('presume nothing of anyone', () => {
    const texts = repositoryFiles(
      /^(src|ivr-flows|docs|migrations|console|deploy)\/|^(README|CONTRIBUTING)\.md$/,
    );
    const found = texts
      .filter((file) => file !== theListItself)
      .flatMap((file) => {
        const word = presuming.exec(readRepositoryFile(file))?.[0];
        return word === undefined ? [] : [`${file}: ${word}`];
      });
    expect(found).toEqual([]);
    expect(texts.length).toBeGreaterThan(100);
  });

  it.each([
    'the suspect',
    'Perpetrators',
    'an illegal alien',
    'an illegal\nimmigrant',
    'a criminal alien',
    'los ilegales',
    'el sospechoso',
    'un inmigrante ilegal',
    'los delincuentes',
  ])('would be refused: %j', (words) => {
    expect(words).toMatch(presuming);
  });

  it.each(['suspected outage', 'what is unsuspecting', 'legal'])('would pass: %j', (words) => {
    expect(words).not.toMatch(presuming);
  });
});

describe('the places for what is told', () => {
  const columns = names(readRepositoryFile('src/platform/db/schema.gen.ts'), /^\s+(\w+)\??:/gm);
  const answers = repositoryFiles(/^ivr-flows\/.*\/flow\.yaml$/).flatMap((file) =>
    Object.keys(flow.parse(parse(readRepositoryFile(file))).collects ?? {}),
  );
  const fields = repositoryFiles(/^src\/.*\.schemas\.ts$/).flatMap((file) =>
    names(readRepositoryFile(file), /(\w+): z\b/g),
  );

  it.each([
    ['columns', columns, 'details_sealed'],
    ['answers of flows', answers, 'safe_to_call'],
    ['fields of the API', fields, 'callerRole'],
  ])('have none for immigration status, nationality or guilt: %s', (_, found, known) => {
    expect(found).toContain(known);
    expect(found.filter((name) => forbiddenFields.test(name))).toEqual([]);
  });

  it.each(['immigration_status', 'callerNationality', 'is_guilty', 'convictions'])(
    'would be refused: %s',
    (name) => {
      expect(name).toMatch(forbiddenFields);
    },
  );
});
