import { z } from 'zod';
import { workItemKinds } from './work-items.model.ts';

export const workItemListQuery = z.object({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const workItemParams = z.object({ id: z.uuid() });

/** `resolution` is one of those that the item names. The note is kept under seal in the callback's timeline. */
export const settleBody = z.object({
  resolution: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z_]{0,39}$/),
  note: z.string().min(1).max(2000).optional(),
});

export const workItemSchema = z.object({
  id: z.uuid(),
  kind: z.enum(Object.keys(workItemKinds) as [keyof typeof workItemKinds]),
  /** What it is and what to do, in a sentence or three. */
  says: z.string(),
  /** The ways in which it may be settled. */
  resolutions: z.array(z.string()),
  officeId: z.string(),
  caseId: z.uuid().nullable(),
  caseNumber: z.string().nullable(),
  callbackId: z.uuid().nullable(),
  attemptId: z.uuid().nullable(),
  /** Codes and ids that help to find out; never a number or a name. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Whether there are words to it, which are shown with the one item. */
  hasWords: z.boolean(),
  createdAt: z.iso.datetime(),
  done: z
    .object({
      at: z.iso.datetime(),
      staffId: z.uuid().nullable(),
      displayName: z.string().nullable(),
      resolution: z.string().nullable(),
    })
    .nullable(),
});

export const workItemListSchema = z.object({
  items: z.array(workItemSchema),
  nextCursor: z.string().nullable(),
});

export const workItemInFullSchema = workItemSchema.extend({ words: z.string().nullable() });
