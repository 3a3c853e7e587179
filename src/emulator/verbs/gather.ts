import type { Next } from '../call/call.ts';
import { readEntry } from '../call/entry.ts';
import { listen } from '../call/listen.ts';
import {
  anyText,
  httpMethod,
  matching,
  methodOf,
  numberOf,
  schemaWarning,
  someOf,
  truth,
  wholeNumber,
} from './attributes.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { say } from './say.ts';
import { goOn, type CheckedElement, type Line, type Verb } from './verb.ts';

const prompts: Readonly<Record<string, Verb>> = { Say: say, Play: play, Pause: pause };
const longestSpeech = 60;

/** Hints hold 500 phrases of 100 characters at most. */
function fewEnough(hints: string): boolean {
  const phrases = hints.split(',');
  return phrases.length <= 500 && phrases.every((phrase) => phrase.trim().length <= 100);
}

/** The line while the person may cut a prompt short. */
function interruptible(line: Line): Line {
  const { interrupts } = line.call.party;
  return {
    ...line,
    over: () => line.over() || interrupts(),
    hear: (heard, seconds) => line.hear(heard, seconds, interrupts),
  };
}

async function playPrompts(line: Line, elements: readonly CheckedElement[]): Promise<void> {
  for (const element of elements) {
    if (line.over()) return;
    if (element.attributes['digits'] !== undefined)
      line.warn(13320, 'Gather: Play with digits cannot be nested');
    await prompts[element.name]?.run(line, element);
  }
}

/** Seconds of stillness after which speech counts as ended; `auto` hears the end of a sentence sooner. */
function stillness(attributes: CheckedElement['attributes'], timeout: number): number {
  const { speechTimeout } = attributes;
  return speechTimeout === 'auto' ? 1 : numberOf(speechTimeout, timeout);
}

/** Tells the partial-result callback what was understood after the first half of the words. */
function tellPartly(line: Line, attributes: CheckedElement['attributes'], words: string): void {
  const { partialResultCallback: url, partialResultCallbackMethod: method } = attributes;
  if (url === undefined) return;
  const all = words.split(/\s+/);
  const heard = all.slice(0, Math.ceil(all.length / 2)).join(' ');
  line.requestInVain(line.request('partial-result', url, methodOf(method), { UnstableSpeechResult: heard }));
}

/**
 * Waits for keys or speech. Source: Twilio, "TwiML Voice: Gather". Words are understood as they are said: hints, model
 * and language change nothing, and nobody here says what `profanityFilter` would mask.
 */
export const gather: Verb = {
  name: 'Gather',
  text: false,
  nests: Object.keys(prompts),
  answers: true,
  attributes: {
    input: someOf(12200, 'dtmf', 'speech'),
    action: anyText(),
    method: httpMethod(13312),
    numDigits: wholeNumber(13314, 1),
    finishOnKey: matching(13310, /^[0-9*#]?$/),
    timeout: wholeNumber(13313, 1),
    speechTimeout: matching(13327, /^(auto|[1-9]\d{0,3})$/),
    actionOnEmptyResult: truth(),
    hints: { code: schemaWarning, accepts: fewEnough },
    language: matching(12200, /^[a-z]{2,3}(-[A-Z][a-z]{3})?-([A-Z]{2}|[0-9]{3})$/),
    speechModel: matching(
      12200,
      /^(default|numbers_and_commands|phone_call|experimental_(conversations|utterances)|(googlev2|deepgram)_[\w-]+)$/,
    ),
    profanityFilter: truth(),
    partialResultCallback: anyText(),
    partialResultCallbackMethod: httpMethod(),
    enhanced: truth(),
    maxSpeechTime: wholeNumber(13328, 1, 60),
  },
  async run(line, { attributes, elements }): Promise<Next> {
    const { party, chance } = line.call;
    const { input = 'dtmf', finishOnKey = '#' } = attributes;
    const numDigits = numberOf(attributes['numDigits'], Infinity);
    const seconds = numberOf(attributes['timeout'], 5);
    const done = (params: Record<string, string>): Next => ({
      go: 'to',
      document: line.request('action', attributes['action'], methodOf(attributes['method']), params),
    });
    const wait = {
      for: 'input' as const,
      seconds,
      ...(input.includes('dtmf') && { entry: (keys: string) => readEntry(keys, numDigits, finishOnKey) }),
      ...(input.includes('speech') && {
        speech: {
          stillness: stillness(attributes, seconds),
          longest: numberOf(attributes['maxSpeechTime'], longestSpeech),
        },
      }),
    };

    party.expect(wait);
    await playPrompts(interruptible(line), elements);
    const result = await listen(line, wait);
    if (result.came === 'hangUp') return { go: 'end', by: 'caller' };
    if (line.over()) return goOn;
    if (result.came === 'keys') {
      const { digits, finishedOn } = result.entry;
      return done({ Digits: digits, FinishedOnKey: finishedOn, msg: 'Gather End' });
    }
    if (result.came === 'words') {
      tellPartly(line, attributes, result.words);
      const confidence = (0.7 + chance.next() * 0.3).toFixed(8);
      return done({ SpeechResult: result.words, Confidence: confidence });
    }
    if (attributes['actionOnEmptyResult'] !== 'true') return goOn;
    // Undocumented whether the parameter is empty or missing: an app must take both.
    return done(
      chance.happens(0.5) ? { Digits: '', FinishedOnKey: '', msg: 'Gather End' } : { msg: 'Gather End' },
    );
  },
};
