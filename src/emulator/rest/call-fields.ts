import type { CallRecording, RecordingEvent } from '../call/call-recording.ts';
import type { MachineDetection } from '../call/machine-detection.ts';
import { RestError } from './errors.ts';
import { listField, methodField, numberField, textField, urlField, type Fields } from './fields.ts';

function oneOf<T extends string>(fields: Fields, name: string, values: readonly T[]): T | undefined {
  const given = textField(fields, name);
  const found = values.find((value) => value === given);
  if (given !== undefined && found === undefined)
    throw new RestError(400, 20001, `${name} must be one of ${values.join(', ')}`);
  return found;
}

function truthField(fields: Fields, name: string): boolean {
  return oneOf(fields, name, ['true', 'false']) === 'true';
}

/** Reads `MachineDetection` and its kin. `SendDigits` switches it off. */
export function readDetection(fields: Fields): MachineDetection | undefined {
  const mode = oneOf(fields, 'MachineDetection', ['Enable', 'DetectMessageEnd']);
  const part = (name: string, least: number, most: number, absent: number): number =>
    numberField(fields, `MachineDetection${name}`, least, most) ?? absent;
  const timeout = part('Timeout', 3, 59, 30);
  const speechThreshold = part('SpeechThreshold', 1000, 6000, 2400);
  const speechEndThreshold = part('SpeechEndThreshold', 500, 5000, 1200);
  const silenceTimeout = part('SilenceTimeout', 2000, 10_000, 5000);
  const async = truthField(fields, 'AsyncAmd');
  const url = urlField(fields, 'AsyncAmdStatusCallback', 21609);
  const method = methodField(fields, 'AsyncAmdStatusCallbackMethod');
  if (mode === undefined || textField(fields, 'SendDigits') !== undefined) return undefined;
  return {
    mode,
    timeout,
    speechThreshold,
    speechEndThreshold,
    silenceTimeout,
    async,
    ...(url !== undefined && { callback: { url, method } }),
  };
}

const recordingEvents: readonly RecordingEvent[] = ['in-progress', 'completed', 'absent'];

/** Reads `Record` and its kin. The tone of a recording is as long as the call: `Trim` has nothing to cut. */
export function readCallRecording(fields: Fields): CallRecording | undefined {
  const channels = oneOf(fields, 'RecordingChannels', ['mono', 'dual']) === 'dual' ? 2 : 1;
  const track = oneOf(fields, 'RecordingTrack', ['inbound', 'outbound', 'both']) ?? 'both';
  const url = urlField(fields, 'RecordingStatusCallback', 21609);
  const method = methodField(fields, 'RecordingStatusCallbackMethod');
  const asked = listField(fields, 'RecordingStatusCallbackEvent');
  oneOf(fields, 'Trim', ['trim-silence', 'do-not-trim']);
  const events = recordingEvents.filter((event) => asked.includes(event));
  if (asked.length !== events.length)
    throw new RestError(400, 21626, 'RecordingStatusCallbackEvent holds an unknown event');
  if (!truthField(fields, 'Record')) return undefined;
  return {
    channels,
    track,
    events: events.length > 0 ? events : ['completed'],
    ...(url !== undefined && { callback: { url, method } }),
  };
}

/** Reads `SendDigits`: keys, `w` for half a second and `W` for a whole one. */
export function readDigits(fields: Fields): string | undefined {
  const digits = textField(fields, 'SendDigits');
  if (digits !== undefined && !/^[0-9#*wW]{1,32}$/.test(digits))
    throw new RestError(400, 21206, 'SendDigits is not valid');
  return digits;
}
