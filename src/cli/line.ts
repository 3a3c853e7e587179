import { parseArgs } from 'node:util';
import { createOfficesFeature, seedLine } from '../features/offices/index.ts';
import { classifyCaller } from '../kernel/phone.ts';
import { asOwner, ownerUrl } from './owner.ts';

const usage = `usage: hotline line set <id> <number> [--flow <flow>] [--office <id>] [--call-centre <number>|none]
                        [--callback-number <number>|none]`;

/**
 * `hotline line set <id> <number>`. The call centre that the line names, and the neutral number that its callers are
 * rung from, stay as they are unless one is given; `none` takes it away.
 */
export async function lineCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      flow: { type: 'string' },
      office: { type: 'string', default: 'NAT' },
      'call-centre': { type: 'string' },
      'callback-number': { type: 'string' },
    },
  });
  const [action, id, phoneNumber] = positionals;
  if (action !== 'set' || id === undefined || phoneNumber === undefined) {
    console.error(usage);
    return 2;
  }
  const {
    flow = id,
    office: defaultOfficeId,
    'call-centre': callCentre,
    'callback-number': callback,
  } = values;
  const others = [callCentre, callback].filter((text) => text !== undefined && text !== 'none');
  if (![phoneNumber, ...others].every(isNumber)) {
    console.error('The number must be in the form +18005550199.');
    return 2;
  }
  await asOwner(ownerUrl(env), async (tx) => {
    const before = await createOfficesFeature().service.lineById(tx, id);
    const callCentreNumber = changed(callCentre, before?.callCentreNumber);
    const callbackNumber = changed(callback, before?.callbackNumber);
    await seedLine(tx, { id, phoneNumber, flow, defaultOfficeId, callCentreNumber, callbackNumber });
  });
  console.log(`Line ${id} answers with the flow ${flow}.`);
  return 0;
}

const isNumber = (text = ''): boolean => classifyCaller(text).kind !== 'withheld';

/** The number given, none where `none` is, and what stands where nothing is given. */
function changed(given: string | undefined, stands: string | null | undefined): string | null {
  if (given === undefined) return stands ?? null;
  return given === 'none' ? null : given;
}
