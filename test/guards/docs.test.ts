import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isInRepository, readRepositoryFile, repositoryFiles } from './tracked-files.ts';

const pages = repositoryFiles(/^(docs\/.*|README|CONTRIBUTING|data\/README)\.md$|^docs\/.*\.md$/);
const { scripts } = z
  .looseObject({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readRepositoryFile('package.json')));

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe.each(pages)('%s', (page) => {
  const text = readRepositoryFile(page);

  it('links to what is there', () => {
    const links = matches(text, /\]\((?!https?:|#)([^)#\s]+)/g);
    const targets = links.map((link) => normalize(join(dirname(page), link)));
    expect(targets.filter((target) => !isInRepository(target))).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const paths = matches(
      text,
      /`((?:src|test|docs|scripts|migrations|ivr-flows|data|deploy|bench)\/[\w./-]+)`/g,
    );
    expect(paths.filter((path) => !isInRepository(path))).toEqual([]);
  });

  it('names commands that exist', () => {
    const commands = matches(text, /npm run ([\w:-]+)/g);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });
});
