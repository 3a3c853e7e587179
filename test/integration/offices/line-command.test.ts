import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { lineCommand } from '../../../src/cli/line.ts';
import { asOwner } from '../../../src/cli/owner.ts';
import { seedSampleOffices } from '../../../src/cli/sample-data.ts';
import { rowsOf } from '../../support/rows.ts';
import { testDatabase, type TestDatabase } from '../../support/stores.ts';

let store: TestDatabase;
beforeAll(async () => {
  store = await testDatabase();
  await asOwner(store.url, seedSampleOffices);
});
afterAll(() => store.drop());
beforeEach(() => {
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
});

const line = (...args: string[]) => lineCommand(['set', 'help', ...args], { DATABASE_URL: store.url });
const callCentre = async () => {
  const [row] = await rowsOf<{ number: string | null }>(
    store.url,
    `select call_centre_number as number from lines where id = 'help'`,
  );
  return row?.number;
};

it('sets a line with its call centre, keeps that while none is given, and takes it away', async () => {
  expect(await line('+18005550142', '--call-centre', '+12025550111')).toBe(0);
  expect(await callCentre()).toBe('+12025550111');
  expect(await line('+18005550143')).toBe(0);
  expect(await callCentre()).toBe('+12025550111');
  expect(await line('+18005550143', '--call-centre', 'none')).toBe(0);
  expect(await callCentre()).toBeNull();
});

it('sets the neutral number that callers are rung from, and keeps it while none is given', async () => {
  const callbackNumber = async () =>
    (
      await rowsOf<{ number: string | null }>(
        store.url,
        `select callback_number as number from lines where id = 'help'`,
      )
    )[0]?.number;
  expect(await line('+18005550142', '--callback-number', '+12025550170')).toBe(0);
  expect(await line('+18005550143')).toBe(0);
  expect(await callbackNumber()).toBe('+12025550170');
  expect(await line('+18005550143', '--callback-number', 'none')).toBe(0);
  expect(await callbackNumber()).toBeNull();
});

it.each([
  ['800-555-0142'],
  ['+18005550142', '--call-centre', '911'],
  ['+18005550142', '--callback-number', '911'],
])('refuses what is no number: %s %s %s', async (...args) => {
  expect(await line(...args)).toBe(2);
});
