import { z } from 'zod';
import { windowNames } from '../../../kernel/windows.ts';
import { cancelReasons, rescheduleReasons } from './turn.service.ts';

/** `officeId` is one of the officer's; without it the turn goes over all of them. */
export const nextBody = z.object({ officeId: z.string().min(1).max(20).optional() }).nullish();

/** `epoch` is the one that the claim answered. */
export const renewBody = z.object({ epoch: z.int32().min(0) });

/** `date` is on the caller's calendar. Without one it is the first on which the office can keep the window. */
export const rescheduleBody = z.object({
  epoch: z.int32().min(0),
  window: z.object({ name: z.enum(windowNames), date: z.iso.date().optional() }),
  reason: z.enum(rescheduleReasons).optional(),
});

const note = z.string().min(1).max(2000);

/** `version` is the one that you read. The note is kept under seal. */
export const escalateBody = z.object({
  version: z.int32().min(1),
  to: z.enum(['supervisor', 'national_desk']),
  note: note.optional(),
});

export const noteBody = z.object({ note });

export const cancelBody = z.object({ version: z.int32().min(1), reason: z.enum(cancelReasons).optional() });
