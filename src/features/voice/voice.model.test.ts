import { describe, expect, it } from 'vitest';
import { backAfterHold, factsOf, inputsOf, type ActionParams } from './voice.model.ts';

const params = (changes: Partial<ActionParams> = {}): ActionParams => ({
  CallStatus: 'in-progress',
  ...changes,
});
const recording = { kind: 'recording', recording: 'RE1', seconds: 7 };
const hangup = { kind: 'hangup' };
const talked = { kind: 'transferred', result: 'talked' };
const missed = { kind: 'transferred', result: 'missed' };

describe('what a caller did', () => {
  it.each([
    ['nothing', {}, { kind: 'silence' }],
    ['empty results of a Gather', { Digits: '', SpeechResult: '' }, { kind: 'silence' }],
    ['keys', { Digits: '12#' }, { kind: 'digits', digits: '12#' }],
    [
      'words',
      { SpeechResult: 'información', Confidence: 0.42 },
      { kind: 'speech', words: 'información', confidence: 0.42 },
    ],
    [
      'words of unknown certainty',
      { SpeechResult: 'help' },
      { kind: 'speech', words: 'help', confidence: 1 },
    ],
    ['keys and words', { Digits: '1', SpeechResult: 'two' }, { kind: 'digits', digits: '1' }],
    ['a recording', { RecordingSid: 'RE1', RecordingDuration: 7, Digits: '#' }, recording],
  ])('%s', (_, changes, input) => {
    expect(inputsOf(params(changes), 'caller')).toEqual([input]);
  });

  it('has told something and has left, who hangs up while recording', () => {
    const left = { RecordingSid: 'RE1', RecordingDuration: 7, Digits: 'hangup', CallStatus: 'completed' };
    expect(inputsOf(params(left), 'caller')).toEqual([recording, hangup]);
  });
});

describe('what became of a transfer', () => {
  it.each([
    ['two who were connected', 'completed', 'true', talked],
    ['a conference', 'answered', 'true', talked],
    ['an answer that never reached the caller', 'completed', 'false', missed],
    ['an answer of which Twilio does not say so', 'completed', undefined, missed],
    ['busy', 'busy', 'false', missed],
    ['no answer', 'no-answer', 'false', missed],
    ['a failure', 'failed', undefined, missed],
    ['a word that is new to us', 'teleported', 'true', missed],
    ['nothing told', undefined, undefined, missed],
  ])('%s', (_, DialCallStatus, DialBridged, input) => {
    expect(inputsOf(params({ DialCallStatus, DialBridged }), 'transfer')).toEqual([input]);
  });

  it('comes before the hang-up of a caller who left meanwhile', () => {
    const left = params({ DialCallStatus: 'completed', DialBridged: 'true', CallStatus: 'completed' });
    expect(inputsOf(left, 'transfer')).toEqual([talked, hangup]);
  });

  it('outlasts a hold, so that nobody is connected once more', () => {
    const back = backAfterHold('transfer', params({ DialCallStatus: 'completed', DialBridged: 'true' }));
    expect(inputsOf(params(), back)).toEqual([talked]);
    expect(backAfterHold(back, params())).toBe(back);
    expect(backAfterHold('caller', params({ Digits: '1' }))).toBe('hold');
  });
});

it('tells the flow of the line’s call centre, and opens the number only when it is asked for', () => {
  let opened = 0;
  const callCentre = { number: '+12025550111', from: '+18005550199' };
  const facts = factsOf(
    () => {
      opened += 1;
      return '+12025550123';
    },
    { open: true, callCentre },
  );
  expect([facts.open, facts.callCentre, opened]).toEqual([true, callCentre, 0]);
  expect([facts.caller, facts.callerNumber, opened]).toEqual(['known', '+12025550123', 1]);
});
