import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const src = new URL('../../src/', import.meta.url);

/** Files that decide by what they are given alone: a hidden clock or die would make them untestable. */
const pureFiles = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /^(kernel|ivr)\/.*\.ts$|\.model\.ts$/.test(path) && !path.endsWith('.test.ts'),
);

const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandomUUID\b|\bperformance\.now\b/;

describe('kernel, ivr and models', () => {
  it('ask nobody but their arguments for time and chance', () => {
    const found = pureFiles.flatMap((path) =>
      readFileSync(new URL(path, src), 'utf8')
        .split('\n')
        .flatMap((line, index) => (impure.test(line) ? [`src/${path}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(pureFiles.length).toBeGreaterThan(10);
    expect(found).toEqual([]);
  });
});
