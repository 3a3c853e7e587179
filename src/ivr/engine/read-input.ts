import type { Input } from '../language/flow.ts';
import { limits } from './limits.ts';
import { isRecord, readValue } from './values.ts';

/**
 * Makes an input of whatever came back from the world. What cannot be read is a wrong entry; nothing at all is
 * silence. Never throws.
 */
export function readInput(value: unknown): Input {
  if (!isRecord(value)) return { kind: 'silence' };
  switch (value['kind']) {
    case 'digits':
      return readDigits(value['digits']);
    case 'recording':
      return readRecording(value);
    case 'speech':
      return readSpeech(value);
    case 'transferred':
      return { kind: 'transferred', result: value['result'] === 'talked' ? 'talked' : 'missed' };
    case 'outcome':
      return readOutcome(value['outcome']);
    case 'poll':
    case 'hangup':
      return { kind: value['kind'] };
    default:
      return { kind: 'silence' };
  }
}

function readDigits(digits: unknown): Input {
  if (digits === '') return { kind: 'silence' };
  const sound =
    typeof digits === 'string' && digits.length <= limits.keysPerEntry && /^[0-9*#]+$/.test(digits);
  return sound ? { kind: 'digits', digits } : { kind: 'wrong' };
}

/** Words that were recognised. Without a confidence they are taken for what they are: Twilio may leave it out. */
function readSpeech({ words, confidence }: Record<string, unknown>): Input {
  if (typeof words !== 'string' || words.trim() === '') return { kind: 'silence' };
  const sure = typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? confidence : 1;
  return { kind: 'speech', words: words.trim().slice(0, limits.textLength), confidence: sure };
}

function readRecording({ recording, seconds }: Record<string, unknown>): Input {
  const value = readValue({ recording, seconds }, 'recording');
  return typeof value === 'object' ? { kind: 'recording', ...value } : { kind: 'wrong' };
}

function readOutcome(outcome: unknown): Input {
  const { exit, values } = isRecord(outcome) ? outcome : {};
  return {
    kind: 'outcome',
    exit: typeof exit === 'string' ? exit : 'unavailable',
    values: isRecord(values) ? values : {},
  };
}
