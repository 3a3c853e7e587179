import { z } from 'zod';

/** Postgres takes no NUL in text, and no address has a control character. */
const printable = /^[^\p{Cc}\p{Cs}]*$/u;

export const signInBody = z.object({
  email: z.string().trim().max(254).regex(printable),
  password: z.string().min(1).max(200),
});

export const signedInSchema = z.object({
  /** Send it as `Authorization: Bearer …`. */
  token: z.string(),
  expiresAt: z.iso.datetime(),
  staff: z.object({
    id: z.uuid(),
    displayName: z.string(),
    roles: z.array(z.enum(['agent', 'officer', 'supervisor', 'privacy', 'admin'])),
    officeIds: z.array(z.string()),
  }),
});
