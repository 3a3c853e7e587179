import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listRoutes, type RegisteredRoute } from '../../../src/platform/http/access.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { zodFaults } from '../../support/zod-faults.ts';

let hotline: Hotline;
let routes: readonly RegisteredRoute[];
beforeAll(async () => {
  hotline = await startHotline({ worker: false });
  routes = listRoutes(hotline.api.http);
});
afterAll(() => hotline.stop());

const nameOf = (route: RegisteredRoute) => `${route.method} ${route.url}`;
const faulty = (isFaulty: (route: RegisteredRoute) => boolean) => routes.filter(isFaulty).map(nameOf);

/** What may stand in a URL: ids, codes and cursors, never a number or a name (law 5). */
const urlParameters = new Set(['id', 'view', 'cursor', 'limit', 'turn', 'by']);
const parametersOf = ({ schema }: RegisteredRoute): string[] =>
  [schema?.params, schema?.querystring].flatMap((part) =>
    part instanceof z.ZodObject ? Object.keys(part.shape) : [],
  );

describe('every route of the application', () => {
  it('says who may ask; the public ones are these', () => {
    const open = routes.filter((route) => route.access.kind === 'public').map(nameOf);
    expect(open.sort()).toEqual([
      'GET /api/openapi.json',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      'POST /api/session',
    ]);
  });

  it('is where its access rule says: staff under /api, Twilio under /twilio', () => {
    expect(faulty(({ access, url }) => access.kind === 'staff' && !url.startsWith('/api/'))).toEqual([]);
    expect(faulty(({ access, url }) => (access.kind === 'twilio') !== url.startsWith('/twilio/'))).toEqual(
      [],
    );
  });

  it('for staff answers by a schema, so that nothing leaves which is not named', () => {
    const answers = ({ schema, access }: RegisteredRoute) =>
      access.kind !== 'staff' || Object.keys(schema?.response ?? {}).some((status) => status.startsWith('2'));
    expect(faulty((route) => !answers(route))).toEqual([]);
  });

  it('takes nothing in its URL but ids and codes', () => {
    expect(faulty((route) => parametersOf(route).some((name) => !urlParameters.has(name)))).toEqual([]);
  });

  it('has schemas without the traps of zod on Fastify', () => {
    const found = routes
      .filter((route) => route.access.kind === 'staff')
      .flatMap((route) => {
        const { body, querystring, params, response } = route.schema ?? {};
        const requests = [body, querystring, params].flatMap((part) => zodFaults(part, 'request'));
        const responses = Object.values(response ?? {}).flatMap((part) => zodFaults(part, 'response'));
        return [...requests, ...responses].map((fault) => `${nameOf(route)}: ${fault}`);
      });
    expect(found).toEqual([]);
  });

  it('under /api is described by the OpenAPI document', async () => {
    const document = z
      .looseObject({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(await (await fetch(`${hotline.api.url}/api/openapi.json`)).json());
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const expected = routes.filter(({ url }) => url.startsWith('/api/') && url !== '/api/openapi.json');
    expect(described.sort()).toEqual(expected.map(nameOf).sort());
  });
});

describe('the check of schemas', () => {
  it.each([
    ['a string without an end', z.object({ name: z.string() }), 'request'],
    ['a one-way transform in an answer', z.object({ at: z.string().transform(Number) }), 'response'],
    ['an answer that lets everything through', z.looseObject({ id: z.string() }), 'response'],
    ['a default under optional', z.object({ limit: z.number().default(5).optional() }), 'request'],
  ] as const)('finds %s', (_, schema, place) => {
    expect(zodFaults(schema, place)).toHaveLength(1);
  });

  it('finds nothing in a sound one', () => {
    expect(zodFaults(z.object({ name: z.string().max(20), at: z.iso.datetime() }), 'request')).toEqual([]);
    expect(zodFaults(z.object({ name: z.string() }), 'response')).toEqual([]);
  });
});
