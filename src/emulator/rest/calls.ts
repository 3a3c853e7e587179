import type { FastifyInstance } from 'fastify';
import type { CallRecord } from '../call/call.ts';
import type { PhoneNetwork } from '../call/network.ts';
import type { CallRegistry } from '../call/registry.ts';
import { hasEnded } from '../call/status.ts';
import type { AccountNumbers } from '../numbers.ts';
import { obey, readOrder } from './call-orders.ts';
import { dateFilter } from './dates.ts';
import { notFound, RestError } from './errors.ts';
import { textField, type Fields } from './fields.ts';
import { pageOf } from './paging.ts';
import { accountPath, callBody } from './shapes.ts';

export interface CallRoutesDeps {
  readonly accountSid: string;
  readonly numbers: AccountNumbers;
  readonly registry: CallRegistry;
  readonly network: PhoneNetwork;
}

/** `Calls.json` and `Calls/{sid}.json`. Source: Twilio OpenAPI, 2010-04-01. */
export function callRoutes(app: FastifyInstance, deps: CallRoutesDeps): void {
  const { accountSid, registry } = deps;
  const base = accountPath(accountSid);
  const one = `${base}/Calls/:sid(^CA[0-9a-fA-F]{32}).json`;
  const show = (call: CallRecord): object => callBody(call, accountSid);
  const find = (sid: string): CallRecord => {
    const call = registry.get(sid);
    if (call === undefined) throw notFound(`${base}/Calls/${sid}.json`);
    return call;
  };

  app.post<{ Body: Fields | undefined }>(`${base}/Calls.json`, async (request, reply) => {
    const call = deps.network.orderCall(readOrder(request.body ?? {}, deps.numbers));
    return reply.code(201).send(show(call));
  });

  app.get<{ Querystring: Fields }>(`${base}/Calls.json`, async ({ query }) => {
    const equal = (name: string, value: string | null): boolean => {
      const wanted = textField(query, name);
      return wanted === undefined || wanted === value;
    };
    const started = dateFilter(query, 'StartTime');
    const ended = dateFilter(query, 'EndTime');
    const items = registry.list().filter((call) => {
      const matches = equal('To', call.to) && equal('From', call.from) && equal('Status', call.status);
      const startedAt = call.status === 'queued' ? undefined : call.createdAt;
      const endedAt = hasEnded(call) ? call.updatedAt : undefined;
      return (
        matches && started(startedAt) && ended(endedAt) && equal('ParentCallSid', call.parentSid ?? null)
      );
    });
    return pageOf({ path: `${base}/Calls.json`, query, key: 'calls', items, sidOf: ({ sid }) => sid, show });
  });

  app.get<{ Params: { sid: string } }>(one, async ({ params }) => show(find(params.sid)));

  app.post<{ Params: { sid: string }; Body: Fields | undefined }>(one, async ({ params, body = {} }) => {
    find(params.sid);
    const call = registry.active(params.sid);
    if (call === undefined || hasEnded(call)) {
      throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
    }
    obey(call, body, accountSid);
    return show(call);
  });

  app.delete<{ Params: { sid: string } }>(one, async ({ params }, reply) => {
    find(params.sid);
    if (registry.active(params.sid) !== undefined) throw new RestError(409, 20009, 'Call is in progress');
    registry.delete(params.sid);
    return reply.code(204).send();
  });
}
