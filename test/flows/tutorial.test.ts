import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { walkTutorial } from './tutorial.ts';

const page = readFileSync(new URL('../../docs/tutorial.md', import.meta.url), 'utf8');

describe('docs/tutorial.md', () => {
  it('prints what it says (else run: npx tsx test/guards/generate.ts)', async () => {
    expect((await walkTutorial(page)).page).toBe(page);
  });

  it('ends with a line that is sound, tested and in two languages', async () => {
    const { codes, page: walked } = await walkTutorial(page);
    expect(codes.at(-1)).toBe(0);
    expect(walked).toMatch(/my-line: ok, \d+ steps, en-US and es-US/);
    expect(walked).toMatch(/my-line: [2-9] passed, 0 failed/);
  });

  it('has ten steps', () => {
    expect(page.match(/^## \d+\. /gm)).toHaveLength(10);
  });
});

describe('a walk through a tutorial', () => {
  it('refuses a change that does not fit', async () => {
    const broken =
      '```yaml flow.yaml\nflow: my-line\n```\n\n```diff flow.yaml\n-flow: other\n+flow: line\n```\n';
    await expect(walkTutorial(broken)).rejects.toThrow('does not fit');
  });

  it('refuses another command', async () => {
    await expect(walkTutorial('```console\n$ rm -r /\n```\n')).rejects.toThrow('another command');
  });

  it('corrects what a command is said to print', async () => {
    const wrong = '```console\n$ npm run -s hotline -- flows check my-line\nall is well\n```\n';
    const { page: right, codes } = await walkTutorial(wrong);
    expect(right).toContain('A flow has a file flow.yaml.');
    expect(codes).toEqual([1]);
  });
});
