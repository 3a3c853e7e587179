import type { Next } from '../../call/call.ts';
import { methodOf } from '../attributes.ts';
import { goOn, type CheckedElement, type Line } from '../verb.ts';

/** What came of a verb that connects the call with others, in words for its action. */
export interface Outcome {
  readonly params: Record<string, string>;
  /** Whether the initial caller is still there, has hung up, or has a command of REST to obey. */
  readonly caller: 'stays' | 'hungUp' | 'called';
}

/**
 * Goes on after a `<Dial>` or `<Enqueue>`. The action is asked in any case; its answer counts only for a caller who is
 * still there. Without one the next verb has its turn.
 */
export function goOnAfter(
  line: Line,
  { params, caller }: Outcome,
  attributes: CheckedElement['attributes'],
): Next {
  const { action, method } = attributes;
  const ended = caller === 'hungUp' || line.call.interruption?.go === 'end';
  const request = (): ReturnType<Line['request']> =>
    line.request('action', action, methodOf(method), {
      ...params,
      ...(ended && { CallStatus: 'completed' }),
    });
  if (caller === 'stays') return action === undefined ? goOn : { go: 'to', document: request() };
  if (action !== undefined) line.requestInVain(request());
  return caller === 'hungUp' ? { go: 'end', by: 'caller' } : goOn;
}
