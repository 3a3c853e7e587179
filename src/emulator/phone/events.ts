import type { CallStatus } from '../call/status.ts';
import type { EndedBy, HeardLine } from '../report.ts';

/** Something that the person at a live phone notices. */
export type PhoneEvent =
  | { readonly event: 'ringing'; readonly data: { readonly from: string; readonly to: string } }
  | { readonly event: 'answered'; readonly data: Record<string, never> }
  | { readonly event: 'heard'; readonly data: Omit<HeardLine, 'at'> }
  /** A beep, or the keys whose tones were heard. */
  | { readonly event: 'tone'; readonly data: { readonly keys: string } }
  /** The app listens from now on, and for so many seconds once it has said what it has to say. */
  | {
      readonly event: 'waits';
      readonly data: { readonly for: readonly ('keys' | 'speech' | 'recording')[]; readonly seconds: number };
    }
  | { readonly event: 'pressed'; readonly data: { readonly keys: string } }
  | { readonly event: 'said'; readonly data: { readonly words: string } }
  | { readonly event: 'talked'; readonly data: { readonly seconds: number } }
  /** What Twilio's debugger would show: a document or callback is wrong. */
  | { readonly event: 'error'; readonly data: { readonly code: number; readonly message: string } }
  | { readonly event: 'ended'; readonly data: { readonly reason: EndedBy; readonly status: CallStatus } };

/** An event and its place in the call, from 1. */
export type NumberedEvent = PhoneEvent & { readonly id: number };

export interface Follower {
  readonly take: (event: NumberedEvent) => void;
  /** Nothing more will come. */
  readonly end: () => void;
}

/** The events of one call, of which the newest are kept, and those who follow them. */
export interface EventLog {
  add(event: PhoneEvent): void;
  /** Gives all kept events after a place, then those to come. Answers how to stop. */
  follow(after: number, follower: Follower): () => void;
  /** Lets the followers go. */
  close(): void;
}

export function createEventLog(capacity: number): EventLog {
  const kept: NumberedEvent[] = [];
  const followers = new Set<Follower>();
  let count = 0;
  let closed = false;
  return {
    add(event) {
      count += 1;
      const numbered = { ...event, id: count };
      kept.push(numbered);
      if (kept.length > capacity) kept.shift();
      for (const follower of followers) follower.take(numbered);
    },
    follow(after, follower) {
      for (const event of kept) if (event.id > after) follower.take(event);
      if (closed) follower.end();
      else followers.add(follower);
      return () => void followers.delete(follower);
    },
    close() {
      closed = true;
      for (const follower of followers) follower.end();
      followers.clear();
    },
  };
}
