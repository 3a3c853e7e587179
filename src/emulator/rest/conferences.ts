import type { FastifyInstance } from 'fastify';
import { rfc2822 } from '../clock.ts';
import type { Conference } from '../conference/conference.ts';
import type { Conferences } from '../conference/conferences.ts';
import type { Recording, Recordings } from '../recordings.ts';
import { dateFilter } from './dates.ts';
import { notFound, RestError } from './errors.ts';
import { methodField, textField, urlField, type Fields } from './fields.ts';
import { pageOf } from './paging.ts';
import { participantRoutes, type ParticipantRoutesDeps } from './participants.ts';
import { accountPath, recordingBody } from './shapes.ts';

export interface ConferenceRoutesDeps extends ParticipantRoutesDeps {
  readonly accountSid: string;
  readonly conferences: Conferences;
  readonly recordings: Recordings;
}

function conferenceBody(conference: Conference, accountSid: string): object {
  const path = `${accountPath(accountSid)}/Conferences/${conference.sid}`;
  return {
    sid: conference.sid,
    account_sid: accountSid,
    friendly_name: conference.name,
    status: conference.status,
    region: 'us1',
    reason_conference_ended: conference.ended?.reason ?? null,
    call_sid_ending_conference: conference.ended?.callSid ?? null,
    api_version: '2010-04-01',
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(conference.updatedAt),
    uri: `${path}.json`,
    subresource_uris: { participants: `${path}/Participants.json`, recordings: `${path}/Recordings.json` },
  };
}

function conferenceRecordingBody(recording: Recording, conference: Conference, accountSid: string): object {
  const whole = recordingBody(recording, accountSid, '') as Record<string, unknown>;
  const { subresource_uris: _none, media_url: _media, ...shared } = whole;
  const path = `${accountPath(accountSid)}/Conferences/${conference.sid}/Recordings/${recording.sid}`;
  return { ...shared, uri: `${path}.json` };
}

/** `Conferences`, their `Participants` and `Recordings`. Source: Twilio OpenAPI, 2010-04-01. */
export function conferenceRoutes(app: FastifyInstance, deps: ConferenceRoutesDeps): void {
  const { accountSid, conferences, recordings } = deps;
  const base = `${accountPath(accountSid)}/Conferences`;
  const one = `${base}/:sid(^CF[0-9a-fA-F]{32})`;
  type Named = { Params: { sid: string } };
  const show = (conference: Conference): object => conferenceBody(conference, accountSid);
  const find = (sid: string): Conference => {
    const conference = conferences.bySid(sid);
    if (conference === undefined) throw notFound(`${base}/${sid}.json`);
    return conference;
  };

  app.get<{ Querystring: Fields }>(`${base}.json`, async ({ query }) => {
    const name = textField(query, 'FriendlyName');
    const status = textField(query, 'Status');
    const created = dateFilter(query, 'DateCreated');
    const updated = dateFilter(query, 'DateUpdated');
    const items = conferences
      .list()
      .filter((each) => (name ?? each.name) === each.name && (status ?? each.status) === each.status)
      .filter(({ createdAt, updatedAt }) => created(createdAt) && updated(updatedAt));
    const path = `${base}.json`;
    return pageOf({ path, query, key: 'conferences', items, sidOf: ({ sid }) => sid, show });
  });

  app.get<Named>(`${one}.json`, async ({ params }) => show(find(params.sid)));

  app.post<Named & { Body: Fields | undefined }>(`${one}.json`, async ({ params, body = {} }) => {
    const conference = find(params.sid);
    const status = textField(body, 'Status');
    const url = urlField(body, 'AnnounceUrl', 21205);
    if (status !== undefined && status !== 'completed')
      throw new RestError(400, 20001, 'Status must be completed');
    if (conference.status === 'completed') throw new RestError(400, 20001, 'The conference has ended');
    if (url !== undefined) {
      const listeners = conference.participants.map(({ call }) => call);
      deps.announce(conference, listeners, { url, method: methodField(body, 'AnnounceMethod') });
    }
    if (status === 'completed') conferences.end(conference);
    return show(conference);
  });

  app.get<Named & { Querystring: Fields }>(`${one}/Recordings.json`, async ({ params, query }) => {
    const conference = find(params.sid);
    const created = dateFilter(query, 'DateCreated');
    const items = recordings
      .list()
      .filter(({ conferenceSid, status }) => conferenceSid === conference.sid && status !== 'deleted')
      .filter(({ startedAt }) => created(startedAt));
    return pageOf({
      path: `${base}/${conference.sid}/Recordings.json`,
      query,
      key: 'recordings',
      items,
      sidOf: ({ sid }) => sid,
      show: (recording) => conferenceRecordingBody(recording, conference, accountSid),
    });
  });

  participantRoutes(app, deps);
}
