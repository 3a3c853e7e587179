import { z } from 'zod';
import { callbackSchema } from '../callbacks.schemas.ts';

const at = z.iso.datetime();

const promiseSchema = z.object({
  id: z.uuid(),
  /** The line's own voice, an officer, or the office, which tells it when it next calls. */
  toldBy: z.enum(['line', 'officer', 'office']),
  toldAt: at,
  window: z.object({ name: z.string(), startsAt: at, endsAt: at, timeZone: z.string() }),
  /** Of the number that the caller was told will be rung. */
  lastTwoDigits: z.string().nullable(),
  /** Null while it is open. */
  outcome: z.enum(['kept', 'late', 'missed', 're_promised', 'withdrawn']).nullable(),
  lateByMinutes: z.int().nullable(),
  settledAt: at.nullable(),
});

const legSchema = z.object({
  party: z.enum(['officer', 'interpreter', 'caller']),
  status: z.string(),
  answeredBy: z.string().nullable(),
  /** Whether a person has pressed 1. */
  accepted: z.boolean(),
  heardWords: z.boolean(),
  seconds: z.int().nullable(),
  /** The provider's error, such as 21211. */
  providerCode: z.int().nullable(),
});

const attemptSchema = z.object({
  id: z.uuid(),
  number: z.int(),
  kind: z.enum(['phone', 'dial', 'text', 'call_in']),
  by: z.string().nullable(),
  startedAt: at,
  callerRungAt: at.nullable(),
  joinedAt: at.nullable(),
  endedAt: at.nullable(),
  outcome: z.string().nullable(),
  note: z.string().nullable(),
  legs: z.array(legSchema),
});

const eventSchema = z.object({
  at,
  kind: z.string(),
  /** Who did it, or, of a claim that lapsed, who held it; null for callers and for the office's machinery. */
  by: z.object({ staffId: z.uuid(), displayName: z.string().nullable() }).nullable(),
  /** Codes and ids. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  note: z.string().nullable(),
});

const { safeContact, ...others } = callbackSchema.shape;

/** Safe-contact terms before everything else. */
export const callbackInFullSchema = z.object({
  safeContact,
  ...others,
  promises: z.array(promiseSchema),
  attempts: z.array(attemptSchema),
  timeline: z.array(eventSchema),
});
