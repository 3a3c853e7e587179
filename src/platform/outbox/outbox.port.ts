import type { z } from 'zod';
import type { Log } from '../../kernel/ports.ts';

/** An effect that must follow a commit. The payload carries ids and codes only (law 5), 2 kB at most. */
export interface OutboxEvent {
  /** `feature.what-happened`, such as `callbacks.promised`. */
  readonly topic: string;
  /** Id of the row the event speaks of. */
  readonly key: string;
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}

/** What the relay hands to a consumer. `id` orders events and makes a repeat recognisable. */
export interface DeliveredEvent<P> {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: P;
}

/**
 * Delivers one topic. May be called again for the same event after a crash, and in any order: must be idempotent.
 * The relay parses with `schema` before it calls, so a list of consumers of different payloads is `OutboxConsumer[]`.
 */
export interface OutboxConsumer<P = unknown> {
  readonly topic: string;
  readonly schema: z.ZodType<P>;
  deliver(event: DeliveredEvent<P>, context: { readonly log: Log }): Promise<void>;
}
