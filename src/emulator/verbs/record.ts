import type { Next } from '../call/call.ts';
import type { Chance } from '../chance.ts';
import { listenWhileRecording, type RecordingEnd } from '../call/listen.ts';
import type { HeldRecording } from '../call/held-recording.ts';
import { TwimlError } from '../twiml/retrieve.ts';
import {
  anyText,
  httpMethod,
  matching,
  methodOf,
  numberOf,
  oneOf,
  someOf,
  truth,
  wholeNumber,
} from './attributes.ts';
import { goOn, NotSimulatedError, type CheckedElement, type Line, type Verb } from './verb.ts';

/** Parameters that tell how it ended. After silence the key is empty or missing: an app must take both. */
function endParameters(end: RecordingEnd, chance: Chance): Record<string, string> {
  if (end.by === 'key') return { Digits: end.key };
  if (end.by === 'hangUp') return { Digits: 'hangup', CallStatus: 'completed' };
  return chance.happens(0.5) ? { Digits: '' } : {};
}

export type RecordingEvent = 'in-progress' | 'completed';

/** Tells the recording's status callback of the events that the document subscribes to. */
export function recordingCallback(
  line: Line,
  attributes: CheckedElement['attributes'],
): (recording: HeldRecording, event: RecordingEvent) => void {
  const url = attributes['recordingStatusCallback'];
  if (url === undefined) return () => undefined;
  const target = { url: line.resolve(url), method: methodOf(attributes['recordingStatusCallbackMethod']) };
  const events = (attributes['recordingStatusCallbackEvent'] ?? 'completed').split(' ');
  return (recording, event) => {
    if (events.includes(event)) recording.tell(event, target);
  };
}

/** Records the person's voice. Source: Twilio, "TwiML Voice: Record". */
export const record: Verb = {
  name: 'Record',
  text: false,
  nests: [],
  answers: true,
  attributes: {
    action: anyText(),
    method: httpMethod(13610),
    timeout: wholeNumber(13611, 0),
    finishOnKey: matching(13613, /^[0-9*#]*$/),
    maxLength: wholeNumber(13612, 2, 14_400),
    playBeep: truth(13616),
    trim: oneOf(12200, 'trim-silence', 'do-not-trim'),
    recordingStatusCallback: anyText(),
    recordingStatusCallbackMethod: httpMethod(),
    recordingStatusCallbackEvent: someOf(12200, 'in-progress', 'completed', 'absent'),
    transcribe: truth(13614),
    transcribeCallback: anyText(),
    recordingConfigurationId: anyText(),
  },
  async run(line, { attributes }): Promise<Next> {
    if (attributes['transcribe'] === 'true' || attributes['transcribeCallback'] !== undefined) {
      throw new NotSimulatedError('transcribe');
    }
    if (attributes['recordingConfigurationId'] !== undefined) {
      throw new NotSimulatedError('recordingConfigurationId');
    }
    const { call } = line;
    const wait = {
      for: 'recording' as const,
      seconds: numberOf(attributes['timeout'], 5),
      longest: numberOf(attributes['maxLength'], 3600),
      finishKeys: attributes['finishOnKey'] ?? '1234567890*#',
    };
    if (attributes['action'] === undefined && line.documentUrl === undefined) {
      throw new TwimlError(11100, 'Record: no action, and the document has no URL');
    }
    const tell = recordingCallback(line, attributes);

    if (attributes['playBeep'] !== 'false') await line.hear({ kind: 'beep', text: '', language: '' }, 0.5);
    if (line.over()) return goOn;

    call.party.expect(wait);
    const recording = line.record();
    tell(recording, 'in-progress');
    const { talked, still, end } = await listenWhileRecording(line, wait);
    const kept = Math.ceil(talked + (attributes['trim'] === 'do-not-trim' ? still : 0));
    const finish = (): void => {
      recording.complete(kept);
      tell(recording, 'completed');
    };
    if (end.by === 'stopped' || (end.by !== 'hangUp' && line.over())) {
      finish();
      return goOn;
    }
    const document = line.request('action', attributes['action'], methodOf(attributes['method']), {
      RecordingSid: recording.sid,
      RecordingUrl: recording.url,
      RecordingDuration: String(kept),
      ...endParameters(end, call.chance),
    });
    if (end.by !== 'hangUp') return { go: 'to', document, onceLoaded: finish };
    line.requestInVain(document);
    finish();
    return { go: 'end', by: 'caller' };
  },
};
