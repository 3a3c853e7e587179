import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  caller,
  officerPhone,
  startOfficeWithoutWorker,
  startUnwillingProvider,
  type OfficeWithoutWorker,
} from './lost-legs-support.ts';

const seconds = 1000;
const minutes = 60 * seconds;
const nobodyListens = 'http://127.0.0.1:1';

let office: OfficeWithoutWorker;
beforeAll(async () => {
  office = await startOfficeWithoutWorker();
});
afterAll(() => office.stop());
beforeEach(async () => {
  await office.inDatabase(
    "update work_items set done_at = created_at, resolution = 'did_ring' where done_at is null",
  );
});

describe('a worker that dies between asking for a telephone and the answer', () => {
  it('leaves a call that is found, and nobody is rung twice', async () => {
    const { attemptId } = await office.dialled();
    await office.asked(attemptId);
    const before = office.rings(officerPhone);
    const callSid = await office.placedUnheard(officerPhone);

    await office.work();
    expect(await office.legs(attemptId)).toMatchObject([{ provider_sid: null, ended: false }]);
    office.clock.advance(90 * seconds);
    await office.work();
    expect(await office.legs(attemptId)).toEqual([
      { party: 'officer', status: 'no-answer', provider_sid: callSid, ended: true },
    ]);
    expect(await office.stands(attemptId)).toMatchObject({ outcome: 'officer_absent', state: 'claimed' });
    expect(office.rings(officerPhone) - before).toBe(1);
  });

  it('leaves none where the provider was never asked: the callback is free for another try', async () => {
    const { callback, attemptId } = await office.dialled();
    await office.asked(attemptId);
    const before = office.rings(officerPhone);
    office.clock.advance(90 * seconds);
    await office.work();
    expect(await office.legs(attemptId)).toMatchObject([{ status: 'not_placed', ended: true }]);
    expect(await office.stands(attemptId)).toMatchObject({ outcome: 'not_placed', state: 'claimed' });
    expect(office.rings(officerPhone) - before).toBe(0);

    const again = await office.dial(callback);
    await office.work({ sweepLater: true });
    await office.emulator.idle();
    expect(office.rings(officerPhone) - before).toBe(1);
    expect(await office.legs(again)).toMatchObject([{ status: 'no-answer' }]);
  });
});

describe("a caller's telephone that was asked for and not heard of", () => {
  it('is waited for while the provider is silent, for a quarter of an hour; then a person is asked', async () => {
    const { attemptId } = await office.dialled();
    await office.askedForCaller(attemptId);
    const before = office.rings(caller);
    for (const [status, code] of [
      [503, 20503],
      [429, 20429],
    ] as const) {
      const unwilling = await startUnwillingProvider(status, code);
      office.clock.advance(5 * minutes);
      await office.work({ provider: unwilling.url });
      expect(unwilling.asked()).toBeGreaterThan(0);
      await unwilling.close();
    }
    expect((await office.stands(attemptId))?.outcome).toBeNull();
    expect(await office.workItems()).toEqual([]);

    office.clock.advance(5 * minutes);
    await office.work({ provider: nobodyListens });
    expect(await office.stands(attemptId)).toEqual({
      outcome: 'unknown',
      state: 'waiting',
      escalated_to: 'supervisor',
    });
    expect(await office.workItems()).toMatchObject([{ kind: 'unknown_attempt', attempt_id: attemptId }]);
    expect(office.rings(caller) - before).toBe(0);
  });

  it('is a matter for a person when another call stands beside it on the list', async () => {
    const { attemptId } = await office.dialled();
    await office.askedForCaller(attemptId);
    const before = office.rings(caller);
    await office.placedUnheard(caller);
    await office.placedUnheard(caller);
    office.clock.advance(90 * seconds);
    await office.work();
    expect(await office.stands(attemptId)).toMatchObject({ outcome: 'unknown', state: 'waiting' });
    expect((await office.workItems()).map(({ kind }) => kind)).toContain('unknown_attempt');
    expect(office.rings(caller) - before).toBe(2);
  });
});

describe('a telephone that rings without a word from the provider', () => {
  it('is asked after, and its end is taken as if a webhook had told it', async () => {
    const { attemptId } = await office.dialled();
    await office.asked(attemptId);
    const callSid = await office.placedUnheard(officerPhone);
    await office.inDatabase(
      `update attempt_legs set provider_sid = '${callSid}', status = 'ringing' where attempt_id = '${attemptId}'`,
    );
    office.clock.advance(2 * minutes - 1);
    await office.work();
    expect(await office.legs(attemptId)).toMatchObject([{ status: 'ringing', ended: false }]);
    office.clock.advance(1);
    await office.work();
    expect(await office.legs(attemptId)).toMatchObject([{ status: 'no-answer', ended: true }]);
    expect(await office.stands(attemptId)).toMatchObject({ outcome: 'officer_absent' });
  });
});
