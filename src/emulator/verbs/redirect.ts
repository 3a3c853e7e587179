import { httpMethod, methodOf } from './attributes.ts';
import type { Verb } from './verb.ts';

/** Goes on with another document; empty text means the same one again. Source: Twilio, "TwiML Voice: Redirect". */
export const redirect: Verb = {
  name: 'Redirect',
  text: true,
  nests: [],
  answers: true,
  attributes: { method: httpMethod(13710) },
  async run(line, { attributes, text }) {
    return { go: 'to', document: line.request('redirect', text.trim(), methodOf(attributes['method']), {}) };
  },
};
