import { readFile } from 'node:fs/promises';
import { buildDirectory, seedOffices } from '../features/offices/index.ts';
import type { Tx } from '../platform/db/database.ts';

/** The nearest folder above this file that holds `data/`: the same from sources and from a build. */
const dataFolders = [new URL('../../data/', import.meta.url), new URL('../../../data/', import.meta.url)];

/** Adds the sample directory of offices (`data/README.md`). Answers how many there are. */
export async function seedSampleOffices(tx: Tx): Promise<number> {
  const directory = buildDirectory({
    fieldOffices: await readData('field-offices.json'),
    zipToOffice: await readData('zip3-to-field-office.json'),
    zipToState: await readData('zip3-to-state.json'),
  });
  await seedOffices(tx, directory);
  return directory.offices.length;
}

async function readData(name: string): Promise<unknown> {
  for (const folder of dataFolders) {
    try {
      return JSON.parse(await readFile(new URL(name, folder), 'utf8'));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error(`data/${name} is missing`);
}
