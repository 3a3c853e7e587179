/** What to make of a leg that nothing is heard of: asked for before a crash, or rung without a word since. Pure. */
import type { CallList, ProviderCall } from '../../../platform/telephony/telephony.port.ts';

/** How long after asking the provider its webhook, which names the leg, may still come by itself. */
export const webhookMs = 90_000;
/** How long the provider may keep from telling before what it did is given up as unknown. */
export const unreachableMs = 15 * 60_000;
/** How long a telephone may ring, or a person hear words and press nothing, without news. */
export const ringingMs = 2 * 60_000;
/** How long two people may talk without news. */
export const talkingMs = 15 * 60_000;
/** How long a planned leg may wait for its job; later the job is taken for lost. */
export const plannedMs = 10_000;
/** The provider's clock and ours may differ by so much. */
export const clockSkewMs = 60_000;

/** A leg that was asked for, and of whose call no id is known. */
export interface LostLeg {
  readonly legId: string;
  readonly askedAt: Date;
}

export type Finding =
  /** Nothing can be said yet. */
  | { readonly kind: 'wait' }
  /** This is its call. */
  | { readonly kind: 'adopt'; readonly call: ProviderCall }
  /** The provider never took the request: the leg did not ring. */
  | { readonly kind: 'not_placed' }
  /** Nobody can tell whether it rang. */
  | { readonly kind: 'unknown' };

/** What is known of a lost leg. */
export interface Evidence {
  readonly leg: LostLeg;
  readonly now: Date;
  /** Calls from and to its numbers since it was asked for; null = the provider did not tell. */
  readonly list: CallList | null;
  /** Ids of calls that belong to other legs. */
  readonly taken: ReadonlySet<string>;
  /** Other lost legs between the same numbers: each of the calls may be theirs as well. */
  readonly rivals: readonly LostLeg[];
}

/**
 * Whether the request for a lost leg was carried out. In doubt the answer is `unknown`, which rings nobody twice.
 *
 * @example findLeg({ leg, now, list: { calls: [], truncated: false }, … }) // { kind: 'not_placed' }
 */
export function findLeg({ leg, now, list, taken, rivals }: Evidence): Finding {
  const isYoung = ({ askedAt }: LostLeg) => now.getTime() - askedAt.getTime() < webhookMs;
  if (isYoung(leg)) return { kind: 'wait' };
  if (list === null)
    return now.getTime() - leg.askedAt.getTime() < unreachableMs ? { kind: 'wait' } : { kind: 'unknown' };
  const [call, ...more] = list.calls.filter(({ callSid }) => !taken.has(callSid));
  if (list.truncated || more.length > 0) return { kind: 'unknown' };
  if (call === undefined) return { kind: 'not_placed' };
  if (rivals.length === 0) return { kind: 'adopt', call };
  // A younger rival's webhook may still come and say whose the call is.
  return rivals.some(isYoung) ? { kind: 'wait' } : { kind: 'unknown' };
}
