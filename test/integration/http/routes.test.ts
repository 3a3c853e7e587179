import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listRoutes, type RegisteredRoute } from '../../../src/platform/http/access.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn } from '../../support/staff-client.ts';
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
const isOfStaffApi = ({ url }: RegisteredRoute) => url.startsWith('/api/') && url !== '/api/openapi.json';

/** What may stand in a URL: ids, codes and cursors, never a number or a name (law 5). */
const urlParameters = new Set(
  'id view cursor limit turn by text leg attempt missed quarter round'.split(' '),
);

/** Names of a route's parameters, in its path and by its schemas. One that is no plain object hides them. */
const parametersOf = ({ url, schema }: RegisteredRoute): string[] => [
  ...[...url.matchAll(/[:*](\w*)/g)].map((match) => match[1] ?? ''),
  ...[schema?.params, schema?.querystring].flatMap((part) => {
    if (part === undefined) return [];
    return part instanceof z.ZodObject ? Object.keys(part.shape) : ['hidden'];
  }),
];

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

  it('under /api answers by a schema, so that nothing leaves which is not named', () => {
    const answers = ({ schema }: RegisteredRoute) =>
      Object.keys(schema?.response ?? {}).some((status) => status.startsWith('2'));
    expect(faulty((route) => isOfStaffApi(route) && !answers(route))).toEqual([]);
  });

  it('takes nothing in its URL but ids and codes', () => {
    expect(faulty((route) => parametersOf(route).some((name) => !urlParameters.has(name)))).toEqual([]);
  });

  it('under /api has schemas without the traps of zod on Fastify', () => {
    const found = routes.filter(isOfStaffApi).flatMap((route) => {
      const { body, querystring, params, response } = route.schema ?? {};
      const requests = [body, querystring, params].flatMap((part) => zodFaults(part, 'request'));
      const responses = Object.values(response ?? {}).flatMap((part) => zodFaults(part, 'response'));
      return [...requests, ...responses].map((fault) => `${nameOf(route)}: ${fault}`);
    });
    expect(found).toEqual([]);
  });

  it('under /api is described by the OpenAPI document, with each of its answers', async () => {
    const operation = z.looseObject({ responses: z.record(z.string(), z.looseObject({})) });
    const document = z
      .looseObject({
        openapi: z.literal('3.1.0'),
        info: z.object({ title: z.string().min(1), version: z.string().min(1) }),
        paths: z.record(z.string().startsWith('/api/'), z.record(z.string(), operation)),
      })
      .parse(await (await fetch(`${hotline.api.url}/api/openapi.json`)).json());
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map(
          (status) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')} ${status}`,
        ),
      ),
    );
    const expected = routes
      .filter(isOfStaffApi)
      .flatMap((route) =>
        Object.keys(route.schema?.response ?? {}).map((status) => `${nameOf(route)} ${status}`),
      );
    expect(described.sort()).toEqual(expected.sort());
  });
});

describe('a GET', () => {
  it('changes nothing: it is answered where the api may only read', async () => {
    await hotline.call(details());
    const supervisor = await signedIn(hotline, 'supervisor@example.org');
    const [kept] = await rowsOf<{ case_id: string; callback_id: string; item_id: string }>(
      hotline.database.url,
      `insert into work_items (id, kind, dedupe_key, office_id, case_id, callback_id, created_at)
       select gen_random_uuid(), 'change_asked', 'one', office_id, case_id, id, now() from callbacks
       returning case_id, callback_id, id as item_id`,
    );
    const idOf = (url: string) =>
      url.startsWith('/api/cases')
        ? kept?.case_id
        : url.startsWith('/api/callbacks')
          ? kept?.callback_id
          : kept?.item_id;
    const queries: Readonly<Record<string, string>> = {
      '/api/callbacks': '?view=team',
      '/api/callbacks/ledger': '?quarter=2026-Q1',
    };
    await rowsOf(
      hotline.database.url,
      'revoke insert, update, delete on all tables in schema public from hotline_api',
    );
    const statusOf = async ({ url, access }: RegisteredRoute) => {
      if (access.kind === 'public') return (await fetch(hotline.api.url + url)).status;
      return (await supervisor.get(url.replace(':id', idOf(url) ?? '') + (queries[url] ?? ''))).status;
    };
    const gets = routes.filter(({ method }) => method === 'GET');
    const answers = await Promise.all(gets.map(async (route) => `${route.url} ${await statusOf(route)}`));
    expect(answers).toEqual(gets.map(({ url }) => `${url} 200`));
    expect((await supervisor.delete('/api/session')).status).toBe(500);
  });
});
