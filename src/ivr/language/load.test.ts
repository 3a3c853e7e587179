import { describe, expect, it } from 'vitest';
import { fixtureCapabilities, fixtureFiles, fixtureFlow } from '../../../test/flows/fixtures.ts';
import { kinds } from '../nodes/kinds.ts';
import { answerTypes } from './answers/answer-types.ts';
import { load } from './load.ts';
import { didYouMean } from './nearest.ts';
import { parseSource } from './source.ts';
import { migrate } from './versions.ts';

const revisionOf = (files: Record<string, string>): string | null => {
  const result = load(files, fixtureCapabilities);
  return result.ok ? result.flow.revision : null;
};

describe('load', () => {
  it('gives a flow with every kind of step and answer', () => {
    const flow = fixtureFlow();
    expect(new Set([...flow.steps.values()].map(({ kind }) => kind))).toEqual(
      new Set(kinds.map((k) => k.keyword)),
    );
    expect(new Set([...flow.collects.values()].map(({ type }) => type))).toEqual(
      new Set(answerTypes.map((t) => t.keyword)),
    );
    expect(flow).toMatchObject({
      name: 'small-line',
      version: 2,
      languages: ['en-US', 'es-US'],
      onHangup: 'cut-off',
    });
    expect(flow.collects.get('number')).toMatchObject({ valueType: 'phone', sensitive: true, keep: true });
    expect(flow.collects.get('speak_freely')).toMatchObject({ sensitive: false, keep: false });
  });

  it('gives a revision that follows every letter of the flow, and nothing else', () => {
    const files = fixtureFiles();
    const revision = revisionOf(files);
    expect(revision).toMatch(/^[0-9a-f]{64}$/);
    expect(revisionOf(Object.fromEntries(Object.entries(files).toReversed()))).toBe(revision);
    expect(revisionOf({ ...files, 'notes.yaml': 'a: b' })).toBe(revision);
    expect(revisionOf({ ...files, 'flow.yaml': `${files['flow.yaml']}# more\n` })).not.toBe(revision);
  });

  it('says which file is missing', () => {
    const { 'flow.yaml': flow = '', ...others } = fixtureFiles();
    expect(load(others, [])).toMatchObject({ problems: [{ code: 'missing-file', file: 'flow.yaml' }] });
    const { 'flow.more.yaml': more = '', ...prompts } = others;
    expect(load({ 'flow.yaml': flow, ...prompts }, fixtureCapabilities)).toMatchObject({
      problems: [{ code: 'unknown-flow', step: 'more', file: 'flow.yaml' }],
    });
    expect(load({ 'flow.yaml': flow, 'flow.more.yaml': more }, fixtureCapabilities)).toMatchObject({
      problems: [{ file: 'prompts.en-US.yaml' }, { file: 'prompts.es-US.yaml' }],
    });
  });

  it.each([
    ['nothing', ''],
    ['a list', '- a\n- b\n'],
    ['a word', 'flow'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['a tag', 'flow: !!js/function x\n'],
    ['a thousand laughs', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n'],
    ['a name of every object', '__proto__: { a: 1 }\n'],
    ['300 kB', `flow: ${'x'.repeat(300_000)}`],
    ['deep nesting', '['.repeat(5_000)],
    ['lone surrogates', 'flow: "\uD800"\n'],
  ])('refuses a flow.yaml of %s', (_, text) => {
    const result = load({ 'flow.yaml': text }, []);
    expect(result.ok ? [] : result.problems.map(({ file }) => file)).toContain('flow.yaml');
  });
});

describe('migrate', () => {
  it('takes a flow without a version for one of the current language', () => {
    expect(migrate({ flow: 'x' })).toEqual({ ok: true, flow: { flow: 'x' }, from: 2 });
  });

  it('gives a flow of version 1 the voices that it was spoken with', () => {
    const flow = { flow: 'x', version: 1, languages: ['en-US', 'fr-CA'] };
    expect(migrate(flow)).toEqual({
      ok: true,
      from: 1,
      flow: { ...flow, version: 2, voices: { 'en-US': 'Polly.Joanna-Neural' } },
    });
  });

  it('opens a flow of version 1 as it stands', () => {
    const files = fixtureFiles();
    const { 'flow.yaml': flow = '' } = files;
    const old = flow.replace('version: 2', 'version: 1').replace(/^voices: .*$/m, '');
    const opened = load({ ...files, 'flow.yaml': old }, fixtureCapabilities);
    expect(opened.ok && [...opened.flow.voices.keys()]).toEqual(['en-US', 'es-US']);
  });

  it.each([[3], ['1'], [0], [1.5]])('refuses version %j', (version) => {
    expect(migrate({ version })).toMatchObject({ ok: false });
  });
});

describe('parseSource', () => {
  it('knows where everything stands', () => {
    const parsed = parseSource('x.yaml', 'a: 1\nb:\n  - c: { d: e }\n');
    if (!parsed.ok) throw new Error('unreadable');
    expect(parsed.source.at(['b', 0, 'c', 'd'])).toEqual({ line: 3, column: 13 });
    expect(parsed.source.atKey(['b', 0, 'c', 'd'])).toEqual({ line: 3, column: 10 });
    expect(parsed.source.at(['b', 0, 'missing', 'x'])).toEqual({ line: 3, column: 5 });
    expect(parsed.source.at(['nowhere'])).toEqual({ line: 1, column: 1 });
  });
});

describe('didYouMean', () => {
  it('offers the nearest word, and none that is far', () => {
    expect(didYouMean('nxt', ['next', 'text'])).toBe(' Did you mean "next"?');
    expect(didYouMean('completely', ['next', 'text'])).toBe('');
  });
});
