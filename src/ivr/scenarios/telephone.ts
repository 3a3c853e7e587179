import type { Instruction, Speech } from '../../kernel/instructions.ts';

/** What a press of keys makes of a waiting call: one input, and the keys that the next question gets. */
export interface Pressed {
  readonly input: { readonly kind: 'digits'; readonly digits: string };
  readonly rest: string;
}

/**
 * Enters keys as a telephone network does: up to the finish key, which is not passed on unless it is alone, or
 * up to the number of keys that were asked for.
 */
export function press(instruction: Instruction | undefined, keys: string): Pressed {
  const digits = (entered: string, used: number): Pressed => ({
    input: { kind: 'digits', digits: entered },
    rest: keys.slice(used),
  });
  if (instruction?.kind !== 'gather') return digits(keys, keys.length);
  const most = instruction.numDigits ?? keys.length;
  const finish = instruction.finishOnKey === '' ? -1 : keys.indexOf(instruction.finishOnKey);
  if (finish === 0) return digits('#', 1);
  if (finish > 0 && finish <= most) return digits(keys.slice(0, finish), finish + 1);
  return digits(keys.slice(0, most), most);
}

/** All words of some instructions, in order. */
export function wordsOf(instructions: readonly Instruction[]): string[] {
  return instructions
    .flatMap((instruction): readonly Speech[] => ('speech' in instruction ? instruction.speech : []))
    .map(({ text }) => text);
}
