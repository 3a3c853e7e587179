import * as fc from 'fast-check';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { describe, expect, it } from 'vitest';
import type { Instruction, Speech } from '../../kernel/instructions.ts';
import { renderTwiml } from './twiml.ts';

const urls = {
  action: 'https://hotline.example.org/twilio/voice/turn?turn=4&call=1#rc=2&rp=ct,rt,5xx',
  recordingStatus: 'https://hotline.example.org/twilio/recordings#rc=2',
  poll: 'https://hotline.example.org/twilio/voice/poll?turn=4&call=1',
  transfer: 'https://hotline.example.org/twilio/voice/turn?turn=4&by=transfer',
  briefing: (id: string) => `https://hotline.example.org/twilio/call-in/briefing?attempt=${id}`,
};
const english: Speech = { language: 'en-US', text: 'Press 1 for "news" & <more>; it\'s 5 > 4.' };
const spanish: Speech = { language: 'es-US', text: 'Oprima el número dos. ¿Está segura? 👍' };
const joanna = { voice: 'Polly.Joanna-Neural', language: 'en-US' } as const;
const lupe = { voice: 'Polly.Lupe-Neural', language: 'es-US' } as const;
const post = { method: 'POST' } as const;

const table: readonly {
  readonly name: string;
  readonly instructions: readonly Instruction[];
  readonly sdk: (response: VoiceResponse) => void;
}[] = [
  {
    name: 'say, in two languages',
    instructions: [{ kind: 'say', speech: [english, spanish] }],
    sdk: (response) => {
      response.say(joanna, english.text);
      response.say(lupe, spanish.text);
    },
  },
  {
    name: 'pause',
    instructions: [{ kind: 'pause', seconds: 3 }],
    sdk: (response) => void response.pause({ length: 3 }),
  },
  {
    name: 'gather until #',
    instructions: [{ kind: 'gather', speech: [english], finishOnKey: '#', timeoutSeconds: 6 }],
    sdk: (response) => {
      const gather = response.gather({
        input: ['dtmf'],
        action: urls.action,
        ...post,
        timeout: 6,
        finishOnKey: '#',
        actionOnEmptyResult: true,
      });
      gather.say(joanna, english.text);
    },
  },
  {
    name: 'gather one key, # and * included, which may cut short what is said before',
    instructions: [
      { kind: 'say', speech: [spanish] },
      { kind: 'gather', speech: [spanish, english], numDigits: 1, finishOnKey: '', timeoutSeconds: 8 },
    ],
    sdk: (response) => {
      const gather = response.gather({
        input: ['dtmf'],
        action: urls.action,
        ...post,
        timeout: 8,
        numDigits: 1,
        finishOnKey: '',
        actionOnEmptyResult: true,
      });
      gather.say(lupe, spanish.text);
      gather.say(lupe, spanish.text);
      gather.say(joanna, english.text);
    },
  },
  {
    name: 'gather keys or words',
    instructions: [
      {
        kind: 'gather',
        speech: [spanish],
        numDigits: 1,
        finishOnKey: '',
        timeoutSeconds: 8,
        listens: { language: 'es-US', hints: ['información', 'llámenme, "ya"'], keys: true },
      },
    ],
    sdk: (response) => {
      const gather = response.gather({
        input: ['dtmf', 'speech'],
        action: urls.action,
        ...post,
        timeout: 8,
        numDigits: 1,
        finishOnKey: '',
        actionOnEmptyResult: true,
        language: 'es-US',
        hints: 'información, llámenme  "ya"',
        speechTimeout: 'auto',
      });
      gather.say(lupe, spanish.text);
    },
  },
  {
    name: 'gather words alone',
    instructions: [
      {
        kind: 'gather',
        speech: [english],
        finishOnKey: '#',
        timeoutSeconds: 6,
        listens: { language: 'en-US', hints: [], keys: false },
      },
    ],
    sdk: (response) => {
      const gather = response.gather({
        input: ['speech'],
        action: urls.action,
        ...post,
        timeout: 6,
        finishOnKey: '#',
        actionOnEmptyResult: true,
        language: 'en-US',
        speechTimeout: 'auto',
      });
      gather.say(joanna, english.text);
    },
  },
  {
    name: 'transfer',
    instructions: [
      { kind: 'transfer', speech: [english], to: '+12025550111', from: '+18005550199', ringSeconds: 25 },
    ],
    sdk: (response) => {
      response.say(joanna, english.text);
      response
        .dial({ action: urls.transfer, ...post, timeout: 25, callerId: '+18005550199' })
        .number('+12025550111');
    },
  },
  {
    name: 'a voice of the flow’s own, and words with markup',
    instructions: [
      {
        kind: 'say',
        speech: [
          {
            language: 'en-US',
            voice: 'Polly.Matthew-Neural',
            text: 'Your PIN: 1 2 & more. Again.',
            ssml:
              'Your PIN: <say-as interpret-as="digits">1 2</say-as><break time="700ms"/>' +
              '<prosody rate="slow">&amp; more.</prosody><emphasis level="moderate">Again.</emphasis>',
          },
        ],
      },
    ],
    sdk: (response) => {
      const say = response.say({ voice: 'Polly.Matthew-Neural', language: 'en-US' }, 'Your PIN: ');
      say.sayAs({ 'interpret-as': 'digits' }, '1 2');
      say.break({ time: '700ms' });
      say.prosody({ rate: 'slow' }, '& more.');
      say.emphasis({ level: 'moderate' }, 'Again.');
    },
  },
  {
    name: 'record',
    instructions: [
      { kind: 'record', speech: [english], maxSeconds: 120, silenceSeconds: 5, finishOnKey: '#' },
    ],
    sdk: (response) => {
      response.say(joanna, english.text);
      response.record({
        action: urls.action,
        ...post,
        timeout: 5,
        finishOnKey: '#',
        maxLength: 120,
        playBeep: true,
        trim: 'trim-silence',
        recordingStatusCallback: urls.recordingStatus,
        recordingStatusCallbackMethod: 'POST',
        recordingStatusCallbackEvent: ['completed', 'absent'],
      });
    },
  },
  {
    name: 'poll',
    instructions: [{ kind: 'poll', speech: [english], seconds: 4 }],
    sdk: (response) => {
      response.say(joanna, english.text);
      response.pause({ length: 4 });
      response.redirect(post, urls.poll);
    },
  },
  {
    name: 'words and hang up',
    instructions: [{ kind: 'say', speech: [english] }, { kind: 'hangup' }],
    sdk: (response) => {
      response.say(joanna, english.text);
      response.hangup();
    },
  },
  { name: 'nothing', instructions: [], sdk: () => undefined },
];

