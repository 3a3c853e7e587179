import { elapsedOf, momentOf, type Call } from '../call/call.ts';
import { rfc2822 } from '../clock.ts';
import type { Recordings } from '../recordings.ts';
import type { Conference, ConferenceRecording } from './conference.ts';

export interface ConferenceRecordingDeps {
  readonly accountSid: string;
  readonly recordings: Recordings;
  readonly mediaUrl: () => string;
}

/** Begins to record. Twilio tells of it without a `CallSid`. */
export function recordConference(
  conference: Conference,
  first: Call,
  { accountSid, recordings, mediaUrl }: ConferenceRecordingDeps,
): ConferenceRecording {
  const recording = recordings.add({
    callSid: first.sid,
    conferenceSid: conference.sid,
    startedAt: momentOf(first, elapsedOf(first)),
    source: 'Conference',
    channels: 1,
    track: 'both',
  });
  first.recordings.push(recording.sid);
  const url = `${mediaUrl()}/2010-04-01/Accounts/${accountSid}/Recordings/${recording.sid}`;
  let seconds = 0;
  let reference = { call: first, at: first.elapsed };

  const lap = (): void => {
    seconds += elapsedOf(reference.call) - reference.at;
    const next = conference.participants.find(({ call }) => call !== reference.call)?.call ?? reference.call;
    reference = { call: next, at: elapsedOf(next) };
  };
  const tell = (event: 'in-progress' | 'completed'): void => {
    const callback = conference.settings?.recordingCallback;
    if (callback === undefined || !callback.events.includes(event)) return;
    conference.callbacks.enqueue({
      kind: 'recording-status',
      url: callback.url,
      method: callback.method,
      params: {
        AccountSid: accountSid,
        ConferenceSid: conference.sid,
        RecordingSid: recording.sid,
        RecordingUrl: url,
        RecordingStatus: event,
        ...(event === 'completed' && { RecordingDuration: String(recording.duration) }),
        RecordingChannels: '1',
        RecordingStartTime: rfc2822(recording.startedAt),
        RecordingSource: 'Conference',
        RecordingTrack: 'both',
        ErrorCode: '0',
      },
    });
  };
  tell('in-progress');
  return {
    lap,
    end() {
      lap();
      recording.duration = Math.ceil(seconds - 1e-6);
      recording.status = 'completed';
      recording.updatedAt = momentOf(reference.call);
      tell('completed');
    },
  };
}
