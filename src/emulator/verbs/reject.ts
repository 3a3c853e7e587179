import { oneOf, schemaWarning } from './attributes.ts';
import { goOn, type Verb } from './verb.ts';

/** Refuses a call that still rings, unbilled. Source: Twilio, "TwiML Voice: Reject". */
export const reject: Verb = {
  name: 'Reject',
  text: false,
  nests: [],
  answers: false,
  attributes: { reason: oneOf(13810, 'rejected', 'busy') },
  async run(line, { attributes }) {
    if (line.call.status !== 'ringing') {
      line.warn(schemaWarning, 'Reject: only a call that still rings can be rejected');
      return goOn;
    }
    return { go: 'end', by: 'reject', status: attributes['reason'] === 'busy' ? 'busy' : 'no-answer' };
  },
};
