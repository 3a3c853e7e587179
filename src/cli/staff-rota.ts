import { parseArgs } from 'node:util';
import { appError } from '../kernel/errors.ts';
import { classifyCaller } from '../kernel/phone.ts';
import { createOfficesFeature } from '../features/offices/index.ts';
import {
  absenceReasons,
  createStaffService,
  endAbsence,
  insertAbsence,
  readWeek,
  replaceLanguages,
  replacePhone,
  replaceSkills,
  setHours,
} from '../features/staff/index.ts';
import type { Tx } from '../platform/db/database.ts';
import { systemClock } from '../platform/system/clock.ts';
import { systemIds } from '../platform/system/ids.ts';
import { asOwner, ownerUrl } from './owner.ts';

export const rotaUsage = `       hotline staff hours <email> --office LOS --week 'mon 09:00-12:30, tue 13:00-17:00'
       hotline staff languages <email> --speaks en,es
       hotline staff phone <email> +12025550111|none
       hotline staff skills <email> minors,trafficking|none
       hotline staff absence <email> --from 2026-12-01 --to 2026-12-05 --reason ${absenceReasons.join('|')}
       hotline staff absence end <email> --from 2026-12-01`;

const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const skillCode = /^[a-z][a-z0-9_-]{0,39}$/;

/** Sets a person's hours, languages, telephone, skills or absence. What stood before stays as history. */
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
  const { action, email, given } = readPositionals(positionals);
  const change = readers[action]?.({ ...values, given }) ?? null;
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
  console.log(`Set: ${action}.`);
  return 0;
}

/** `absence end <email>` is one action of two words. */
function readPositionals([first = '', ...others]: readonly string[]) {
  const ends = first === 'absence' && others[0] === 'end';
  const [email, given] = ends ? others.slice(1) : others;
  return { action: ends ? 'absence end' : first, email, given };
}

interface Options {
  readonly office?: string | undefined;
  readonly week?: string | undefined;
  readonly speaks?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
  /** What stands after the address. */
  readonly given: string | undefined;
}

type Change = (
  tx: Tx,
  setting: { readonly staffId: string; readonly setBy: string | null; readonly now: Date },
) => Promise<void>;

/** What the options of each action ask for; null where they do not say it. */
const readers: Readonly<Record<string, (options: Options) => Change | null>> = {
  hours({ office, week }) {
    const hours = week === undefined ? null : readWeek(week);
    if (office === undefined || hours === null) return null;
    return async (tx, setting) => {
      const { timeZone } = await createOfficesFeature().service.calendarOf(tx, office);
      await setHours(tx, { ...setting, officeId: office, timeZone, week: hours });
    };
  },

  languages({ speaks }) {
    const languages = listOf(speaks, languageTag);
    return languages && ((tx, setting) => replaceLanguages(tx, { ...setting, languages }));
  },

  phone({ given }) {
    if (given === undefined || (given !== 'none' && classifyCaller(given).kind === 'withheld')) return null;
    return (tx, setting) => replacePhone(tx, { ...setting, phone: given === 'none' ? null : given });
  },

  skills({ given }) {
    const skills = given === 'none' ? [] : listOf(given, skillCode);
    return skills && ((tx, setting) => replaceSkills(tx, { ...setting, skills }));
  },

  absence({ from, to, reason }) {
    const known = absenceReasons.find((code) => code === reason);
    if (known === undefined || !isDate(from) || !isDate(to) || from > to) return null;
    return (tx, setting) => insertAbsence(tx, { ...setting, firstDay: from, lastDay: to, reason: known });
  },

  'absence end'({ from }) {
    if (!isDate(from)) return null;
    return async (tx, setting) => {
      if (await endAbsence(tx, { ...setting, firstDay: from })) return;
      throw appError('config.invalid', { detail: 'No absence of theirs begins on that day.' });
    };
  },
};

function listOf(text: string | undefined, form: RegExp): string[] | null {
  const items = [...new Set(text?.split(',') ?? [])];
  return items.length > 0 && items.every((item) => form.test(item)) ? items : null;
}

const isDate = (text: string | undefined): text is string =>
  text !== undefined && isoDate.test(text) && !Number.isNaN(Date.parse(text));
