import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/errors.ts';
import {
  parseActionWebhook,
  parseCallStatusWebhook,
  parseRecordingStatusWebhook,
  parseTextStatusWebhook,
  parseTextWebhook,
  parseVoiceWebhook,
} from './webhook-schemas.ts';

const call = {
  AccountSid: `AC${'0'.repeat(31)}1`,
  CallSid: `CA${'0'.repeat(31)}1`,
  CallStatus: 'in-progress',
  From: '+12025550123',
  To: '+18005550199',
  Direction: 'inbound',
  ApiVersion: '2010-04-01',
};
const recording = {
  AccountSid: call.AccountSid,
  CallSid: call.CallSid,
  RecordingSid: `RE${'0'.repeat(31)}1`,
  RecordingStatus: 'completed',
};

function refused(parse: () => unknown): unknown {
  try {
    parse();
  } catch (error) {
    if (isAppError(error, 'twilio.parameter_invalid')) return error.fields?.['parameters'];
    throw error;
  }
  return 'nothing';
}

describe('the voice webhook', () => {
  it('takes parameters that it does not know, and leaves them out', () => {
    expect(parseVoiceWebhook({ ...call, SomethingNew: ['a', 'b'], FromCity: '' })).toEqual(
      parseVoiceWebhook(call),
    );
    expect(parseVoiceWebhook({ ...call, FromCity: '' })).not.toHaveProperty('FromCity');
  });

  it.each(['anonymous', '+266696687', 'client:agent', 'sip:ana@example.org', '', '¿?'])(
    'takes a caller who shows %j as an ordinary caller',
    (From) => {
      expect(parseVoiceWebhook({ ...call, From }).From).toBe(From);
    },
  );

  it('removes from a number what no store can hold', () => {
    expect(parseVoiceWebhook({ ...call, From: '+1202\u0000555\uD800\n0123 ' }).From).toBe('+12025550123');
  });

  it('names what is missing, repeated or wrong, without its value', () => {
    const params = { ...call, CallSid: 'CA1', From: ['+12025550123', '+12025550124'], CallStatus: undefined };
    expect(refused(() => parseVoiceWebhook(params))).toEqual(['CallSid', 'CallStatus', 'From']);
    expect(refused(() => parseVoiceWebhook(null))).toEqual(['body']);
  });

  it('reads the error that brought Twilio to the fallback URL', () => {
    expect(parseVoiceWebhook({ ...call, ErrorCode: '11200' }).ErrorCode).toBe(11200);
    expect(parseVoiceWebhook({ ...call, ErrorCode: '' }).ErrorCode).toBeUndefined();
  });
});

describe('the answer to a Gather or Record', () => {
  it.each(['', '1', '*', '#', '0123456789', '1'.repeat(1_000)])(
    'takes keys, however many a person can press (%#)',
    (Digits) => {
      expect(parseActionWebhook({ ...call, Digits }).Digits).toBe(Digits);
    },
  );

  it('takes silence, and a hang-up while recording', () => {
    expect(parseActionWebhook(call).Digits).toBeUndefined();
    expect(parseActionWebhook({ ...call, Digits: 'hangup' }).Digits).toBe('hangup');
  });

  it.each(['1'.repeat(10_000), '👍', '1\u0000', '1 2', 'e', '１'])(
    'refuses keys that no keypad has',
    (Digits) => {
      expect(refused(() => parseActionWebhook({ ...call, Digits }))).toEqual(['Digits']);
    },
  );

  it.each(['São Paulo – 2 + 2 ✓ नमस्ते', '我想和人说话', 'información', '👍'])(
    'takes words of any script: %s',
    (SpeechResult) => {
      expect(parseActionWebhook({ ...call, SpeechResult, Confidence: '0.87' })).toMatchObject({
        SpeechResult,
        Confidence: 0.87,
      });
    },
  );

  it('takes words without their confidence, and as many as fit', () => {
    const words = parseActionWebhook({ ...call, SpeechResult: 'help '.repeat(5_000), Confidence: 'high' });
    expect(words.Confidence).toBeUndefined();
    expect(words.SpeechResult?.length).toBeLessThanOrEqual(2_000);
    expect(parseActionWebhook({ ...call, SpeechResult: 'a\u0000b\uD800' }).SpeechResult).toBe('a b');
  });

  it('reads what became of the other call', () => {
    const params = { ...call, DialCallStatus: 'no-answer', DialBridged: 'false', DialCallSid: 'CA2' };
    expect(parseActionWebhook(params)).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' });
  });

  it('reads the recording', () => {
    const { RecordingSid } = recording;
    expect(parseActionWebhook({ ...call, RecordingSid, RecordingDuration: '7' })).toMatchObject({
      RecordingSid,
      RecordingDuration: 7,
    });
  });
});

describe('status callbacks', () => {
  it('reads the end of a call', () => {
    const params = { ...call, CallStatus: 'completed', CallDuration: '49', SequenceNumber: '3' };
    expect(parseCallStatusWebhook(params)).toMatchObject({ CallDuration: 49, SequenceNumber: 3 });
  });

  it('reads a recording that is there, and one that never was', () => {
    expect(parseRecordingStatusWebhook({ ...recording, RecordingDuration: '7' }).RecordingDuration).toBe(7);
    expect(
      parseRecordingStatusWebhook({ ...recording, RecordingStatus: 'absent' }).RecordingDuration,
    ).toBeUndefined();
  });
});

describe('texts', () => {
  const { AccountSid, From, To } = call;
  const message = { AccountSid, MessageSid: `SM${'0'.repeat(31)}1` };

  it('keep their lines and their script, and nothing that cannot be shown', () => {
    const Body = ' S\u00ED,\npuedo\u0000 hablar \u{1F44D} ';
    expect(parseTextWebhook({ ...message, From, To, Body, NumMedia: '1' }).Body).toBe(
      'S\u00ED,\npuedo  hablar \u{1F44D}',
    );
    expect(refused(() => parseTextWebhook({ ...message, From, To }))).toEqual(['Body']);
  });

  it('say why they did not arrive', () => {
    const told = { ...message, MessageStatus: 'undelivered', ErrorCode: '30003' };
    expect(parseTextStatusWebhook(told)).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: 30003 });
    expect(parseTextStatusWebhook({ ...told, ErrorCode: 'none' }).ErrorCode).toBeUndefined();
  });
});

it('never throws anything but its own code, whatever comes', () => {
  const parsers = [
    parseVoiceWebhook,
    parseActionWebhook,
    parseCallStatusWebhook,
    parseRecordingStatusWebhook,
    parseTextWebhook,
    parseTextStatusWebhook,
  ];
  const text = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  });
  const value = fc.oneof(text, fc.array(text), fc.constant(undefined));
  const params = fc.oneof(
    fc.dictionary(
      fc.oneof(fc.constantFrom(...Object.keys(call), 'Digits', '__proto__', 'constructor'), text),
      value,
    ),
    fc.anything(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...parsers), params, fc.boolean(), (parse, given, isCall) => {
      refused(() => parse(isCall && typeof given === 'object' ? { ...call, ...given } : given));
    }),
    { numRuns: 2_000 },
  );
});
