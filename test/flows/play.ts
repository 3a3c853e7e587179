import type { Instruction, Speech } from '../../src/kernel/instructions.ts';
import { resume, start } from '../../src/ivr/engine/engine.ts';
import type { Turn } from '../../src/ivr/engine/engine.ts';
import type { Facts, LinkedFlow } from '../../src/ivr/language/flow.ts';
import { fixtureFacts } from './fixtures.ts';

export const digits = (keys: string) => ({ kind: 'digits', digits: keys });
export const silence = { kind: 'silence' };

/** In the fixture flow: as far as the ZIP code, and as far as the number. */
export const toZip = [digits('1'), digits('3'), digits('1'), digits('2')];
export const toNumber = [...toZip, digits('90012'), digits('1')];

/** A session as the next process finds it. */
export const stored = ({ session }: Turn): unknown => JSON.parse(JSON.stringify(session));

/** Plays inputs one after the other, with the session through JSON between them. */
export function play(flow: LinkedFlow, inputs: readonly unknown[], facts: Facts = fixtureFacts): Turn {
  let turn = start(flow, facts);
  for (const input of inputs) turn = resume(flow, stored(turn), input, facts);
  return turn;
}

export function words({ instructions }: Turn): string {
  const speech = instructions.flatMap((i: Instruction): readonly Speech[] => ('speech' in i ? i.speech : []));
  return speech.map(({ text }) => text).join(' ');
}
