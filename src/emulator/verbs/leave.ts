import type { Verb } from './verb.ts';

/** Leaves the queue that the caller waits in. Source: Twilio, "TwiML Voice: Leave". */
export const leave: Verb = {
  name: 'Leave',
  text: false,
  nests: [],
  answers: true,
  attributes: {},
  run: async () => ({ go: 'leave' }),
};
