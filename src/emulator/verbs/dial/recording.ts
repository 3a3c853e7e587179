import type { HeldRecording } from '../../call/held-recording.ts';
import { recordingCallback } from '../record.ts';
import type { CheckedElement, Line } from '../verb.ts';

/** The recording of a `<Dial>`, from ringing or from answer to its end. */
export interface DialRecording {
  ringing(): void;
  answered(): void;
  /** Ends it; answers what the action is told of it. */
  end(): Record<string, string>;
}

export function createDialRecording(line: Line, attributes: CheckedElement['attributes']): DialRecording {
  const { call } = line;
  const wanted = attributes['record'] === 'true' ? 'record-from-answer' : (attributes['record'] ?? '');
  const track = attributes['recordingTrack'];
  const tell = recordingCallback(line, attributes);
  let running: { readonly recording: HeldRecording; readonly since: number } | undefined;

  const begin = (): void => {
    const recording = line.exchange.record(call, {
      source: 'DialVerb',
      channels: wanted.endsWith('-dual') ? 2 : 1,
      track: track === 'inbound' || track === 'outbound' ? track : 'both',
    });
    running = { recording, since: call.elapsed };
    tell(recording, 'in-progress');
  };
  return {
    ringing: () => {
      if (wanted.startsWith('record-from-ringing')) begin();
    },
    answered: () => {
      if (running === undefined && wanted.startsWith('record-from-answer')) begin();
    },
    end() {
      if (running === undefined) return {};
      const { recording, since } = running;
      const seconds = Math.ceil(call.elapsed - since);
      recording.complete(seconds);
      tell(recording, 'completed');
      return {
        RecordingSid: recording.sid,
        RecordingUrl: recording.url,
        RecordingDuration: String(seconds),
      };
    },
  };
}
