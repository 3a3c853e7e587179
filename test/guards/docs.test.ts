import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isInRepository, readRepositoryFile, repositoryFiles } from './tracked-files.ts';

const pages = repositoryFiles(/^(README|CONTRIBUTING|data\/README)\.md$|^docs\/.*\.md$/);
const { scripts } = z
  .looseObject({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readRepositoryFile('package.json')));

const folders = 'src|test|docs|scripts|migrations|ivr-flows|data|deploy|bench|bin';
/** A path that begins with a folder of ours, alone in its code span or as a word of a command in it. */
const paths = new RegExp(`(?<=[\`\\s])((?:${folders})/[\\w./-]*\\w)(?=[\`\\s])`, 'g');
/** The path in a link, without its anchor. */
const links = /\]\((?!https?:|mailto:|#)([^)#\s]+)/g;
/** npm's own names for scripts, and those that go through `npm run`. */
const commands = /npm (?:run )?([a-z][\w:-]*)/g;
const npmItself = new Set(['ci', 'install', 'run']);

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const codeIn = (text: string): string =>
  [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([code]) => code).join('\n');

describe.each(pages)('%s', (page) => {
  const text = readRepositoryFile(page);
  const code = codeIn(text);

  it('links to what is there', () => {
    const targets = matches(text, links).map((link) => normalize(join(dirname(page), link)));
    expect(targets.filter((target) => !isInRepository(target))).toEqual([]);
  });

  it('names files and folders that are there', () => {
    expect(matches(code, paths).filter((path) => !isInRepository(path))).toEqual([]);
  });

  it('names commands that exist', () => {
    const named = matches(code, commands).filter((command) => !npmItself.has(command));
    expect(named.filter((command) => !(command in scripts))).toEqual([]);
  });
});

describe('the check of pages', () => {
  const code = codeIn(
    'Run `npm run demo -- --once` or `npx tsx test/guards/generate.ts`; `npm test`.\n```\nnpm ci\n```',
  );

  it('sees commands and paths in code, alone or within a command', () => {
    expect(matches(code, commands)).toEqual(['demo', 'test', 'ci']);
    expect(matches(code, paths)).toEqual(['test/guards/generate.ts']);
    expect(matches('`src/app/x.ts`', paths)).toEqual(['src/app/x.ts']);
  });

  it('sees links without their anchors, and leaves the web alone', () => {
    expect(matches('[a](docs/a.md#b) [c](https://example.org) [d](#e)', links)).toEqual(['docs/a.md']);
  });
});
