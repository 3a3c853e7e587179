import { capabilityDeclarations } from '../../../src/app/features.ts';
import { openFlow } from '../../../src/ivr/open-flow.ts';
import { start } from '../../../src/ivr/engine/engine.ts';
import { flowExamples } from '../../flows/examples.ts';
import { fixtureFacts } from '../../flows/fixtures.ts';

/** How long steps wait that do not say it, as the first questions of some examples do. */
export function waitWords(): string {
  const [key, several, words, recording] = [
    'answer-yes_no',
    'answer-digits',
    'answer-speech',
    'answer-recording',
  ].map(firstWait);
  return `Without \`timeout\`, a menu and a question of one key wait ${key} seconds, a question of several digits ${several}, one of words ${words}, and a recording ends after ${recording} seconds of silence. Give people longer where they have to think, or look something up.`;
}

function firstWait(name: string): number {
  const example = flowExamples().find((candidate) => candidate.name === name);
  const opened = openFlow('example', example?.files ?? {}, capabilityDeclarations);
  const waits = opened.ok ? start(opened.flow, fixtureFacts).instructions.at(-1) : undefined;
  if (waits?.kind === 'gather') return waits.timeoutSeconds;
  if (waits?.kind === 'record') return waits.silenceSeconds;
  throw new Error(`the example ${name} does not begin with a question`);
}
