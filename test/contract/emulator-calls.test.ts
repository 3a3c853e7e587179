import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caller, line, startBench, type Bench } from './scripted-app.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

describe('an inbound call', () => {
  it('goes from the voice URL through Gather and Redirect to its end, as twilio.md 7.10 says', async () => {
    const { app } = bench;
    app.on(
      '/voice',
      '<Gather numDigits="1" action="/menu"><Say language="es-US">Oprima 1.</Say></Gather><Hangup/>',
    );
    app.on('/menu', '<Redirect>/bye</Redirect><Say>never</Say>');
    app.on('/bye', '<Say voice="Polly.Lupe-Neural" language="es-US">Adiós.</Say><Hangup/><Say>never</Say>');
    const report = await bench.call({ hears: 'Oprima 1', press: '1' });
    expect(report.heard.map(({ text }) => text)).toEqual(['Oprima 1.', 'Adiós.']);
    expect(report.heard[1]).toMatchObject({ kind: 'say', language: 'es-US', voice: 'Polly.Lupe-Neural' });
    expect(report.requests.map(({ kind }) => kind)).toEqual(['voice', 'action', 'redirect']);
    expect(app.at('/menu')[0]?.params).toMatchObject({ Digits: '1', CallStatus: 'in-progress' });
    expect(report).toMatchObject({
      status: 'completed',
      endedBy: 'app',
      warnings: [],
      missed: [],
      unused: 0,
    });
  });

  it('tells the number’s status callback once, when it has ended', async () => {
    const { app, emulator } = bench;
    emulator.setNumber({ number: line, voiceUrl: `${app.url}/voice`, statusCallback: `${app.url}/status` });
    app.on('/voice', '<Say>one two three four five</Say>');
    app.on('/status', { status: 204, type: null });
    const report = await bench.call();
    expect(app.at('/status')).toHaveLength(1);
    const { params } = app.at('/status')[0] ?? {};
    expect(params).toMatchObject({
      CallSid: report.sid,
      From: caller,
      CallStatus: 'completed',
      CallDuration: '2',
      Duration: '1',
      SequenceNumber: '0',
      CallbackSource: 'call-progress-events',
    });
    expect(params?.['Timestamp']).toMatch(
      /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/,
    );
    expect(report.warnings).toEqual([]);
  });
});
