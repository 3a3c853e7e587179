import { describe, expect, it } from 'vitest';
import { parseText } from '../../src/ivr/language/markup.ts';
import { docstringOf } from './flow-language/docstrings.ts';
import { fillPage } from './flow-language/page.ts';
import { generatedDocs } from './generated-docs.ts';
import { readRepositoryFile } from './tracked-files.ts';

describe('the pages of docs that follow from the code', () => {
  it('are what the code says (else run: npx tsx test/guards/generate.ts)', async () => {
    for (const [path, text] of Object.entries(await generatedDocs())) {
      expect(readRepositoryFile(path), path).toBe(text);
    }
  });
});

describe('the table of marks in docs/flow-language.md', () => {
  const page = readRepositoryFile('docs/flow-language.md');
  const [, section = ''] = page.split('### Marks that say how words sound\n');
  const [table = ''] = section.split('<!-- generated');
  const marks = [...table.matchAll(/^\| (`<.+?) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, mark = '']) => mark),
  );

  it.each(marks)('shows %s, which a prompt can have', (mark) => {
    expect(parseText(`${mark} Thank you.`)).toMatchObject({ ok: true });
  });

  it('has every mark that a prompt can have', () => {
    const refusal = parseText('<audio/>');
    const known = refusal.ok ? '' : (/only ([a-z, -]+)\.$/.exec(refusal.message)?.[1] ?? '');
    const shown = marks.map((mark) => /^<([a-z-]+)/.exec(mark)?.[1]);
    expect(new Set(shown)).toEqual(new Set(known.split(', ')));
  });
});

describe('a page with generated parts', () => {
  const page = 'Ours.\n<!-- generated: a -->\nold\n<!-- end of generated -->\nOurs too.';

  it('keeps what people wrote', () => {
    expect(fillPage(page, new Map([['a', 'new']]))).toBe(
      'Ours.\n<!-- generated: a -->\n\nnew\n\n<!-- end of generated -->\nOurs too.',
    );
  });

  it.each([
    ['a part that nothing generates', new Map<string, string>()],
    [
      'no place for a part',
      new Map([
        ['a', ''],
        ['b', ''],
      ]),
    ],
  ])('is refused with %s', (_, parts) => {
    expect(() => fillPage(page, parts)).toThrow();
  });

  it('is refused where a docstring is missing', () => {
    expect(() => docstringOf('package.json', /"name"/)).toThrow('no docstring');
  });
});
