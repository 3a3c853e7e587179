import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { interpreterCommand } from '../../../src/cli/interpreter.ts';
import { officeCommand } from '../../../src/cli/office.ts';
import { asOwner } from '../../../src/cli/owner.ts';
import { seedSampleOffices } from '../../../src/cli/sample-data.ts';
import { createOfficesFeature } from '../../../src/features/offices/index.ts';
import { testDatabase, type TestDatabase } from '../../support/stores.ts';

const { service } = createOfficesFeature();
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

const office = (...args: string[]) => officeCommand(args, { DATABASE_URL: store.url });
const interpreter = (...args: string[]) => interpreterCommand(args, { DATABASE_URL: store.url });
const coverOf = async (id: string) =>
  (await asOwner(store.url, service.listOffices)).find((listed) => listed.id === id)?.coveringOfficeId;

describe('the cover of an office', () => {
  it('is named for every field office of the sample, and is another office', async () => {
    const listed = await asOwner(store.url, service.listOffices);
    for (const { id, isNationalDesk, coveringOfficeId } of listed) {
      if (isNationalDesk) continue;
      expect(listed.map((other) => other.id)).toContain(coveringOfficeId);
      expect(coveringOfficeId).not.toBe(id);
    }
  });

  it('is set, stays when the sample is added again, and is taken away', async () => {
    expect(await office('cover', 'BOS', 'PHI')).toBe(0);
    await asOwner(store.url, seedSampleOffices);
    expect(await coverOf('BOS')).toBe('PHI');
    expect(await office('cover', 'BOS', 'none')).toBe(0);
    expect(await coverOf('BOS')).toBeNull();
  });

  it('is refused where it is the office itself or none that is there', async () => {
    await expect(office('cover', 'BOS', 'BOS')).rejects.toMatchObject({ code: 'offices.covers_itself' });
    await expect(office('cover', 'BOS', 'XXX')).rejects.toMatchObject({ code: 'offices.unknown' });
    expect(await office('cover', 'BOS')).toBe(2);
  });
});

describe('the telephone of an interpreter', () => {
  const lineOf = (language: string) => asOwner(store.url, (tx) => service.interpreterLine(tx, language));

  it('is set, changed and taken away', async () => {
    expect(await interpreter('set', 'mandarin', '+12025550181')).toBe(0);
    expect(await interpreter('set', 'mandarin', '+12025550182')).toBe(0);
    expect(await lineOf('mandarin')).toBe('+12025550182');
    expect(await interpreter('set', 'mandarin', 'none')).toBe(0);
    expect(await lineOf('mandarin')).toBeNull();
  });

  it.each([
    ['set', 'mandarin'],
    ['set', 'mandarin', '911'],
    ['set', 'Mandarin!', '+12025550181'],
  ])('is refused: %s %s %s', async (...args) => {
    expect(await interpreter(...args)).toBe(2);
  });
});
