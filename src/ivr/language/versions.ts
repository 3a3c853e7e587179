/**
 * Versions of the flow language. A flow says `version: n`; an older one is carried forward, step by step, when
 * it loads, so that a call can always end on the revision that it began with.
 *
 * To change the language: raise CURRENT_VERSION and add the migration from the version before, a pure function
 * over the plain value of flow.yaml, with a comment on what changed and why.
 */
export const CURRENT_VERSION = 2;

type FlowValue = Readonly<Record<string, unknown>>;

/** From version n to n + 1, keyed by n. */
const migrations: ReadonlyMap<number, (flow: FlowValue) => FlowValue> = new Map([[1, toVersion2]]);

/** The voices that version 1 was spoken with, whatever a flow said. */
const voicesOfVersion1: ReadonlyMap<string, string> = new Map([
  ['en-US', 'Polly.Joanna-Neural'],
  ['es-US', 'Polly.Lupe-Neural'],
]);

/**
 * In version 1 the program chose the voices; since version 2 a flow names one for each of its languages, so that
 * another language needs no program. Nothing else changed its meaning: a flow of version 1 sounds as it did.
 */
function toVersion2(flow: FlowValue): FlowValue {
  const languages = Array.isArray(flow['languages']) ? flow['languages'] : [];
  const voices = languages.flatMap((language: unknown) => {
    const voice = voicesOfVersion1.get(String(language));
    return voice === undefined ? [] : [[String(language), voice] as const];
  });
  return { ...flow, version: 2, voices: Object.fromEntries(voices) };
}

export type Migrated =
  | { readonly ok: true; readonly flow: FlowValue; readonly from: number }
  | { readonly ok: false; readonly message: string };

/** Carries the plain value of a flow.yaml forward to the current version of the language. */
export function migrate(flow: FlowValue): Migrated {
  const version = flow['version'] ?? CURRENT_VERSION;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return { ok: false, message: `"version" is a whole number from 1 to ${CURRENT_VERSION}.` };
  }
  if (version > CURRENT_VERSION) {
    const message = `This flow is written in version ${version} of the flow language; this program reads up to ${CURRENT_VERSION}.`;
    return { ok: false, message };
  }
  let migrated = flow;
  for (let from = version; from < CURRENT_VERSION; from += 1) {
    migrated = migrations.get(from)?.(migrated) ?? migrated;
  }
  return { ok: true, flow: migrated, from: version };
}
