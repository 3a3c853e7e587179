import type { Cause } from '../language/flow.ts';
import type { State, Step } from './state.ts';

/** The shortest way from the start of a call to a state, in words: `language (1), notice, main (3), details`. */
export function wayTo(state: State): string {
  const stops: string[] = [];
  let last = `${state.spot.step.name}${partWords(state)}`;
  for (let at = state.from; at !== null; at = at.state.from) {
    const before = at.state;
    stops.unshift(`${before.spot.step.name}${partWords(before)}${causeWords(at.way)}`);
  }
  return [...stops, last].join(', ');
}

/** Some steps in a row, in the same words. */
export function stepsInWords(from: State, steps: readonly Step[]): string {
  let state = from;
  const stops: string[] = [];
  for (const { way, to } of steps) {
    stops.push(`${state.spot.step.name}${partWords(state)}${causeWords(way)}`);
    state = to;
  }
  return [...stops, state.spot.step.name].join(', ');
}

function partWords({ spot }: State): string {
  const [part] = spot.name.split(' ');
  return part === undefined || part === '' ? '' : ` ${part}`;
}

function causeWords(way: Step['way']): string {
  if (way === 'hang-up') return ' (the caller hangs up)';
  const words = wordsFor(way.by);
  return words === '' ? '' : ` (${words})`;
}

function wordsFor(by: Cause): string {
  switch (by.kind) {
    case 'next':
      return '';
    case 'key':
      return by.key;
    case 'entry':
      return 'an entry';
    case 'words':
      return 'words';
    case 'recording':
      return 'a recording';
    case 'silence':
      return 'silence';
    case 'exhausted':
      return by.attempts === 1 ? 'silence' : `silence ${by.attempts} times`;
    case 'condition':
      return `condition ${by.index + 1}`;
    case 'otherwise':
      return 'otherwise';
    case 'exit':
      return by.exit;
  }
}
