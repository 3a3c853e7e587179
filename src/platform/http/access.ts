import type { FastifyReply, FastifyRequest, RouteOptions, onRequestAsyncHookHandler } from 'fastify';
import { appError } from '../../kernel/errors.ts';
import type { AccessRule, Authenticate, Principal, Role } from './access.port.ts';
import type { HttpApp } from './http-app.ts';
import { verifiesTwilio } from './twilio-scope.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask. A route without one does not register (law 8). */
    access?: AccessRule;
  }
  interface FastifyRequest {
    /** Who asks: set on routes for staff, null elsewhere. */
    principal: Principal | null;
  }
}

/** A route as it was registered. */
export interface RegisteredRoute {
  readonly method: string;
  /** The pattern, such as `/api/cases/:id`. */
  readonly url: string;
  readonly access: AccessRule;
  /** Its zod schemas, by place: body, querystring, params, response. */
  readonly schema: RouteOptions['schema'];
}

const routeTables = new WeakMap<object, RegisteredRoute[]>();

/** Every route of an application made by `buildHttp`, for the tests that walk them. */
export function listRoutes(app: HttpApp): readonly RegisteredRoute[] {
  return routeTables.get(app.server) ?? [];
}

/**
 * Denies by default: refuses a route without an access rule when it registers, and gives each route the check
 * that its rule asks for. Staff are authenticated before the body is read.
 */
export function enforceAccess(app: HttpApp, { authenticate }: { readonly authenticate: Authenticate }): void {
  const table: RegisteredRoute[] = [];
  routeTables.set(app.server, table);
  app.decorateRequest('principal', null);

  app.addHook('onRoute', function requireAccess(route) {
    const access = route.config?.access;
    const name = `${String(route.method)} ${route.url}`;
    if (access === undefined)
      throw new Error(`${name} has no access rule: give it config.access (see access.port.ts)`);
    if ((access.kind === 'twilio') !== verifiesTwilio(this)) {
      throw new Error(
        `${name}: the access rule 'twilio' and twilioScope go together, neither without the other`,
      );
    }
    if (access.kind === 'staff') {
      if (access.roles.length === 0)
        throw new Error(`${name}: an access rule for staff names at least one role`);
      route.onRequest = [authenticated(authenticate, access.roles), ...hooks(route.onRequest)];
    }
    for (const method of [route.method].flat())
      table.push({ method, url: route.url, access, schema: route.schema });
  });
}

function hooks<T>(given: T | T[] | undefined): T[] {
  return given === undefined ? [] : ([given].flat() as T[]);
}

const bearer = /^Bearer ([\w.~+/-]{1,512}=*)$/i;

function authenticated(authenticate: Authenticate, roles: readonly Role[]): onRequestAsyncHookHandler {
  return async function requireStaff(request: FastifyRequest, reply: FastifyReply) {
    const token = bearerToken(request);
    const principal = token === undefined ? null : await authenticate(token);
    if (principal === null) {
      reply.header('www-authenticate', 'Bearer');
      throw appError('http.unauthorised');
    }
    if (!principal.roles.some((role) => roles.includes(role))) throw appError('http.forbidden');
    request.principal = principal;
  };
}

/** The token of an `Authorization: Bearer …` header, if there is a well-formed one. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return bearer.exec(request.headers.authorization ?? '')?.[1];
}

/** The member of staff who asks. @throws AppError `http.unauthorised` on a route that is not for staff. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw appError('http.unauthorised');
  return request.principal;
}
