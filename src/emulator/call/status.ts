/** Call statuses of the REST API. */
export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

/** Moments that a status callback can be asked for; `completed` stands for every end. */
export type CallEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

export const callEvents: readonly CallEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

const ends: readonly CallStatus[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

export function hasEnded(call: { readonly status: CallStatus }): boolean {
  return ends.includes(call.status);
}
