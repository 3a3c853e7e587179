/** The directory of offices as data: what the seeder writes, and how it is made from the files in `data/`. */
import { z } from 'zod';
import type { OfficeHours } from '../../kernel/business-time.ts';
import type { Area } from './offices.model.ts';

export interface Office {
  readonly id: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly isNationalDesk: boolean;
  /** The office that works its callbacks while its own officers are away; null where none is named. */
  readonly coveringOfficeId: string | null;
}

/** A phone number that the office answers. */
export interface Line {
  readonly id: string;
  /** E.164. */
  readonly phoneNumber: string;
  /** Name of its folder in `ivr-flows/`. */
  readonly flow: string;
  readonly defaultOfficeId: string;
  /** E.164 of the outside call centre that its flow can connect callers with; null where there is none. */
  readonly callCentreNumber: string | null;
  /** E.164 of the neutral number that callers are rung from; null where there is none, and nobody is dialled. */
  readonly callbackNumber: string | null;
}

export interface Directory {
  readonly offices: readonly Office[];
  readonly hours: readonly (OfficeHours & { readonly officeId: string })[];
  readonly areas: readonly Area[];
}

/** The parsed content of the three files, as `JSON.parse` gives it. */
export interface DirectoryFiles {
  /** `data/field-offices.json` */
  readonly fieldOffices: unknown;
  /** `data/zip3-to-field-office.json` */
  readonly zipToOffice: unknown;
  /** `data/zip3-to-state.json` */
  readonly zipToState: unknown;
}

const nationalDesk: Office = {
  id: 'NAT',
  name: 'National desk',
  timeZone: 'America/New_York',
  isNationalDesk: true,
  coveringOfficeId: null,
};

/**
 * Sample hours and numbers of officers, so that the demo has something to promise. They are no office's real
 * ones: an administrator sets those, and seeding again leaves them alone.
 */
const weekdays = [1, 2, 3, 4, 5];
const deskHours = { opens: '08:00', closes: '20:00', officers: 2 };
const fieldHours = { opens: '08:30', closes: '17:00', officers: 2 };
const largeOffices = new Set(['LOS', 'MIA', 'SFR', 'NYC']);
const largeOfficers = 4;

/** A sample too: neighbours cover each other. The national desk, which covers all, is tried after them. */
const sampleCovers: Readonly<Record<string, string>> = {
  ATL: 'MIA',
  BAL: 'WAS',
  BOS: 'NYC',
  BUF: 'NYC',
  CHI: 'SPM',
  DAL: 'HOU',
  DEN: 'SLC',
  DET: 'CHI',
  ELP: 'DEN',
  HLG: 'SNA',
  HOU: 'DAL',
  LOS: 'SND',
  MIA: 'ATL',
  NEW: 'NYC',
  NOL: 'HOU',
  NYC: 'NEW',
  PHI: 'NEW',
  PHO: 'ELP',
  SEA: 'SFR',
  SFR: 'LOS',
  SLC: 'DEN',
  SNA: 'HLG',
  SND: 'LOS',
  SPM: 'CHI',
  WAS: 'BAL',
};

const officesFile = z.object({
  offices: z.array(z.object({ id: z.string(), name: z.string(), timeZone: z.string() })),
});
const prefix = z.string().regex(/^[0-9]{3}$/);
const officesFileOfZip = z.object({
  stateToOffice: z.record(z.string(), z.string()),
  splitStates: z.array(z.string()),
  zip3: z.record(
    prefix,
    z.object({ state: z.string(), offices: z.array(z.object({ id: z.string() })).min(1) }),
  ),
});
const statesFile = z.object({
  ranges: z.array(z.object({ from: prefix, to: prefix, state: z.string() })),
  exceptions: z.record(z.string().regex(/^[0-9]{5}$/), z.string()),
});

/**
 * Makes the directory. Every prefix of three digits gets the office or offices of its state there, every
 * exception of five digits those of its own state; a state without an office gets the national desk, so that
 * the row says that the gap is known.
 *
 * @throws ZodError when a file has another shape
 */
export function buildDirectory(files: DirectoryFiles): Directory {
  const { offices } = officesFile.parse(files.fieldOffices);
  const { stateToOffice, splitStates, zip3 } = officesFileOfZip.parse(files.zipToOffice);
  const { ranges, exceptions } = statesFile.parse(files.zipToState);

  const officesOf = (state: string, zip: string): string[] => {
    if (!splitStates.includes(state)) return [stateToOffice[state] ?? nationalDesk.id];
    const split = zip3[zip.slice(0, 3)];
    return split?.state === state ? split.offices.map(({ id }) => id) : [nationalDesk.id];
  };
  const areasOf = (state: string, zipPrefix: string): Area[] =>
    officesOf(state, zipPrefix).map((officeId) => ({ zipPrefix, officeId }));

  return {
    offices: [
      nationalDesk,
      ...offices.map((office) => ({
        ...office,
        isNationalDesk: false,
        coveringOfficeId: sampleCovers[office.id] ?? nationalDesk.id,
      })),
    ],
    hours: [nationalDesk, ...offices].flatMap(({ id }) =>
      weekdays.map((weekday) => ({ officeId: id, weekday, ...sampleHours(id) })),
    ),
    areas: [
      ...ranges.flatMap(({ from, to, state }) =>
        prefixesBetween(from, to).flatMap((zip) => areasOf(state, zip)),
      ),
      ...Object.entries(exceptions).flatMap(([zip, state]) => areasOf(state, zip)),
    ],
  };
}

function sampleHours(officeId: string): Omit<OfficeHours, 'weekday'> {
  if (officeId === nationalDesk.id) return deskHours;
  return largeOffices.has(officeId) ? { ...fieldHours, officers: largeOfficers } : fieldHours;
}

function prefixesBetween(from: string, to: string): string[] {
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) =>
    String(Number(from) + i).padStart(3, '0'),
  );
}
