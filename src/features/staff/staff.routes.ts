import { z } from 'zod';
import { appError } from '../../kernel/errors.ts';
import { bearerToken } from '../../platform/http/access.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { signInRateLimit } from '../../platform/http/sign-in-rate-limit.ts';
import { signInBody, signedInSchema } from './staff.schemas.ts';
import type { StaffService } from './staff.service.ts';

const anyRole = ['agent', 'officer', 'supervisor', 'privacy', 'admin'] as const;

export function registerStaffRoutes(app: HttpApp, staff: StaffService): void {
  app.post(
    '/api/session',
    {
      config: { access: { kind: 'public' }, rateLimit: signInRateLimit },
      schema: { tags: ['session'], body: signInBody, response: { 201: signedInSchema } },
    },
    async (request, reply) => {
      const result = await staff.signIn(request.body.email, request.body.password);
      if (result.kind === 'refused') {
        throw appError('http.unauthorised', { detail: 'The address or the password is wrong.' });
      }
      const { id, displayName, roles, officeIds } = result.member;
      return reply.code(201).send({
        token: result.token,
        expiresAt: result.expiresAt.toISOString(),
        staff: { id, displayName, roles: [...roles], officeIds: [...officeIds] },
      });
    },
  );

  app.delete(
    '/api/session',
    {
      config: { access: { kind: 'staff', roles: anyRole } },
      schema: { tags: ['session'], response: { 204: z.null() } },
    },
    async (request, reply) => {
      await staff.signOut(bearerToken(request) ?? '');
      return reply.code(204).send(null);
    },
  );
}
