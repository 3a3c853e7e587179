import type { NewRecording } from '../recordings.ts';
import type { CallbackTarget } from '../webhook/webhooks.ts';
import { durationOf, type Call } from './call.ts';
import { holdRecording, type HoldingDeps } from './held-recording.ts';

export type RecordingEvent = 'in-progress' | 'completed' | 'absent';

/** How a whole call is to be recorded (`Record=true`). */
export interface CallRecording extends Pick<NewRecording, 'channels' | 'track'> {
  readonly callback?: CallbackTarget;
  readonly events: readonly RecordingEvent[];
}

/** Records a call from now to its end. */
export function recordCall(call: Call, wanted: CallRecording, deps: HoldingDeps): void {
  const { channels, track, callback, events } = wanted;
  const recording = holdRecording(call, { source: 'OutboundAPI', channels, track }, deps);
  const tell = (event: RecordingEvent): void => {
    if (callback !== undefined && events.includes(event)) recording.tell(event, callback);
  };
  tell('in-progress');
  call.stopRecording = () => {
    const seconds = durationOf(call);
    recording.complete(seconds);
    tell('completed');
    return { RecordingUrl: recording.url, RecordingSid: recording.sid, RecordingDuration: String(seconds) };
  };
}
