import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, parseText } from './markup.ts';
import { speakPrompt } from './prompts.ts';
import type { Prompt } from './prompts.ts';
import { newSession } from '../engine/read-session.ts';
import { fixtureFlow } from '../../../test/flows/fixtures.ts';

const session = newSession(fixtureFlow());

/** What a prompt says, where every placeholder stands for `A & B`. */
function spoken(text: string) {
  const parsed = parseText(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const refersTo = { valueType: 'text', table: '', values: [], step: null, read: () => 'A & B' } as const;
  const prompt: Prompt = {
    pieces: parsed.pieces.map((piece) => (piece.kind === 'placeholder' ? { ...piece, refersTo } : piece)),
  };
  return speakPrompt(prompt, session, (_type, _table, value) => (typeof value === 'string' ? value : ''));
}

describe('a prompt', () => {
  it('without marks is plain words', () => {
    expect(spoken('We  have {x},\n thank you.')).toEqual({ text: 'We have A & B, thank you.' });
  });

  it.each([
    ['One <break time="500ms"/> two', 'One two', 'One <break time="500ms"/> two'],
    ['<prosody rate="slow">{x}</prosody>', 'A & B', '<prosody rate="slow">A &amp; B</prosody>'],
    ['<sub alias="number">no.</sub> 7', 'number 7', '<sub alias="number">no.</sub> 7'],
    ['<say-as interpret-as="digits">42</say-as>', '42', '<say-as interpret-as="digits">42</say-as>'],
    ['<p><s>Yes.</s></p>', 'Yes.', '<p><s>Yes.</s></p>'],
    ['5 &lt; 6 <break strength="weak"/>', '5 < 6', '5 &lt; 6 <break strength="weak"/>'],
  ])('%s is heard as "%s"', (text, words, ssml) => {
    expect(spoken(text)).toEqual({ text: words, ssml });
  });

  it.each([
    ['<audio src="x"/>', 'cannot be used'],
    ['<break time="90s"/>', 'not a value'],
    ['<break/>', 'needs time or strength'],
    ['<break time="1s">', 'stands alone'],
    ['<prosody pitch="high">x</prosody>', 'has no "pitch"'],
    ['<p>x', 'never closed'],
    ['x</p>', 'closes what is not open'],
    ['<p><s>x</p></s>', 'closes what is not open'],
    ['a < b', 'stands alone'],
    ['<p onclick="x">y</p>', 'has no "onclick"'],
  ])('refuses %s', (text, message) => {
    const parsed = parseText(text);
    expect(parsed.ok ? '' : parsed.message).toContain(message);
  });

  it('never lets a value become a mark', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(encode(value)).not.toMatch(/[<>"]/);
      }),
    );
  });

  it('is read whatever it holds: pieces, or a sentence on what is wrong', () => {
    const bits = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'p',
      'break',
      ' time="1s"',
      '{',
      '}',
      'x',
      '&lt;',
      '"',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 20 }), (parts) => {
        const parsed = parseText(parts.join(''));
        expect(parsed.ok || parsed.message.length > 10).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
