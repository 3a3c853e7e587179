import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neutralNumber } from '../../support/hotline.ts';
import {
  caller,
  officerPhone,
  startOfficeWithoutWorker,
  startUnwillingProvider,
  type OfficeWithoutWorker,
} from './lost-legs-support.ts';

let office: OfficeWithoutWorker;
beforeAll(async () => {
  office = await startOfficeWithoutWorker();
});
afterAll(() => office.stop());

describe('a worker on a database that was restored from a backup', () => {
  let lost: string;
  let attemptId: string;

  it('dials nothing while the provider does not say what was rung before', async () => {
    // A call from before the restore: the backup has neither its attempt nor its legs.
    lost = await office.placedUnheard(caller);
    ({ attemptId } = await office.dialled());
    const before = office.rings(officerPhone);
    const unwilling = await startUnwillingProvider(503, 20503);
    await office.work({ provider: unwilling.url, sweepLater: true });
    expect(unwilling.asked()).toBeGreaterThan(0);
    await unwilling.close();
    expect(office.rings(officerPhone)).toBe(before);
    expect(await office.legs(attemptId)).toEqual([
      { party: 'officer', status: 'planned', provider_sid: null, ended: false },
    ]);
    expect(await office.workItems()).toEqual([]);
    const words = office.hotline.log.lines.map(({ message }) => message);
    expect(words).toContain('nothing is dialled before the list of calls is known');
  });

  it('leaves each call that it does not know to the national desk, and then dials what waits', async () => {
    const before = office.rings(officerPhone);
    await office.work({ sweepLater: true });
    await office.emulator.idle();
    expect(await office.workItems()).toEqual([
      {
        kind: 'unknown_call',
        office_id: 'NAT',
        attempt_id: null,
        facts: { callSid: lost, startedAt: expect.any(String), status: 'no-answer' },
      },
    ]);
    expect(office.rings(officerPhone) - before).toBe(1);
    expect(await office.legs(attemptId)).toMatchObject([{ party: 'officer', status: 'no-answer' }]);
  });

  it('asks no one twice about the same call, and takes calls that legs have or may have for known', async () => {
    await office.inDatabase("update work_items set done_at = created_at, resolution = 'not_ours'");
    const sought = await office.dialled();
    await office.asked(sought.attemptId);
    await office.placedUnheard(officerPhone);
    await office.work();
    expect(await office.workItems()).toEqual([]);
    expect(await office.legs(sought.attemptId)).toMatchObject([{ provider_sid: null, ended: false }]);
  });

  it('settles an attempt that it has as going on, and that has long ended', async () => {
    const restored = await office.dialled();
    await office.asked(restored.attemptId);
    const callSid = await office.placedUnheard(officerPhone);
    await office.inDatabase(`
      update attempt_legs set provider_sid = '${callSid}', status = 'ringing', from_number = '${neutralNumber}'
       where attempt_id = '${restored.attemptId}'`);
    office.clock.advance(3_600_000);
    await office.work();
    expect(await office.stands(restored.attemptId)).toMatchObject({ outcome: 'officer_absent' });
    expect(await office.workItems()).toEqual([]);
  });
});
