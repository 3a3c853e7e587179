import { answer } from '../../call/call.ts';
import { NotSimulatedError, type Verb } from '../verb.ts';
import { dialConference } from './dial-conference.ts';
import { dialLegs } from './dial-legs.ts';
import { dialQueue } from './dial-queue.ts';
import { dialAttributes, strangers } from './grammar.ts';
import { goOnAfter } from './outcome.ts';
import { readTargets } from './targets.ts';

/** Connects the caller with somebody else. Source: Twilio, "TwiML Voice: Dial". */
export const dial: Verb = {
  name: 'Dial',
  text: true,
  nests: ['Number', 'Client', 'Sip', 'Queue', 'Conference', ...strangers],
  // With answerOnBridge a call that rings goes on ringing.
  answers: false,
  attributes: dialAttributes,
  async run(line, element) {
    const { attributes, elements } = element;
    const stranger = elements.find(({ name }) => strangers.includes(name));
    if (stranger !== undefined) throw new NotSimulatedError(`<Dial><${stranger.name}>`);
    if (attributes['referUrl'] !== undefined) throw new NotSimulatedError('referUrl');
    const group = elements.find(({ name }) => name === 'Queue' || name === 'Conference');
    if (group !== undefined && elements.length > 1) line.warn(13215, `Dial: <${group.name}> stands alone`);
    if (attributes['answerOnBridge'] !== 'true') answer(line.call);
    if (group?.name === 'Queue') return goOnAfter(line, await dialQueue(line, group, attributes), attributes);
    if (group !== undefined)
      return goOnAfter(line, await dialConference(line, group, attributes), attributes);
    const targets = readTargets(line, element);
    return goOnAfter(line, await dialLegs(line, targets, attributes), attributes);
  },
};
