import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Messaging, SendTextResult } from '../../src/platform/messaging/messaging.port.ts';
import { createTwilioMessaging } from '../../src/platform/messaging/twilio-messaging.ts';
import { accountSid, authToken, caller, line, startBench, type Bench } from './scripted-app.ts';

const words = 'You asked us to write.';
const longAgo = new Date('2020-01-01T00:00:00Z');
let bench: Bench;
let messaging: Messaging;

const messagingAt = (apiUrl: string) => createTwilioMessaging({ accountSid, authToken, apiUrl });
const request = (more: { to?: string; from?: string; words?: string } = {}) => ({
  to: caller,
  from: line,
  words,
  statusUrl: `${bench.app.url}/status?text=1`,
  ...more,
});

const sidOf = (sent: SendTextResult): string => (sent.kind === 'started' ? sent.messageSid : sent.kind);

beforeEach(async () => {
  bench = await startBench();
  bench.app.on('/status', { status: 204, type: null });
  messaging = messagingAt(bench.url);
});
afterEach(() => bench.close());

describe('texts, through the real SDK', () => {
  it('reach the person, and what becomes of them is told with the id of the text', async () => {
    const sent = await messaging.sendText(request());
    await bench.emulator.idle();
    expect(bench.emulator.textsOf(caller)).toMatchObject([{ from: line, body: words }]);
    const told = bench.app.at('/status').map(({ target, params }) => [target, params['MessageStatus']]);
    expect(told).toEqual([
      ['/status?text=1', 'sent'],
      ['/status?text=1', 'delivered'],
    ]);
    const messageSid = sidOf(sent);
    expect(await messaging.fetchText(messageSid)).toEqual({
      kind: 'found',
      text: { messageSid, status: 'delivered', providerCode: null },
    });
  });

  it.each([21211, 21612, 21614])('that the provider refuses with %i are never sent', async (errorCode) => {
    bench.emulator.recipients.set(caller, { kind: 'refused', errorCode });
    expect(await messaging.sendText(request())).toEqual({ kind: 'refused', providerCode: errorCode });
    expect(bench.emulator.textsOf(caller)).toEqual([]);
  });

  it('to no telephone number, from none of ours, or too long are refused', async () => {
    const refused = async (more: Parameters<typeof request>[0]) => {
      const result = await messaging.sendText(request(more));
      return result.kind === 'refused' ? result.providerCode : result.kind;
    };
    expect(await refused({ to: '+1' })).toBe(21211);
    expect(await refused({ from: '+12025550188' })).toBe(21606);
    expect(await refused({ words: 'a'.repeat(1601) })).toBe(21617);
  });

  it('stop when the person answers STOP, until they answer START', async () => {
    const write = (body: string) => bench.emulator.sendText({ from: caller, to: line, body }).done;
    await write('stop');
    expect(await messaging.sendText(request())).toEqual({ kind: 'refused', providerCode: 21610 });
    await write('start');
    expect(await messaging.sendText(request())).toMatchObject({ kind: 'started' });
  });

  it.each([30003, 30006])('that fail on the way with %i say so', async (errorCode) => {
    bench.emulator.recipients.set(caller, { kind: 'undelivered', errorCode });
    const sent = await messaging.sendText(request());
    await bench.emulator.idle();
    expect(await messaging.fetchText(sidOf(sent))).toMatchObject({
      text: { status: 'undelivered', providerCode: errorCode },
    });
  });

  it('are found again by both numbers and a time, without number or words', async () => {
    await messaging.sendText(request());
    await bench.emulator.idle();
    const list = (to: string, createdAfter: Date) => messaging.listTexts({ to, from: line, createdAfter });
    await bench.emulator.sendText({ from: caller, to: line, body: 'HELP' }).done; // answered by the network itself
    await bench.emulator.idle();
    const found = await list(caller, longAgo);
    expect(found).toMatchObject([{ status: 'delivered' }]);
    expect(JSON.stringify(found)).not.toMatch(/\+1202|asked/);
    expect(await list('+12025550124', longAgo)).toEqual([]);
    expect(await list(caller, new Date('2100-01-01T00:00:00Z'))).toEqual([]);
  });

  it('that do not exist are missing', async () => {
    expect(await messaging.fetchText(`SM${'0'.repeat(32)}`)).toEqual({ kind: 'missing' });
  });

  it('are told apart where nobody answered: surely not sent, or perhaps', async () => {
    expect(await messagingAt('http://127.0.0.1:1').sendText(request())).toEqual({ kind: 'not_placed' });
    bench.emulator.failRest('tooManyRequests', 4);
    expect(await messaging.sendText(request())).toEqual({ kind: 'not_placed' });
    expect(bench.emulator.textsOf(caller)).toEqual([]);

    bench.emulator.failRest('serverError');
    expect(await messaging.sendText(request())).toEqual({ kind: 'unknown' });
    bench.emulator.failRest('lostAnswer');
    expect(await messaging.sendText(request())).toEqual({ kind: 'unknown' });
    await bench.emulator.idle();
    expect(bench.emulator.textsOf(caller)).toHaveLength(1);
  });

  it('are refused loudly where our credentials are wrong', async () => {
    const stranger = createTwilioMessaging({ accountSid, authToken: 'another', apiUrl: bench.url });
    await expect(stranger.sendText(request())).rejects.toMatchObject({ code: 'twilio.rest_refused' });
  });
});
