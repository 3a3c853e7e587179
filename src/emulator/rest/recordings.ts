import type { FastifyInstance } from 'fastify';
import type { CallRegistry } from '../call/registry.ts';
import { wavOf, type Recording, type Recordings } from '../recordings.ts';
import { dateFilter } from './dates.ts';
import { notFound } from './errors.ts';
import { textField, type Fields } from './fields.ts';
import { pageOf } from './paging.ts';
import { accountPath, callRecordingBody, recordingBody } from './shapes.ts';

export interface RecordingRoutesDeps {
  readonly accountSid: string;
  readonly recordings: Recordings;
  readonly registry: CallRegistry;
  readonly host: () => string;
  readonly now: () => Date;
}

const sidPattern = '(^RE[0-9a-fA-F]{32})';

function finder({ accountSid, recordings }: Pick<RecordingRoutesDeps, 'accountSid' | 'recordings'>) {
  return (sid: string): Recording => {
    const recording = recordings.get(sid);
    if (recording === undefined || recording.status === 'deleted') {
      throw notFound(`${accountPath(accountSid)}/Recordings/${sid}.json`);
    }
    return recording;
  };
}

/** Metadata of recordings. Source: Twilio OpenAPI, 2010-04-01. */
export function recordingRoutes(app: FastifyInstance, deps: RecordingRoutesDeps): void {
  const { accountSid, recordings, registry } = deps;
  const base = accountPath(accountSid);
  const find = finder(deps);
  const one = `${base}/Recordings/:sid${sidPattern}.json`;
  const present = (query: Fields): Recording[] => {
    const created = dateFilter(query, 'DateCreated');
    const withDeleted = textField(query, 'IncludeSoftDeleted') === 'true';
    return recordings
      .list()
      .filter(({ status, startedAt }) => (withDeleted || status !== 'deleted') && created(startedAt));
  };
  const sidOf = ({ sid }: Recording): string => sid;

  app.get<{ Querystring: Fields }>(`${base}/Recordings.json`, async ({ query }) => {
    const callSid = textField(query, 'CallSid');
    const items = present(query).filter(
      (recording) => callSid === undefined || recording.callSid === callSid,
    );
    const show = (recording: Recording): object => recordingBody(recording, accountSid, deps.host());
    return pageOf({ path: `${base}/Recordings.json`, query, key: 'recordings', items, sidOf, show });
  });

  app.get<{ Querystring: Fields; Params: { sid: string } }>(
    `${base}/Calls/:sid(^CA[0-9a-fA-F]{32})/Recordings.json`,
    async ({ query, params }) => {
      const path = `${base}/Calls/${params.sid}/Recordings.json`;
      if (registry.get(params.sid) === undefined) throw notFound(path);
      const items = present(query).filter(({ callSid }) => callSid === params.sid);
      const show = (recording: Recording): object => callRecordingBody(recording, accountSid);
      return pageOf({ path, query, key: 'recordings', items, sidOf, show });
    },
  );

  app.get<{ Params: { sid: string } }>(one, async ({ params }) =>
    recordingBody(find(params.sid), accountSid, deps.host()),
  );

  app.delete<{ Params: { sid: string } }>(one, async ({ params }, reply) => {
    const recording = find(params.sid);
    recording.status = 'deleted';
    recording.updatedAt = deps.now();
    return reply.code(204).send();
  });
}

/** The sound itself: as Twilio ships it, open to whoever knows the URL unless the account asks for sign-in. */
export function mediaRoutes(app: FastifyInstance, deps: RecordingRoutesDeps): void {
  const base = accountPath(deps.accountSid);
  const find = finder(deps);
  for (const ending of ['', '.wav']) {
    app.get<{ Params: { sid: string } }>(
      `${base}/Recordings/:sid${sidPattern}${ending}`,
      async ({ params }, reply) => {
        const recording = find(params.sid);
        if (recording.status !== 'completed') throw notFound(`${base}/Recordings/${params.sid}`);
        return reply.type('audio/x-wav').send(wavOf(recording));
      },
    );
  }
}
