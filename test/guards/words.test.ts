import { describe, expect, it } from 'vitest';
import { readRepositoryFile, repositoryFiles } from './tracked-files.ts';

/** Words that presume guilt or status. The software is neutral, down to its comments. */
const presuming =
  /\b(suspects?|offenders?|perpetrators?|illegals|illegal (aliens?|immigrants?|persons?|people)|criminal aliens?|sospechos[oa]s?|delincuentes?|indocumentad[oa]s?|ilegales)\b/i;

/** No place to put immigration status, guilt or nationality. */
const forbiddenFields = /\b(immigration_?status|nationality|citizenship|guilt|guilty|convicted)\b/i;

describe('the words of the project', () => {
  it('presume nothing of anyone', () => {
    const texts = repositoryFiles(
      /^(src|ivr-flows|docs|migrations|console|deploy)\/|^(README|CONTRIBUTING)\.md$/,
    );
    const found = texts.flatMap((file) => {
      const word = presuming.exec(readRepositoryFile(file))?.[0];
      return word === undefined ? [] : [`${file}: ${word}`];
    });
    expect(found).toEqual([]);
    expect(texts.length).toBeGreaterThan(100);
  });

  it.each(['an illegal alien', 'the suspect', 'Perpetrators', 'los ilegales'])(
    'would be refused: %s',
    (words) => {
      expect(words).toMatch(presuming);
    },
  );

  it('leave no field for immigration status, nationality or guilt', () => {
    const places = repositoryFiles(/^migrations\/|^ivr-flows\/|\.schemas\.ts$|schema\.gen\.ts$/);
    expect(places.filter((file) => forbiddenFields.test(readRepositoryFile(file)))).toEqual([]);
    expect('immigration_status text').toMatch(forbiddenFields);
  });
});
