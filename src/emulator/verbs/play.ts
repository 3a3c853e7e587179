import { secondsOfTones } from '../call/party.ts';
import { isAudio } from '../twiml/retrieve.ts';
import { matching, numberOf, wholeNumber } from './attributes.ts';
import { endlessLoop } from './say.ts';
import { goOn, type Verb } from './verb.ts';

/** Call time that a sound file takes; its real length is not read. */
const secondsOfSound = 5;

/** Plays a sound file or sends keypad tones. Source: Twilio, "TwiML Voice: Play". */
export const play: Verb = {
  name: 'Play',
  text: true,
  nests: [],
  answers: true,
  attributes: { loop: wholeNumber(13410, 0), digits: matching(12200, /^[0-9A-D#*wW]+$/) },
  async run(line, { attributes, text }) {
    const { digits } = attributes;
    if (digits !== undefined) {
      await line.hear({ kind: 'tones', text: digits, language: '' }, secondsOfTones(digits));
      return goOn;
    }
    const url = line.resolve(text.trim());
    const contentType = await line.fetchMedia(url);
    if (contentType === undefined || !isAudio(contentType)) {
      line.warn(13420, `Play: Invalid Content-Type '${contentType ?? 'none'}'`);
      return goOn;
    }
    const times = numberOf(attributes['loop'], 1) || endlessLoop;
    for (let turn = 0; turn < times && !line.over(); turn += 1) {
      await line.hear({ kind: 'play', text: url, language: '' }, secondsOfSound);
    }
    return goOn;
  },
};
