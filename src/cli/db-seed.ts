import { parseArgs } from 'node:util';
import { appError } from '../kernel/errors.ts';
import { systemClock } from '../platform/system/clock.ts';
import { createFileVault } from '../platform/vault/file-vault.ts';
import { loadMasterKeyFile } from '../platform/vault/master-key-file.ts';
import { fillDatabase } from './db-seed-fill.ts';
import { mostSeededCases, type SeedWish } from './db-seed-plan.ts';
import { ownerUrl } from './owner.ts';

export const seedUsage = `       hotline db seed --cases <n> [--callbacks <n>] [--open <n>] [--due <n>] [--seed <n>] [--line <id>]
                       [--into-existing] [--database <name>]`;

/**
 * `hotline db seed --cases <n>`: fills a database with made-up cases, to try how it does when it is large. Callers,
 * offices, windows, states and ids follow from the seed; keys and seals are random, as they must be.
 *
 * It is meant for a database of one's own. A machine elsewhere, or NODE_ENV=production, must be meant by name.
 */
export async function seedCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    console.error(
      `usage:\n${seedUsage}\n--open and --due count callbacks: not closed, and due within the hour`,
    );
    return 2;
  }
  const url = ownerUrl(env);
  requireMeant(url, options.database, env);
  const { wish, lineId, intoExisting } = options;
  const startedAt = performance.now();
  const perSecond = (cases: number) => Math.round((cases / (performance.now() - startedAt)) * 1000);
  let saidAt = startedAt;
  await fillDatabase({
    ownerUrl: url,
    vault: createFileVault(loadMasterKeyFile(masterKeyFile(env))),
    lineId,
    wish: { ...wish, now: systemClock.now() },
    intoExisting,
    onProgress(cases) {
      if (cases < wish.cases && performance.now() - saidAt < sayEveryMs) return;
      saidAt = performance.now();
      console.log(`${cases} of ${wish.cases} cases, ${perSecond(cases)} a second`);
    },
  });
  const { cases, callbacks, open } = wish;
  console.log(`${cases} made-up cases are there, with ${callbacks} callbacks, ${open} of them open.`);
  return 0;
}

const sayEveryMs = 2_000;

interface Options {
  readonly wish: Omit<SeedWish, 'already' | 'now'>;
  readonly lineId: string;
  readonly intoExisting: boolean;
  readonly database: string | undefined;
}

/** Null where they make no sense. */
function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string', default: '' },
      callbacks: { type: 'string' },
      open: { type: 'string' },
      due: { type: 'string' },
      seed: { type: 'string', default: '1' },
      line: { type: 'string', default: 'assistance-line' },
      'into-existing': { type: 'boolean', default: false },
      database: { type: 'string' },
    },
  });
  const cases = readCount(values.cases);
  const callbacks = readCount(values.callbacks ?? String(cases));
  const open = readCount(values.open ?? String(Math.floor(callbacks * 0.3)));
  const dueWithinHour = readCount(values.due ?? String(Math.min(500, Math.floor(open / 20))));
  const seed = readCount(values.seed);
  const makesSense =
    cases >= 1 &&
    cases <= mostSeededCases &&
    cases >= callbacks &&
    callbacks >= open &&
    open >= dueWithinHour;
  if (!makesSense || Number.isNaN(seed)) return null;
  return {
    wish: { cases, callbacks, open, dueWithinHour, seed },
    lineId: values.line,
    intoExisting: values['into-existing'],
    database: values.database,
  };
}

/** NaN, which is neither more nor less than any number, for what is no whole number. */
const readCount = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);

/** @throws AppError `db.seed_refused` where the database may be one that is not to be played with */
function requireMeant(url: string, named: string | undefined, env: NodeJS.ProcessEnv): void {
  const { hostname, pathname } = new URL(url);
  const name = decodeURIComponent(pathname.slice(1));
  const isHere = ['', 'localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (named === name || (isHere && named === undefined && env['NODE_ENV'] !== 'production')) return;
  throw appError('db.seed_refused', {
    detail: `DATABASE_URL is the database "${name}" on ${hostname}, which may be one that people rely on. If it is to be filled with made-up cases: --database ${name}`,
  });
}

function masterKeyFile(env: NodeJS.ProcessEnv): string {
  const path = env['MASTER_KEY_FILE'];
  if (path !== undefined && path !== '') return path;
  throw appError('config.invalid', {
    detail:
      'MASTER_KEY_FILE is missing. Set it to the key file of the application that will read these cases.',
  });
}