describe('renderTwiml', () => {
  it.each(table)('renders as the SDK does: $name', ({ instructions, sdk }) => {
    const response = new VoiceResponse();
    sdk(response);
    expect(renderTwiml(instructions, urls)).toBe(response.toString());
  });

  it('speaks a language without a voice of ours by its name alone', () => {
    const speech = [{ language: 'fr-CA', text: 'Bonjour.' }];
    expect(renderTwiml([{ kind: 'say', speech }], urls)).toContain('<Say language="fr-CA">Bonjour.</Say>');
    expect(
      renderTwiml([{ kind: 'say', speech }], urls, { voices: { 'fr-CA': 'Polly.Gabrielle-Neural' } }),
    ).toContain('<Say voice="Polly.Gabrielle-Neural" language="fr-CA">');
  });

  it('leaves out what XML cannot carry, and a Say with nothing to say', () => {
    const say = (text: string) => renderTwiml([{ kind: 'say', speech: [{ language: 'en-US', text }] }], urls);
    expect(say('a\u0000b\u0007c\uD800d\uFFFEe')).toContain('>abcde</Say>');
    expect(say(' \u0000\n')).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });

  it('says in plain words, in parts, what is too long with its markup for one Say', () => {
    const text = Array.from({ length: 900 }, (_, at) => `word${at}`).join(' ');
    const speech = [{ language: 'en-US', text, ssml: `<p>${text}</p>` }];
    const document = renderTwiml([{ kind: 'say', speech }], urls);
    const said = [...document.matchAll(/<Say [^>]*>([^<]*)<\/Say>/g)].map(([, words]) => words);
    expect(said.length).toBeGreaterThan(1);
    expect(said.join(' ')).toBe(text);
  });

  it('leaves out of markup what XML cannot carry', () => {
    const speech = [{ language: 'en-US', text: 'ab', ssml: '<s>a\u0000\uFFFEb</s>' }];
    expect(renderTwiml([{ kind: 'say', speech }], urls)).toContain('><s>ab</s></Say>');
  });

  it('expects no more than Twilio listens for', () => {
    const hints = Array.from({ length: 600 }, (_, at) => `${at} ${'x'.repeat(200)}`);
    const listens = { language: 'en-US', hints, keys: true };
    const gather: Instruction = { kind: 'gather', speech: [], finishOnKey: '', timeoutSeconds: 5, listens };
    const [, expected = ''] = /hints="([^"]*)"/.exec(renderTwiml([gather], urls)) ?? [];
    expect(expected.split(', ')).toHaveLength(500);
    expect(Math.max(...expected.split(', ').map((hint) => hint.length))).toBe(100);
  });

  it('gives the same document for the same turn', () => {
    const instructions: Instruction[] = [{ kind: 'poll', speech: [english, spanish], seconds: 2 }];
    expect(renderTwiml(instructions, urls)).toBe(renderTwiml(instructions, urls));
  });

  it('keeps within Twilio’s limits, whatever the texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      fc
        .tuple(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 1, max: 3_000 }))
        .map(([unit, times]) => unit.repeat(times)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
        const speech = texts.map((each) => ({ language: 'en-US', text: each }));
        const document = renderTwiml(
          [{ kind: 'gather', speech, finishOnKey: '', timeoutSeconds: 5 }, { kind: 'hangup' }],
          urls,
        );
        expect(Buffer.byteLength(document)).toBeLessThan(64 * 1024);
        expect(document.endsWith('<Hangup/></Response>')).toBe(true);
        for (const [, said = ''] of document.matchAll(/<Say [^>]*>([^<]*)<\/Say>/g)) {
          const spoken = unescape(said);
          expect(spoken.length).toBeLessThanOrEqual(3_000);
          expect(encodeURIComponent(spoken).length).toBeLessThanOrEqual(4_500);
        }
        expect(/[<>]|&(?!amp;|lt;|gt;|#xD;)/.test(document.replaceAll(/<[^<>]*>/g, ''))).toBe(false);
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#xD;', '\r')
    .replaceAll('&amp;', '&');
}
