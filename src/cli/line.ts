import { parseArgs } from 'node:util';
import { seedLine } from '../features/offices/index.ts';
import { classifyCaller } from '../kernel/phone.ts';
import { asOwner, ownerUrl } from './owner.ts';

/** `hotline line set <id> <number>` */
export async function lineCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { flow: { type: 'string' }, office: { type: 'string', default: 'NAT' } },
  });
  const [action, id, phoneNumber] = positionals;
  if (action !== 'set' || id === undefined || phoneNumber === undefined) {
    console.error('usage: hotline line set <id> <number> [--flow <flow>] [--office <id>]');
    return 2;
  }
  if (classifyCaller(phoneNumber).kind === 'withheld') {
    console.error('The number must be in the form +18005550199.');
    return 2;
  }
  const line = { id, phoneNumber, flow: values.flow ?? id, defaultOfficeId: values.office };
  await asOwner(ownerUrl(env), (tx) => seedLine(tx, line));
  console.log(`Line ${id} answers with the flow ${line.flow}.`);
  return 0;
}
