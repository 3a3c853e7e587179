import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeLegJob } from '../../../src/features/callbacks/index.ts';
import { createJobQueue } from '../../../src/platform/jobs/queue.ts';
import { caller, neutralNumber } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { officerPhone, startOffice, type Office } from './dial-support.ts';

let office: Office;
beforeAll(async () => {
  office = await startOffice();
}, 120_000);
afterAll(() => office.stop());

const ready = () =>
  office.phone(officerPhone, office.answers({ hears: 'press 1', press: '1' }, { waits: 300 }));
const stored = () =>
  rowsOf(
    office.hotline.database.url,
    `select (select json_agg(a order by a.id)::text from callback_attempts a) as attempts,
            (select json_agg(l order by l.id)::text from attempt_legs l) as legs,
            (select json_agg(b order by b.id)::text from callbacks b) as callbacks,
            (select count(*)::int from callback_events) as events, (select count(*)::int from outbox) as outbox`,
  );

describe('what comes twice', () => {
  it('changes nothing: the request to dial, every webhook, the job that rings', async () => {
    const callback = await office.claimed();
    ready();
    office.phone(caller, office.answers({ hears: 'press 1', press: '1' }, { talks: 20 }, { hangUp: true }));
    const key = randomUUID();
    const answers = await Promise.all([office.dial(callback, key), office.dial(callback, key)]);
    expect(answers[1]).toEqual(answers[0]);
    const [{ body }] = answers;
    await office.over();
    const { emulator, worker, redis, log } = office.hotline;
    expect(await office.attempt(body.id)).toMatchObject({ outcome: 'reached' });
    expect([office.rings(officerPhone), office.rings(caller)]).toEqual([1, 1]);

    const before = await stored();
    const told = emulator.requests.filter(({ url }) => url.includes('/twilio/dial/'));
    expect(told.length).toBeGreaterThan(8);
    for (const entry of told.toReversed()) expect((await emulator.replay(entry)).status).toBeLessThan(300);
    const queue = createJobQueue({ redisUrl: redis.url, log });
    for (const leg of await rowsOf<{ id: string }>(
      office.hotline.database.url,
      'select id from attempt_legs',
    ))
      await queue.enqueue(placeLegJob, { legId: leg.id, round: 1 });
    await worker.settle();
    await queue.close();
    await emulator.idle();
    expect(await stored()).toEqual(before);
    expect([office.rings(officerPhone), office.rings(caller)]).toEqual([1, 1]);
  }, 120_000);

  it('does not ring again after a worker that died between asking and writing down', async () => {
    const callback = await office.claimed();
    const before = office.rings(officerPhone);
    office.phone(officerPhone, { kind: 'noAnswer' });
    // The provider takes the call, and its answer never comes back.
    office.hotline.emulator.failRest('lostAnswer');
    const { body } = await office.dial(callback);
    await office.over();
    expect(office.rings(officerPhone)).toBe(before + 1);
    expect(await office.attempt(body.id)).toMatchObject({ outcome: 'officer_absent', state: 'claimed' });
  }, 120_000);
});

describe('nobody is dialled', () => {
  it.each([
    ['callbacks.text_only', "contact = 'text'"],
    ['callbacks.call_in_only', "way = 'call_in'"],
  ])(
    '%s',
    async (code, columns) => {
      const callback = await office.claimed({}, columns);
      expect(await office.dial(callback)).toMatchObject({ status: 409, body: { code } });
      expect(
        (await rowsOf(office.hotline.database.url, "select id from callbacks where state = 'dialing'"))
          .length,
      ).toBe(0);
    },
    120_000,
  );

  it('by somebody whose lease has lapsed, or on a line without a number', async () => {
    const callback = await office.claimed();
    const { clock, database } = office.hotline;
    await rowsOf(database.url, 'update lines set callback_number = null');
    expect(await office.dial(callback)).toMatchObject({
      status: 409,
      body: { code: 'callbacks.no_callback_number' },
    });
    await rowsOf(
      database.url,
      `update lines set callback_number = '${neutralNumber}' where id = 'assistance-line'`,
    );
    clock.advance(11 * 60_000);
    expect(await office.dial(callback)).toMatchObject({
      status: 409,
      body: { code: 'callbacks.lease_lapsed' },
    });
  }, 120_000);
});

describe('an officer who met the caller', () => {
  it('says what came of it within ten minutes, and a safety stop goes to a supervisor', async () => {
    const callback = await office.claimed();
    ready();
    office.phone(caller, office.answers({ hears: 'press 1', press: '1' }, { talks: 20 }, { hangUp: true }));
    const { body } = await office.dial(callback);
    await office.over();
    const judge = (outcome: string) =>
      office.officer.post<{ code?: string; closedReason?: string }>(
        `/api/callbacks/${callback.id}/attempts`,
        { attemptId: body.id, epoch: callback.epoch, outcome, note: 'not safe to talk' },
        randomUUID(),
      );
    expect(await judge('busy')).toMatchObject({ status: 409, body: { code: 'callbacks.not_a_judgement' } });
    const first = await judge('safety_stop');
    expect(first).toMatchObject({ status: 200, body: { closedReason: 'safety_stop' } });
    expect(await judge('safety_stop')).toEqual(first);
    expect(await office.attempt(body.id)).toMatchObject({
      outcome: 'safety_stop',
      closed_reason: 'safety_stop',
    });
    const items = await rowsOf(
      office.hotline.database.url,
      "select id from work_items where kind = 'safety_stop'",
    );
    expect(items).toHaveLength(1);
    office.hotline.clock.advance(11 * 60_000);
    expect(await judge('declined')).toMatchObject({ status: 409, body: { code: 'callbacks.judged_late' } });
  }, 120_000);
});

describe('a number that the provider does not ring', () => {
  it('goes to a person, and is not dialled again before they have seen to it', async () => {
    const callback = await office.claimed({}, '', neutralNumber);
    ready();
    const { body } = await office.dial(callback);
    await office.over();
    expect(await office.attempt(body.id)).toMatchObject({
      outcome: 'number_refused',
      rang: false,
      state: 'waiting',
    });
    const items = await rowsOf(
      office.hotline.database.url,
      "select facts from work_items where kind = 'number_refused'",
    );
    expect(items).toEqual([{ facts: { providerCode: 21211 } }]);
  }, 120_000);
});
