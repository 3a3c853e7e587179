import { numberOf, wholeNumber } from './attributes.ts';
import { goOn, type Verb } from './verb.ts';

/** Silence. As the first verb it delays the answer. Source: Twilio, "TwiML Voice: Pause". */
export const pause: Verb = {
  name: 'Pause',
  text: false,
  nests: [],
  answers: false,
  attributes: { length: wholeNumber(13910, 1) },
  async run(line, { attributes }) {
    await line.hear({ kind: 'pause', text: '', language: '' }, numberOf(attributes['length'], 1));
    return goOn;
  },
};
