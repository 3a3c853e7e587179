import { insertFlowRevision, readSeeding } from '../features/calls/index.ts';
import { createOfficesFeature } from '../features/offices/index.ts';
import { listOfficers } from '../features/staff/index.ts';
import { appError } from '../kernel/errors.ts';
import { openBulkLoader } from '../platform/db/copy.ts';
import type { Tx } from '../platform/db/database.ts';
import type { Vault } from '../platform/vault/vault.port.ts';
import { planCases, type PlannedCase, type SeedOffice, type SeedWish } from './db-seed-plan.ts';
import { copyCases } from './db-seed-rows.ts';
import { asOwner } from './owner.ts';

export interface FillOptions {
  readonly ownerUrl: string;
  readonly vault: Vault;
  readonly lineId: string;
  readonly wish: Omit<SeedWish, 'already'>;
  /** Also where people have called. */
  readonly intoExisting: boolean;
  /** Called after each batch with the number of cases that are there. */
  readonly onProgress?: (cases: number) => void;
}

/** Cases in one transaction: few enough to hold in memory, many enough that its commit costs nothing. */
const batchSize = 5_000;

const filled = [
  ...(['data_keys', 'calls', 'cases', 'callbacks'] as const),
  ...(['callback_promises', 'callback_events', 'callback_attempts'] as const),
];

/**
 * Fills a database with made-up cases. A batch is there or not: where it ends half-way, what is there can be worked
 * with, and the next run goes on after it.
 *
 * @throws AppError `db.seed_refused` where people have called, or where offices or the line are missing
 */
export async function fillDatabase(options: FillOptions): Promise<void> {
  const { ownerUrl, vault, lineId, onProgress } = options;
  const { offices, already } = await asOwner(ownerUrl, (tx) => prepare(tx, options));
  const loader = await openBulkLoader(ownerUrl);
  try {
    const ground = { vault, lineId, revision: madeUpRevision, now: options.wish.now };
    let done = 0;
    for (const batch of batches(planCases({ ...options.wish, already }, offices))) {
      await loader.transaction((load) => copyCases(load, batch, ground));
      done += batch.length;
      onProgress?.(done);
    }
    await loader.settle(filled);
  } finally {
    await loader.close();
  }
}

/** Made-up calls need a flow that they were on; nobody will go on with them. */
const madeUpRevision = 'made-up';

/** Reads and writes what the rows will refer to. */
async function prepare(
  tx: Tx,
  { lineId, intoExisting, wish }: FillOptions,
): Promise<{ offices: SeedOffice[]; already: number }> {
  const { hasRealCalls, seeded } = await readSeeding(tx);
  if (hasRealCalls && !intoExisting) {
    throw refused(
      'People have called: this database is in use. To mix made-up cases with theirs: --into-existing.',
    );
  }
  const { service } = createOfficesFeature();
  const offices = await service.listOffices(tx);
  if (offices.length === 0) throw refused('There are no offices. `hotline db seed` adds the sample ones.');
  const line = await service.lineById(tx, lineId);
  if (line === null)
    throw refused(`There is no line ${lineId}. \`hotline line set\` adds it, --line names another.`);
  const revision = { revision: madeUpRevision, flow: line.flow, files: {}, now: wish.now };
  await insertFlowRevision(tx, revision);
  const officers = await listOfficers(tx);
  const officeOf = officers.map(({ officeIds }, at) => officeIds[at % officeIds.length]);
  return {
    already: seeded,
    offices: offices.map(({ id, timeZone }) => ({
      id,
      timeZone,
      officerIds: officers.filter((_, at) => officeOf[at] === id).map((officer) => officer.id),
    })),
  };
}

const refused = (detail: string) => appError('db.seed_refused', { detail });

function* batches(cases: Iterable<PlannedCase>): Generator<PlannedCase[]> {
  let batch: PlannedCase[] = [];
  for (const planned of cases) {
    batch.push(planned);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
