import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Clock, Ids } from '../../kernel/ports.ts';
import { appError } from '../../kernel/errors.ts';
import type { Interval } from '../../kernel/interval.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { Principal } from '../../platform/http/access.port.ts';
import * as officers from './officers.repository.ts';
import { officerMinutes, presentAt, type Rota } from './rota.model.ts';
import * as rotas from './rota.repository.ts';
import { sessionLifetimeMs, type StaffMember } from './staff.model.ts';
import * as repository from './staff.repository.ts';

export interface StaffDeps {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type SignIn =
  | {
      readonly kind: 'signed_in';
      readonly token: string;
      readonly expiresAt: Date;
      readonly member: StaffMember;
    }
  | { readonly kind: 'refused' };

/** OWASP's argon2id: 64 MiB, three passes, one lane: about 50 ms. */
const argon = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/** Staff and their sign-ins: a bearer token, kept as its hash. */
export function createStaffService({ db, clock, ids }: StaffDeps) {
  // Verified against when the address is unknown, so that an unknown address takes as long as a wrong password.
  const nobody = hash(randomBytes(16).toString('hex'), argon);

  return {
    async signIn(email: string, password: string): Promise<SignIn> {
      const row = await repository.readByEmail(db, email.toLowerCase());
      const matches = await verify(row?.password_hash ?? (await nobody), password);
      if (row === undefined || !matches) return { kind: 'refused' };
      const token = randomBytes(32).toString('base64url');
      const now = clock.now();
      const expiresAt = new Date(now.getTime() + sessionLifetimeMs);
      await repository.insertSession(db, { tokenHash: tokenHash(token), staffId: row.id, now, expiresAt });
      return { kind: 'signed_in', token, expiresAt, member: toMember(row) };
    },

    signOut: (token: string): Promise<void> => repository.deleteSession(db, tokenHash(token)),

    /** Who a bearer token belongs to; null when it is unknown or has expired. */
    authenticate: async (token: string): Promise<Principal | null> => {
      const row = await repository.readBySession(db, tokenHash(token), clock.now());
      return row === undefined ? null : { staffId: row.id, roles: row.roles, officeIds: row.office_ids };
    },

    /** @throws AppError `offices.unknown`, as the three that follow do. */
    rotaOf,

    /** Ids of the officers who are at work for an office at an instant. */
    presentAt: async (on: Queryable, officeId: string, at: Date): Promise<string[]> =>
      presentAt(await rotaOf(on, officeId), at),

    /** Minutes of all its officers together that an office has within a span. */
    officerMinutes: async (on: Queryable, officeId: string, span: Interval): Promise<number> =>
      officerMinutes(await rotaOf(on, officeId), span),

    /** What is spoken at an office at an instant, as BCP 47 tags. */
    async languagesAt(on: Queryable, officeId: string, at: Date): Promise<string[]> {
      const rota = await rotaOf(on, officeId);
      const present = new Set(presentAt(rota, at));
      return [
        ...new Set(
          rota.languages.filter(({ staffId }) => present.has(staffId)).map(({ language }) => language),
        ),
      ];
    },

    /** E.164 of the telephone that an officer is rung on; null where none is set. */
    phoneOf: async (on: Queryable, staffId: string): Promise<string | null> =>
      (await officers.readPhone(on, staffId)) ?? null,

    /** What a person is trained for, in codes such as `minors`. */
    skillsOf: (on: Queryable, staffId: string): Promise<string[]> => officers.readSkills(on, staffId),

    /** What a person speaks, as BCP 47 tags. */
    languagesOf: (on: Queryable, staffId: string): Promise<string[]> => officers.readLanguages(on, staffId),

    /** The id behind an address; null when nobody has it. */
    idOf: async (on: Queryable, email: string): Promise<string | null> =>
      (await repository.readByEmail(on, email.toLowerCase()))?.id ?? null,

    forgetExpiredSessions: (): Promise<void> => repository.deleteExpiredSessions(db, clock.now()),

    /** Adds or updates a member. For seeding: needs a connection that may write `staff`. */
    async save(
      on: Queryable,
      member: Omit<StaffMember, 'id'> & { readonly password: string },
    ): Promise<void> {
      await repository.upsertStaff(on, {
        id: ids.uuid(),
        email: member.email.toLowerCase(),
        display_name: member.displayName,
        roles: [...member.roles],
        office_ids: [...member.officeIds],
        password_hash: await hash(member.password, argon),
        now: clock.now(),
      });
    },
  };
}

export type StaffService = ReturnType<typeof createStaffService>;

async function rotaOf(on: Queryable, officeId: string): Promise<Rota> {
  const rota = await rotas.readRota(on, officeId);
  if (rota === undefined) throw appError('offices.unknown', { fields: { officeId } });
  return rota;
}

const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const toMember = (row: repository.StaffRow): StaffMember => ({
  id: row.id,
  email: row.email,
  displayName: row.display_name,
  roles: row.roles,
  officeIds: row.office_ids,
});
