import { z } from 'zod';

export const caseSummarySchema = z.object({
  id: z.uuid(),
  number: z.string(),
  officeId: z.string(),
  status: z.enum(['incomplete', 'open', 'closed']),
  callerRole: z.string().nullable(),
  language: z.string(),
  version: z.int(),
  openedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const caseListQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const caseListSchema = z.object({
  items: z.array(caseSummarySchema),
  /** Pass it as `cursor` for the next page; null on the last one. */
  nextCursor: z.string().nullable(),
});

export const caseParams = z.object({ id: z.uuid() });

export const caseSchema = caseSummarySchema.extend({
  /** What the caller said in own words, by recording. */
  recordings: z.array(z.object({ id: z.uuid(), status: z.string(), seconds: z.int().nullable() })),
  /** What the caller told, by question. Phone numbers show their last two digits only. */
  details: z.record(
    z.string(),
    z.union([z.string(), z.boolean(), z.number(), z.object({ recording: z.string(), seconds: z.number() })]),
  ),
});
