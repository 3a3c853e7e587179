import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillDatabase } from '../../src/cli/db-seed-fill.ts';
import { assistanceLine } from '../../src/cli/demo-data.ts';
import { asOwner } from '../../src/cli/owner.ts';
import { seedSampleOffices } from '../../src/cli/sample-data.ts';
import { createOfficesFeature, seedLine } from '../../src/features/offices/index.ts';
import { createStaffService, replaceLanguages, readWeek, setHours } from '../../src/features/staff/index.ts';
import type { Tx } from '../../src/platform/db/database.ts';
import { systemIds } from '../../src/platform/system/ids.ts';
import { createFileVault } from '../../src/platform/vault/file-vault.ts';
import { createMasterKeyFile, loadMasterKeyFile } from '../../src/platform/vault/master-key-file.ts';
import { testDatabase, type TestDatabase } from '../../test/support/stores.ts';

/** A Tuesday, when every office from San Juan to Los Angeles is open. */
export const benchTime = new Date('2026-03-03T18:00:00Z');

/** As many fall due within the hour however many are open. */
export const dueWithinHour = 500;

export const staffPassword = 'for the bench only';
export const officerOf = (officeId: string): string => `${officeId.toLowerCase()}@example.org`;
export const supervisor = 'supervisor@example.org';

/** A database of the bench's own with so many cases, each with an open callback. */
export interface LargeState {
  readonly cases: number;
  readonly database: TestDatabase;
  readonly masterKeyFile: string;
  drop(): Promise<void>;
}

/** Offices, an officer each, a supervisor of all, and made-up cases by COPY. */
export async function largeState(cases: number): Promise<LargeState> {
  const startedAt = performance.now();
  const database = await testDatabase();
  const secrets = mkdtempSync(join(tmpdir(), 'hotline-bench-'));
  const masterKeyFile = join(secrets, 'master-key.json');
  createMasterKeyFile(masterKeyFile);
  await asOwner(database.url, addStaff);
  await fillDatabase({
    ownerUrl: database.url,
    vault: createFileVault(loadMasterKeyFile(masterKeyFile)),
    lineId: assistanceLine.id,
    wish: { cases, callbacks: cases, open: cases, dueWithinHour, seed: 1, now: benchTime },
    intoExisting: false,
    onProgress: (done) => {
      if (done % 50_000 === 0) process.stderr.write(`made up ${done} of ${cases} cases\n`);
    },
  });
  const seconds = (performance.now() - startedAt) / 1000;
  process.stderr.write(`made up ${cases} cases in ${seconds.toFixed(0)} s\n`);
  return {
    cases,
    database,
    masterKeyFile,
    async drop() {
      rmSync(secrets, { recursive: true });
      await database.drop();
    },
  };
}

async function addStaff(tx: Tx): Promise<void> {
  await seedSampleOffices(tx);
  await seedLine(tx, { ...assistanceLine, callbackNumber: null });
  const offices = await createOfficesFeature().service.listOffices(tx);
  const staff = createStaffService({ db: tx, clock: { now: () => benchTime }, ids: systemIds });
  const save = (email: string, role: 'officer' | 'supervisor', officeIds: readonly string[]) =>
    staff.save(tx, { email, displayName: email, roles: [role], officeIds, password: staffPassword });
  await save(
    supervisor,
    'supervisor',
    offices.map(({ id }) => id),
  );
  const week = readWeek(
    'mon 07:00-19:00, tue 07:00-19:00, wed 07:00-19:00, thu 07:00-19:00, fri 07:00-19:00',
  );
  for (const { id: officeId, timeZone } of offices) {
    await save(officerOf(officeId), 'officer', [officeId]);
    const staffId = await staff.idOf(tx, officerOf(officeId));
    if (staffId === null || week === null) throw new Error('An officer could not be added.');
    const setting = { staffId, setBy: null, now: benchTime };
    await setHours(tx, { ...setting, officeId, timeZone, week });
    await replaceLanguages(tx, { ...setting, languages: ['en-US', 'es-US'] });
  }
}
