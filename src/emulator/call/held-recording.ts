import { rfc2822 } from '../clock.ts';
import type { NewRecording, Recordings } from '../recordings.ts';
import type { CallbackTarget } from '../webhook/webhooks.ts';
import { momentOf, type Call } from './call.ts';

/** A recording whose media is not ready yet. */
export interface HeldRecording {
  readonly sid: string;
  readonly url: string;
  /** Ends the recording after so many seconds and makes the media available. */
  complete(seconds: number): void;
  /** Sends a recording status callback. */
  tell(status: 'in-progress' | 'completed' | 'absent', callback: CallbackTarget): void;
}

export interface HoldingDeps {
  readonly accountSid: string;
  readonly recordings: Recordings;
  /** Where media can be fetched, without a trailing slash. */
  readonly mediaUrl: () => string;
}

/** Begins a recording of a call: its media comes, and its callbacks are sent, later. */
export function holdRecording(
  call: Call,
  about: Pick<NewRecording, 'source' | 'channels' | 'track'>,
  { accountSid, recordings, mediaUrl }: HoldingDeps,
): HeldRecording {
  const recording = recordings.add({ ...about, callSid: call.sid, startedAt: momentOf(call) });
  const url = `${mediaUrl()}/2010-04-01/Accounts/${accountSid}/Recordings/${recording.sid}`;
  call.recordings.push(recording.sid);
  return {
    sid: recording.sid,
    url,
    complete(seconds) {
      recording.duration = seconds;
      recording.status = 'completed';
      recording.updatedAt = momentOf(call);
    },
    tell: (status, callback) =>
      call.callbacks.enqueue({
        kind: 'recording-status',
        ...callback,
        params: {
          AccountSid: accountSid,
          CallSid: call.sid,
          RecordingSid: recording.sid,
          RecordingUrl: url,
          RecordingStatus: status,
          ...(status === 'completed' && { RecordingDuration: String(recording.duration) }),
          RecordingChannels: String(recording.channels),
          RecordingStartTime: rfc2822(recording.startedAt),
          RecordingSource: recording.source,
          RecordingTrack: recording.track,
          ErrorCode: '0',
        },
      }),
  };
}
