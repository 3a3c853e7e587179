import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { describe, expect, it } from 'vitest';
import type { Speech } from '../../kernel/instructions.ts';
import { renderLeg, type LegDocument } from './leg-twiml.ts';

const words: Speech = { language: 'en-US', text: 'To talk now, press 1 & wait.' };
const voice = { voice: 'Polly.Joanna-Neural', language: 'en-US' } as const;
const action = 'https://hotline.example.org/twilio/dial/keys?leg=1&round=2#rc=2';
const joins = 'https://hotline.example.org/twilio/dial/joined?leg=1#rc=2';
const gather = {
  input: ['dtmf'],
  action,
  method: 'POST',
  timeout: 8,
  numDigits: 1,
  finishOnKey: '',
  actionOnEmptyResult: true,
} as const;

describe('renderLeg says what the SDK would say', () => {
  it.each<[string, LegDocument, (response: VoiceResponse) => void]>([
    ['hang up', { kind: 'hang_up', speech: [] }, (sdk) => void sdk.hangup()],
    [
      'words, then hang up',
      { kind: 'hang_up', speech: [words] },
      (sdk) => {
        sdk.say(voice, words.text);
        sdk.hangup();
      },
    ],
    [
      'a key after words',
      { kind: 'gather', speech: [words], action, timeoutSeconds: 8 },
      (sdk) => void sdk.gather({ ...gather, input: ['dtmf'] }).say(voice, words.text),
    ],
    [
      'a key in silence',
      { kind: 'gather', speech: [], action, timeoutSeconds: 8 },
      (sdk) => void sdk.gather({ ...gather, input: ['dtmf'] }),
    ],
    [
      'a conference that ends with its officer',
      { kind: 'conference', speech: [words], name: 'attempt', endsIt: true, joins },
      (sdk) => {
        sdk.say(voice, words.text);
        sdk.dial().conference(
          {
            startConferenceOnEnter: true,
            endConferenceOnExit: true,
            beep: 'false',
            waitUrl: '',
            statusCallback: joins,
            statusCallbackEvent: ['join'],
          },
          'attempt',
        );
      },
    ],
    [
      'a wait in silence',
      { kind: 'hold', back: action },
      (sdk) => {
        sdk.pause({ length: 10 });
        sdk.redirect({ method: 'POST' }, action);
      },
    ],
  ])('%s', (_, document, build) => {
    const sdk = new VoiceResponse();
    build(sdk);
    expect(renderLeg(document)).toBe(sdk.toString());
  });
});
