import type { Next } from '../call/call.ts';
import { secondsToSay } from '../call/party.ts';
import {
  anyText,
  httpMethod,
  matching,
  methodOf,
  numberOf,
  someOf,
  truth,
  wholeNumber,
} from './attributes.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { say } from './say.ts';
import { goOn, NotSimulatedError, type CheckedElement, type Line, type Verb } from './verb.ts';

const prompts: Readonly<Record<string, Verb>> = { Say: say, Play: play, Pause: pause };
const secondsPerKey = 0.5;

interface Entry {
  readonly digits: string;
  /** The key that ended the entry; '' if it ended otherwise. */
  readonly finishedOn: string;
  /** Pressed after the entry was complete. */
  readonly surplus: string;
  /** False when only silence can end it. */
  readonly complete: boolean;
}

/** Feeds keys one at a time, as the person presses them. */
function enter(keys: string, numDigits: number, finishOnKey: string): Entry {
  for (let count = 0; count < keys.length; count += 1) {
    const key = keys.charAt(count);
    const digits = keys.slice(0, count);
    if (key === finishOnKey)
      return { digits, finishedOn: key, surplus: keys.slice(count + 1), complete: true };
    if (count + 1 === numDigits) {
      return { digits: digits + key, finishedOn: '', surplus: keys.slice(numDigits), complete: true };
    }
  }
  return { digits: keys, finishedOn: '', surplus: '', complete: false };
}

async function playPrompts(line: Line, elements: readonly CheckedElement[]): Promise<void> {
  for (const element of elements) {
    if (line.over() || line.call.party.interrupts()) return;
    if (element.attributes['digits'] !== undefined)
      line.warn(13320, 'Gather: Play with digits cannot be nested');
    await prompts[element.name]?.run(line, element);
  }
}

/** Waits for keys or speech. Source: Twilio, "TwiML Voice: Gather". */
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
    hints: anyText(),
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
    if (attributes['partialResultCallback'] !== undefined)
      throw new NotSimulatedError('partialResultCallback');
    const { party, chance } = line.call;
    const { input = 'dtmf', finishOnKey = '#' } = attributes;
    const done = (params: Record<string, string>): Next => ({
      go: 'to',
      document: line.request('action', attributes['action'], methodOf(attributes['method']), params),
    });

    await playPrompts(line, elements);
    if (line.over()) return goOn;
    const move = party.move();
    if (move.does === 'hangUp') return { go: 'end', by: 'caller' };

    if (move.does === 'keys' && input.includes('dtmf')) {
      const entry = enter(move.keys, numberOf(attributes['numDigits'], Infinity), finishOnKey);
      if (entry.surplus.replace(/^#/, '') !== '') party.wasted(entry.surplus);
      await line.pass((move.keys.length - entry.surplus.length) * secondsPerKey);
      if (!entry.complete) await line.pass(numberOf(attributes['timeout'], 5));
      if (line.over()) return goOn;
      if (entry.digits !== '') {
        return done({ Digits: entry.digits, FinishedOnKey: entry.finishedOn, msg: 'Gather End' });
      }
    } else if (move.does === 'words' && input.includes('speech')) {
      await line.pass(secondsToSay(move.words));
      if (line.over()) return goOn;
      return done({ SpeechResult: move.words, Confidence: (0.7 + chance.next() * 0.3).toFixed(8) });
    } else {
      await line.pass(numberOf(attributes['timeout'], 5));
      if (line.over()) return goOn;
    }
    if (attributes['actionOnEmptyResult'] !== 'true') return goOn;
    // Undocumented whether the parameter is empty or missing: an app must take both.
    return done(
      chance.happens(0.5) ? { Digits: '', FinishedOnKey: '', msg: 'Gather End' } : { msg: 'Gather End' },
    );
  },
};
