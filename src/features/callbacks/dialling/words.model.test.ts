import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../kernel/errors.ts';
import { readWords, voicemailOf, whisperOf } from './words.model.ts';

const shipped = readFileSync('ivr-flows/callbacks.words.en-US.yaml', 'utf8');
const english = readWords('en-US', shipped);

function refusal(text: string): string {
  try {
    readWords('en-US', text);
  } catch (error) {
    if (isAppError(error, 'config.invalid')) return error.detail;
    throw error;
  }
  return 'nothing';
}

describe('the words of calls that we place', () => {
  it('are there in both languages, and tell a stranger nothing', () => {
    expect(readWords('es-US', readFileSync('ivr-flows/callbacks.words.es-US.yaml', 'utf8')).language).toBe(
      'es-US',
    );
  });

  it.each([
    [
      shipped.replace(/^opening:.*$/m, 'opening: This is the assistance Hotline. Press 1.'),
      '"opening": must tell nobody',
    ],
    [
      shipped.replace(/^ {2}neutral: Hello.*$/m, '  neutral: The field offices called.'),
      'neutral": must tell nobody',
    ],
    [shipped.replace(/^apology:.*$/m, 'apology: Goodbye, {office}.'), '"apology": must hold no placeholder'],
    [shipped.replace('{number}', 'number'), '"whisper.case": must hold {number}'],
    [shipped.replace(/^connecting:.*$/m, ''), '"connecting"'],
    ['opening: [', 'line 1: this is not YAML'],
  ])('are refused at boot with the place of the mistake (%#)', (text, place) => {
    expect(refusal(text)).toContain(place);
  });
});

describe('the whisper', () => {
  const about = {
    caseNumber: 'HL-26-480917-8',
    voicemail: 'none',
    safeWord: null,
    isRelay: false,
    interpreter: null,
  } as const;
  const texts = (more: object) => whisperOf(english, { ...about, ...more }).map(({ text }) => text);

  it('says the case number digit by digit, the terms, and the keys', () => {
    expect(texts({})).toEqual([
      'Callback for case 2 6, 4 8 0, 9 1 7, 8.',
      english.whisper.voicemail.none,
      english.whisper.keys,
    ]);
  });

  it('has the safe word before the terms, and says who else is on the line', () => {
    expect(texts({ safeWord: '4711', isRelay: true, interpreter: 'korean' })).toEqual([
      expect.any(String),
      expect.stringContaining('4 7 1 1'),
      english.whisper.voicemail.none,
      english.whisper.relay,
      expect.stringContaining('korean'),
      english.whisper.keys,
    ]);
  });
});

it('leaves on a machine what the caller allows', () => {
  expect(voicemailOf(english, 'none', 'Los Angeles office')).toBeNull();
  expect(voicemailOf(english, 'neutral', 'Los Angeles office')?.text).not.toContain('Los Angeles');
  expect(voicemailOf(english, 'named', 'Los Angeles office')?.text).toContain('Los Angeles office');
});
