import type { Verb } from './verb.ts';

/** Ends the call. Source: Twilio, "TwiML Voice: Hangup". */
export const hangup: Verb = {
  name: 'Hangup',
  text: false,
  nests: [],
  answers: true,
  attributes: {},
  run: async () => ({ go: 'end', by: 'app' }),
};
