import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../../support/hotline.ts';
import { officerPhone, startOffice, type Office } from './dial-support.ts';

let office: Office;
beforeAll(async () => {
  office = await startOffice();
}, 120_000);
afterAll(() => office.stop());

const ready = () =>
  office.phone(officerPhone, office.answers({ hears: 'press 1', press: '1' }, { waits: 300 }));

describe('a dialled callback', () => {
  it('rings the officer, then the caller, and brings both together once each has pressed 1', async () => {
    const callback = await office.claimed();
    ready();
    office.phone(caller, office.answers({ hears: 'press 1', press: '1' }, { talks: 20 }, { hangUp: true }));
    const { status, body } = await office.dial(callback);
    expect(status).toBe(200);
    await office.over();
    expect(await office.attempt(body.id)).toMatchObject({
      outcome: 'reached',
      rang: true,
      joined: true,
      state: 'closed',
      closed_reason: 'reached',
    });
    expect(await office.legs(body.id)).toMatchObject([
      { party: 'officer', status: 'completed' },
      { party: 'caller', status: 'completed', answered_by: 'human' },
    ]);
  }, 120_000);
});
