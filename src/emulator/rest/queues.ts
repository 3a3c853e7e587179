import type { FastifyInstance } from 'fastify';
import { interrupt, type Call } from '../call/call.ts';
import { standardParameters } from '../call/parameters.ts';
import { averageWait, defaultMaxSize, waitOf, type Member, type Queue, type Queues } from '../call/queues.ts';
import { rfc2822 } from '../clock.ts';
import { notFound, RestError } from './errors.ts';
import { methodField, numberField, textField, urlField, type Fields } from './fields.ts';
import { pageOf } from './paging.ts';
import { accountPath } from './shapes.ts';

export interface QueueRoutesDeps {
  readonly accountSid: string;
  readonly queues: Queues;
  readonly now: () => Date;
}

const largestQueue = 5000;

function queueBody(queue: Queue, accountSid: string): object {
  const path = `${accountPath(accountSid)}/Queues/${queue.sid}`;
  return {
    sid: queue.sid,
    account_sid: accountSid,
    friendly_name: queue.name,
    current_size: queue.members.length,
    max_size: queue.maxSize,
    average_wait_time: averageWait(queue),
    date_created: rfc2822(queue.createdAt),
    date_updated: rfc2822(queue.updatedAt),
    uri: `${path}.json`,
  };
}

function memberBody(member: Member, accountSid: string): object {
  const { queue, call } = member;
  return {
    queue_sid: queue.sid,
    call_sid: call.sid,
    date_enqueued: rfc2822(member.enqueuedAt),
    position: queue.members.indexOf(member) + 1,
    wait_time: waitOf(member),
    uri: `${accountPath(accountSid)}/Queues/${queue.sid}/Members/${call.sid}.json`,
  };
}

/** `Queues` and their `Members`. Source: Twilio OpenAPI, 2010-04-01; `Front` = the head, as the SDK sends it. */
export function queueRoutes(app: FastifyInstance, { accountSid, queues, now }: QueueRoutesDeps): void {
  const base = `${accountPath(accountSid)}/Queues`;
  const one = `${base}/:queue(^QU[0-9a-fA-F]{32}).json`;
  const members = `${base}/:queue(^QU[0-9a-fA-F]{32})/Members`;
  type Named = { Params: { queue: string } };
  type NamedMember = { Params: { queue: string; member: string } };

  const show = (queue: Queue): object => queueBody(queue, accountSid);
  const showMember = (member: Member): object => memberBody(member, accountSid);
  const find = (sid: string): Queue => {
    const queue = queues.bySid(sid);
    if (queue === undefined) throw notFound(`${base}/${sid}.json`);
    return queue;
  };
  const findMember = (queue: Queue, name: string): Member => {
    const found = name === 'Front' ? queue.members[0] : queue.members.find(({ call }) => call.sid === name);
    if (found === undefined) throw notFound(`${base}/${queue.sid}/Members/${name}.json`);
    return found;
  };
  const readSize = (fields: Fields): number | undefined => numberField(fields, 'MaxSize', 1, largestQueue);
  const readName = (fields: Fields): string | undefined => {
    const name = textField(fields, 'FriendlyName');
    if (name !== undefined && name.length > 64)
      throw new RestError(400, 22002, 'FriendlyName is longer than 64 characters');
    if (name !== undefined && queues.byName(name) !== undefined)
      throw new RestError(400, 22003, 'A queue of this FriendlyName exists');
    return name;
  };

  app.post<{ Body: Fields | undefined }>(`${base}.json`, async ({ body = {} }, reply) => {
    const name = readName(body);
    if (name === undefined) throw new RestError(400, 20001, 'FriendlyName is missing');
    const maxSize = readSize(body) ?? defaultMaxSize;
    const queue = queues.open(name);
    queue.maxSize = maxSize;
    return reply.code(201).send(show(queue));
  });

  app.get<{ Querystring: Fields }>(`${base}.json`, async ({ query }) =>
    pageOf({
      path: `${base}.json`,
      query,
      key: 'queues',
      items: queues.list(),
      sidOf: ({ sid }) => sid,
      show,
    }),
  );

  app.get<Named>(one, async ({ params }) => show(find(params.queue)));

  app.post<Named & { Body: Fields | undefined }>(one, async ({ params, body = {} }) => {
    const queue = find(params.queue);
    const same = textField(body, 'FriendlyName') === queue.name;
    const name = same ? undefined : readName(body);
    queue.maxSize = readSize(body) ?? queue.maxSize;
    queue.name = name ?? queue.name;
    queue.updatedAt = now();
    return show(queue);
  });

  app.delete<Named>(one, async ({ params }, reply) => {
    const queue = find(params.queue);
    if (queue.members.length > 0) throw new RestError(400, 22001, 'The queue is not empty');
    queues.remove(queue);
    return reply.code(204).send();
  });

  app.get<Named & { Querystring: Fields }>(`${members}.json`, async ({ params, query }) => {
    const queue = find(params.queue);
    const path = `${base}/${queue.sid}/Members.json`;
    const sidOf = ({ call }: Member): string => call.sid;
    return pageOf({ path, query, key: 'queue_members', items: queue.members, sidOf, show: showMember });
  });

  app.get<NamedMember>(`${members}/:member(^(?:CA[0-9a-fA-F]{32}|Front)).json`, async ({ params }) =>
    showMember(findMember(find(params.queue), params.member)),
  );

  app.post<NamedMember & { Body: Fields | undefined }>(
    `${members}/:member(^(?:CA[0-9a-fA-F]{32}|Front)).json`,
    async ({ params, body = {} }) => {
      const member = findMember(find(params.queue), params.member);
      const url = urlField(body, 'Url', 21205);
      if (url === undefined) throw new RestError(400, 21205, 'Url parameter is required');
      const shown = showMember(member);
      redirect(member.call, url, methodField(body, 'Method'), accountSid);
      queues.take(member);
      return shown;
    },
  );
}

function redirect(call: Call, url: string, method: 'GET' | 'POST', accountSid: string): void {
  const params = standardParameters(call, accountSid);
  interrupt(call, { go: 'to', document: { kind: 'redirect', url, method, params } });
}
