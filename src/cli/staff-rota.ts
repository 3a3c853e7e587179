import { parseArgs } from 'node:util';
import { appError } from '../kernel/errors.ts';
import { createOfficesFeature } from '../features/offices/index.ts';
import {
  absenceReasons,
  createStaffService,
  insertAbsence,
  readWeek,
  replaceHours,
  replaceLanguages,
} from '../features/staff/index.ts';
import type { Tx } from '../platform/db/database.ts';
import { systemClock } from '../platform/system/clock.ts';
import { systemIds } from '../platform/system/ids.ts';
import { asOwner, ownerUrl } from './owner.ts';

export const rotaUsage = `       hotline staff hours <email> --office LOS --week 'mon 09:00-12:30, tue 13:00-17:00'
       hotline staff languages <email> --speaks en,es
       hotline staff absence <email> --from 2026-12-01 --to 2026-12-05 --reason ${absenceReasons.join('|')}`;

const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Sets a person's hours, languages or absence. What stood before stays as history. */
export async function rotaCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      office: { type: 'string' },
      week: { type: 'string' },
      speaks: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      reason: { type: 'string' },
      by: { type: 'string' },
    },
  });
  const [action, email] = positionals;
  const change = readChange(action, values);
  if (email === undefined || change === null) {
    console.error(`usage:\n${rotaUsage}\n       --by <email> names who sets it`);
    return 2;
  }
  await asOwner(ownerUrl(env), async (tx) => {
    const staff = createStaffService({ db: tx, clock: systemClock, ids: systemIds });
    const idOf = async (address: string): Promise<string> => {
      const id = await staff.idOf(tx, address);
      if (id === null) throw appError('config.invalid', { detail: 'Nobody here has that address.' });
      return id;
    };
    const setBy = values.by === undefined ? null : await idOf(values.by);
    await change(tx, { staffId: await idOf(email), setBy, now: systemClock.now() });
  });
  console.log(`Set: ${String(action)}.`);
  return 0;
}

interface Options {
  readonly office?: string | undefined;
  readonly week?: string | undefined;
  readonly speaks?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
}

type Change = (
  tx: Tx,
  setting: { readonly staffId: string; readonly setBy: string | null; readonly now: Date },
) => Promise<void>;

/** What the options ask for; null where they do not say it. */
function readChange(action: string | undefined, options: Options): Change | null {
  if (action === 'hours') return readHours(options);
  if (action === 'languages') return readLanguages(options);
  return action === 'absence' ? readAbsence(options) : null;
}

function readHours({ office, week }: Options): Change | null {
  const hours = week === undefined ? null : readWeek(week);
  if (office === undefined || hours === null) return null;
  return async (tx, setting) => {
    // Refuses an office that is not there.
    await createOfficesFeature().service.nameOf(tx, office);
    await replaceHours(tx, { ...setting, officeId: office, week: hours });
  };
}

function readLanguages({ speaks }: Options): Change | null {
  const languages = [...new Set(speaks?.split(',') ?? [])];
  if (languages.length === 0 || !languages.every((tag) => languageTag.test(tag))) return null;
  return (tx, setting) => replaceLanguages(tx, { ...setting, languages });
}

function readAbsence({ from, to, reason }: Options): Change | null {
  const known = absenceReasons.find((code) => code === reason);
  if (from === undefined || to === undefined || known === undefined) return null;
  if (!isDate(from) || !isDate(to) || from > to) return null;
  return (tx, setting) => insertAbsence(tx, { ...setting, firstDay: from, lastDay: to, reason: known });
}

const isDate = (text: string): boolean => isoDate.test(text) && !Number.isNaN(Date.parse(text));
