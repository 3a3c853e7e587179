/**
 * How flows touch the world: a feature declares a capability, a flow names it in a `do` step, the host runs it.
 * This is the declaration only: data that the flow checks read. The handler's port is in `platform/capabilities`.
 */

/** Type of an input that a flow passes, or of a result that its prompts may speak. */
export type ValueType =
  | 'text'
  | 'choice'
  | 'yes_no'
  | 'phone'
  | 'zip'
  | 'digits'
  /** Nine digits with their leading zeros. */
  | 'identifier'
  /** A whole number, spoken as one. */
  | 'amount'
  | 'recording'
  /** ISO 8601 local date `2026-03-02`, spoken in the caller's language as weekday, day and month. */
  | 'date';

/** A value as it stands in sessions and outcomes: plain JSON. */
export type Value = string | boolean | number | RecordingValue;

/** A value that can be compared and written down. */
export type PlainValue = Exclude<Value, RecordingValue>;

/** What a `recording` answer holds: the provider's id of the recording and its length. Never its words. */
export interface RecordingValue {
  readonly recording: string;
  readonly seconds: number;
}

export interface CapabilityDeclaration {
  /** `feature.verb`, such as `callbacks.request`. */
  readonly name: string;
  /** `local` runs in the turn's transaction (≤ 300 ms); `remote` gets a row and a job and is polled. */
  readonly mode: 'local' | 'remote';
  /** Whether the host opens a case before it runs, if the call has none yet. */
  readonly needsCase?: boolean;
  /** Inputs by name. A required one must be given in `with`; an optional one may be missing or unset. */
  readonly input: Readonly<Record<string, { readonly type: ValueType; readonly required: boolean }>>;
  /** Exits besides the implied `unavailable`; each must be given a target in `then`. */
  readonly exits: readonly string[];
  /** Results by name, spoken in prompts as `{step.name}`; none is set on `unavailable`. */
  readonly returns: Readonly<Record<string, ValueType>>;
  /** Exits that set only some of the results, with the names of those; every other exit sets them all. */
  readonly returnsOn?: Readonly<Record<string, readonly string[]>>;
  /** Exits after which the call has forgotten what the caller answered. */
  readonly forgetsOn?: readonly string[];
  /** Exits after which an officer stands ready to be connected: a `transfer` step may follow `to: officer`. */
  readonly connectsOn?: readonly string[];
  /** Exits on which an officer will call: what the flow's proof counts as help. */
  readonly promisesOn?: readonly string[];
}

/** What a capability answered. `exit` is one of the declared ones or `unavailable`. */
export interface CapabilityOutcome {
  readonly exit: string;
  readonly values: Readonly<Record<string, Value>>;
}
