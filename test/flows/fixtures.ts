import { readFileSync, readdirSync } from 'node:fs';
import type { CapabilityDeclaration } from '../../src/kernel/capability.ts';
import type { Facts, LinkedFlow } from '../../src/ivr/language/flow.ts';
import { load } from '../../src/ivr/language/load.ts';

/** What the fixture flow asks of the office: one local and one remote capability. */
export const fixtureCapabilities: readonly CapabilityDeclaration[] = [
  {
    name: 'callbacks.request',
    mode: 'local',
    input: {
      number: { type: 'phone', required: true },
      window: { type: 'choice', required: true },
      zip: { type: 'zip', required: false },
      kind: { type: 'text', required: false },
    },
    exits: ['promised', 'full'],
    returns: { office: 'text', day: 'date', case_number: 'digits' },
    promisesOn: ['promised'],
  },
  {
    name: 'custody.look-up',
    mode: 'remote',
    input: { code: { type: 'digits', required: true } },
    exits: ['found', 'unknown'],
    returns: { status: 'text' },
  },
];

/** A caller in North America, while the office is open. */
export const fixtureFacts: Facts = {
  open: true,
  callerNumber: '+12025550123',
  caller: 'known',
  callCentre: null,
};

const folder = new URL('fixtures/small-line/', import.meta.url);

/** The files of the fixture flow, by name. */
export function fixtureFiles(): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

/** The fixture flow, loaded; throws its problems if it has any. */
export function fixtureFlow(
  change: (files: Record<string, string>) => Record<string, string> = (files) => files,
): LinkedFlow {
  const result = load(change(fixtureFiles()), fixtureCapabilities);
  if (!result.ok)
    throw new Error(result.problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.message}`).join('\n'));
  return result.flow;
}
