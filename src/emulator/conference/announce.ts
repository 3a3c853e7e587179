import { playing } from '../call/asides.ts';
import { keepOwnTime, keepTime, warn, type Call } from '../call/call.ts';
import type { CommonTime } from '../call/common-time.ts';
import { standardParameters } from '../call/parameters.ts';
import type { Party } from '../call/party.ts';
import { tell } from '../call/room.ts';
import type { AsideRunner } from '../call/running.ts';
import { TwimlError } from '../twiml/retrieve.ts';
import type { CallbackTarget } from '../webhook/webhooks.ts';
import type { Conference } from './conference.ts';
import type { Conferences } from './conferences.ts';

export interface AnnounceDeps {
  readonly accountSid: string;
  readonly conferences: Conferences;
  readonly runAside: AsideRunner;
  readonly time: CommonTime;
}

/** Somebody who says nothing and passes on what they hear. */
function loudspeaker(listeners: readonly Call[]): Party {
  return {
    missed: [],
    live: false,
    hear: (line) => listeners.forEach((call) => tell(call, line)),
    hangsUpNow: () => false,
    interrupts: () => false,
    expect: () => undefined,
    take: () => undefined,
    wasted: () => undefined,
    unused: () => 0,
  };
}

/** Plays a document into a conference, to all of it or to some, and tells how it went. */
export async function announce(
  conference: Conference,
  listeners: readonly Call[],
  target: CallbackTarget,
  { accountSid, conferences, runAside, time }: AnnounceDeps,
): Promise<void> {
  const [first] = listeners;
  if (first === undefined) return;
  const { interruption: _none, wake: _wake, catchUp: _catchUp, time: _time, ...about } = first;
  const speaker: Call = { ...about, party: loudspeaker(listeners), heard: [], alarms: [] };
  keepTime(speaker, time);
  const params = {
    ...standardParameters(first, accountSid),
    ConferenceSid: conference.sid,
    FriendlyName: conference.name,
  };
  try {
    await runAside(speaker, { kind: 'announcement', ...target, params }, playing);
    conferences.tell(conference, 'announcement-end');
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    warn(first, error.code, error.message);
    conferences.tell(conference, 'announcement-fail');
  } finally {
    keepOwnTime(speaker);
  }
}
