import { proveHelp } from '../proof/help.ts';
import { wayTo } from '../proof/words.ts';
import { whereInWords } from '../proof/worlds.ts';
import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** From wherever a call waits, its caller can come to a person or to a callback. */
export const helpInReach: Check = (flow, explored) => {
  if (explored.tooMany) return [];
  const proof = proveHelp(explored);
  if (proof.reachable) return [];
  const { step } = proof.state.spot;
  const message = `From "${step.name}" no key leads to a person or a callback any more${proof.world === null ? '' : whereInWords(proof.world)}.`;
  return [{ ...problemAt(flow, ['steps', step.name], 'no-help', message), way: wayTo(proof.state) }];
};
