import type { PlainValue } from '../../kernel/capability.ts';
import type { Knowledge, Way } from '../language/flow.ts';
import type { Spot } from './spot.ts';

/** Everything that can be told of a call at one moment: where it stands, and what is known of its answers. */
export interface State {
  readonly index: number;
  readonly spot: Spot;
  /** Values of the variables that still matter; null = set, to whatever. */
  readonly known: ReadonlyMap<string, PlainValue | null>;
  /** The caller has hung up. */
  readonly left: boolean;
  /** An officer will call, or a person has talked with the caller. */
  readonly helped: boolean;
  /** The shortest way here: the state before, and what led on from there. Null at the start. */
  readonly from: { readonly state: State; readonly way: Way | 'hang-up' } | null;
  /** Filled while the graph is explored. */
  readonly next: Step[];
}

export interface Step {
  readonly way: Way | 'hang-up';
  readonly to: State;
}

/** What is known of a variable in a state of a call of which `facts` hold. Other facts may be anything. */
export function knowledgeIn(
  { known }: Pick<State, 'known'>,
  name: string,
  facts: ReadonlyMap<string, PlainValue>,
): Knowledge {
  const value = known.get(name) ?? facts.get(name) ?? (known.has(name) ? null : undefined);
  if (value === undefined) return name.startsWith('facts.') ? 'any' : 'unset';
  return value === null ? 'any' : { value };
}
