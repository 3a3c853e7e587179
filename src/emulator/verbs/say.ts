import { secondsToSay } from '../call/party.ts';
import { matching, numberOf, wholeNumber } from './attributes.ts';
import { spokenOf, ssmlNames } from './ssml.ts';
import { goOn, type Verb } from './verb.ts';

const voice =
  /^(man|woman|alice|Polly\.[A-Z][a-z]+(-Neural|-Generative)?|Google\.[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9-]+)$/;

/** Characters that a voice reads at once, markup not counted. */
function longestText(name = 'man'): number {
  return name.startsWith('Polly.') ? 3000 : 4096;
}

/** Most repeats of a sound that is asked for without end (`loop="0"`). */
export const endlessLoop = 1000;

/** Reads text aloud. Source: Twilio, "TwiML Voice: Say". */
export const say: Verb = {
  name: 'Say',
  text: true,
  nests: ssmlNames,
  answers: true,
  attributes: {
    voice: matching(13511, voice),
    language: matching(13512, /^[a-z]{2,3}(-[A-Z][a-z]{3})?-([A-Z]{2}|[0-9]{3})$/),
    loop: wholeNumber(13510, 0),
  },
  async run(line, { attributes, content }) {
    const { words: spokenWords, pause } = spokenOf(content);
    const words = spokenWords.replace(/\s+/g, ' ').trim();
    if (words === '') {
      line.warn(13520, 'Say: Invalid text');
      return goOn;
    }
    if (words.length > longestText(attributes['voice'])) line.warn(13521, 'Say: character limit exceeded');
    const times = numberOf(attributes['loop'], 1) || endlessLoop;
    for (let turn = 0; turn < times && !line.over(); turn += 1) {
      const { language = 'en-US', voice } = attributes;
      const spoken = { kind: 'say' as const, text: words, language, ...(voice !== undefined && { voice }) };
      await line.hear(spoken, secondsToSay(words) + pause);
    }
    return goOn;
  },
};
