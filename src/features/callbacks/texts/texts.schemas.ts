import { z } from 'zod';
import { outgoingStatuses } from './texts.model.ts';

/** `epoch` is the one that the claim answered. Without words, those are sent that the caller's terms allow. */
export const textBody = z.object({
  epoch: z.int32().min(0),
  words: z.string().trim().min(1).max(1600).optional(),
});

export const textSchema = z.object({
  id: z.uuid(),
  callbackId: z.uuid(),
  /** `out` = written by the office, `in` = what the caller answered. */
  direction: z.enum(['out', 'in']),
  words: z.string(),
  at: z.iso.datetime(),
  /** How far it came. `sent` may stay: not every carrier says that a text arrived. */
  status: z.enum([...outgoingStatuses, 'received']),
  /** Why it did not arrive, in the provider's code. */
  providerCode: z.int().nullable(),
  /** Who wrote it, for the office. */
  writtenBy: z.object({ staffId: z.uuid(), displayName: z.string().nullable() }).nullable(),
});

export const textListSchema = z.object({ items: z.array(textSchema) });
