import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTwilioTelephony } from '../../src/platform/telephony/twilio-client.ts';
import type { Telephony } from '../../src/platform/telephony/telephony.port.ts';
import { accountSid, authToken, line, startBench, type Bench } from './scripted-app.ts';

const [officer, somebody] = ['+12025550111', '+12025550112'];
const longAgo = new Date('2026-01-01T00:00:00Z');

describe("the product's list of calls, through the real SDK, on the emulator", () => {
  let bench: Bench;
  let telephony: Telephony;
  beforeEach(async () => {
    bench = await startBench();
    telephony = createTwilioTelephony({ accountSid, authToken, apiUrl: bench.url });
  });
  afterEach(() => bench.close());

  async function place(to: string): Promise<string> {
    const result = await telephony.startCall({
      to,
      from: line,
      answerUrl: `${bench.app.url}/officer`,
      statusUrl: `${bench.app.url}/status`,
      ringSeconds: 25,
      longestSeconds: 1800,
    });
    return result.kind === 'started' ? result.callSid : result.kind;
  }

  it('holds what rang a number, and with no number named all that rang from ours', async () => {
    const [first, second] = [await place(officer), await place(somebody)];
    await bench.emulator.idle();
    bench.app.on('/voice', '<Hangup/>');
    await bench.call();

    const toOfficer = await telephony.listCalls({ to: officer, from: line, startedAfter: longAgo });
    expect(toOfficer).toMatchObject({ calls: [{ callSid: first, status: 'no-answer' }], truncated: false });
    expect(toOfficer.calls[0]?.createdAt).toBeInstanceOf(Date);
    const all = await telephony.listCalls({ from: line, startedAfter: longAgo });
    expect(new Set(all.calls.map(({ callSid }) => callSid))).toEqual(new Set([first, second]));
  });

  it('holds nothing from before the time that is asked for', async () => {
    await place(officer);
    await bench.emulator.idle();
    const startedAfter = new Date(Date.now() + 60_000);
    expect(await telephony.listCalls({ to: officer, from: line, startedAfter })).toEqual({
      calls: [],
      truncated: false,
    });
  });

  it.each(['tooManyRequests', 'unavailable', 'serverError', 'lostAnswer'] as const)(
    'is an error where the provider does not tell: %s',
    async (failure) => {
      bench.emulator.failRest(failure, 10);
      await expect(
        telephony.listCalls({ to: officer, from: line, startedAfter: longAgo }),
      ).rejects.toMatchObject({ code: 'twilio.rest_unavailable' });
    },
  );
});
