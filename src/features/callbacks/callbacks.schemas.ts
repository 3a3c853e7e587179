import { z } from 'zod';

export const callbackListQuery = z.object({
  view: z.enum(['mine', 'unclaimed', 'team', 'escalated']),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const callbackParams = z.object({ id: z.uuid() });

/** `version` is the one that you read: a claim of a changed callback is refused. Without it the latest is taken. */
export const claimBody = z.object({ version: z.int32().min(1).optional() }).nullish();

/** `epoch` is the one that the claim answered. */
export const releaseBody = z.object({ epoch: z.int32().min(0) });

export const callbackSchema = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  caseNumber: z.string(),
  officeId: z.string(),
  state: z.enum(['waiting', 'ready', 'claimed', 'dialing', 'closed']),
  /** Who is asked to look, if anybody is. */
  escalatedTo: z.enum(['supervisor', 'national_desk']).nullable(),
  /** Whether we ring the caller, or they have an appointment to ring us. */
  way: z.enum(['ring', 'call_in']),
  /** How the caller talks: by voice, through a relay service, or by text. */
  contact: z.enum(['voice', 'relay', 'text']),
  /**
   * Safe-contact terms come first: what may be left when nobody answers, and the digits that the caller wants to hear
   * before anything else. Those are shown to the officer who holds the callback, and to no one else.
   */
  safeContact: z.object({
    voicemail: z.enum(['none', 'neutral', 'named']),
    hasSafeWord: z.boolean(),
    safeWord: z.string().nullable(),
  }),
  /**
   * Open callbacks of your offices that go to the same number. It proves nothing: only people decide whether they are
   * of the same matter.
   */
  maybeSameMatter: z.array(z.uuid()),
  /** What it is about, in a code of the flow's. */
  about: z.string().nullable(),
  /** The language that an interpreter is needed for, in a code of the flow's. */
  interpreter: z.string().nullable(),
  language: z.string(),
  window: z.object({
    name: z.enum(['any', 'morning', 'afternoon', 'evening']),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    /** The caller's zone as they named it. */
    timeZone: z.string(),
  }),
  promisedAt: z.iso.datetime(),
  readyAt: z.iso.datetime().nullable(),
  /** When the office was reminded that its window is about to end. */
  remindedAt: z.iso.datetime().nullable(),
  claim: z
    .object({ staffId: z.uuid(), displayName: z.string().nullable(), expiresAt: z.iso.datetime().nullable() })
    .nullable(),
  epoch: z.int(),
  version: z.int(),
});

export const callbackListSchema = z.object({
  items: z.array(callbackSchema),
  nextCursor: z.string().nullable(),
  /** With the view `mine`: what you held in the last twelve hours, lost by doing nothing, and have not taken again. */
  lapsed: z.array(z.object({ callbackId: z.uuid(), caseNumber: z.string(), at: z.iso.datetime() })),
});
