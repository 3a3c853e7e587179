import type { Role } from '../../platform/http/access.port.ts';

/** Someone who works here. The password's hash never leaves the repository's row. */
export interface StaffMember {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly officeIds: readonly string[];
}

/** A sign-in ends after twelve hours, used or not (NIST SP 800-63B, AAL2). */
export const sessionLifetimeMs = 12 * 60 * 60 * 1000;
