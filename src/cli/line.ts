import { parseArgs } from 'node:util';
import { createOfficesFeature, seedLine } from '../features/offices/index.ts';
import { classifyCaller } from '../kernel/phone.ts';
import { asOwner, ownerUrl } from './owner.ts';

const usage =
  'usage: hotline line set <id> <number> [--flow <flow>] [--office <id>] [--call-centre <number>|none]';

/**
 * `hotline line set <id> <number>`. The call centre that the line names stays as it is unless one is given; `none`
 * takes it away.
 */
export async function lineCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      flow: { type: 'string' },
      office: { type: 'string', default: 'NAT' },
      'call-centre': { type: 'string' },
    },
  });
  const [action, id, phoneNumber] = positionals;
  if (action !== 'set' || id === undefined || phoneNumber === undefined) {
    console.error(usage);
    return 2;
  }
  const callCentre = values['call-centre'];
  if (
    !isNumber(phoneNumber) ||
    (callCentre !== undefined && callCentre !== 'none' && !isNumber(callCentre))
  ) {
    console.error('The number must be in the form +18005550199.');
    return 2;
  }
  const { flow = id, office: defaultOfficeId } = values;
  await asOwner(ownerUrl(env), async (tx) => {
    const before = await createOfficesFeature().service.lineById(tx, id);
    const callCentreNumber =
      callCentre === undefined
        ? (before?.callCentreNumber ?? null)
        : callCentre === 'none'
          ? null
          : callCentre;
    await seedLine(tx, { id, phoneNumber, flow, defaultOfficeId, callCentreNumber });
  });
  console.log(`Line ${id} answers with the flow ${flow}.`);
  return 0;
}

const isNumber = (text: string): boolean => classifyCaller(text).kind !== 'withheld';
