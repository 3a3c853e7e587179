import { proveSilence } from '../proof/silence.ts';
import { stepsInWords, wayTo } from '../proof/words.ts';
import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** From wherever a call waits, silence ends it: nobody is held by a menu that goes round for ever. */
export const silenceEnds: Check = (flow, explored) => {
  if (explored.tooMany) return [];
  const proof = proveSilence(explored);
  if (proof.ends) return [];
  const { step } = proof.state.spot;
  const message = `A caller who says nothing goes round for ever: ${stepsInWords(proof.state, proof.loop)}.`;
  return [{ ...problemAt(flow, ['steps', step.name], 'endless-silence', message), way: wayTo(proof.state) }];
};
