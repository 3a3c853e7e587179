import { setCover } from '../features/offices/index.ts';
import { asOwner, ownerUrl } from './owner.ts';

const usage = 'usage: hotline office cover <office> <covering office>|none';

/** `hotline office cover <office> <covering>`: who works an office's callbacks while its own officers are away. */
export async function officeCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [action, officeId, covering] = args;
  if (action !== 'cover' || officeId === undefined || covering === undefined) {
    console.error(usage);
    return 2;
  }
  await asOwner(ownerUrl(env), (tx) => setCover(tx, officeId, covering === 'none' ? null : covering));
  console.log(covering === 'none' ? `Nobody covers ${officeId}.` : `${covering} covers ${officeId}.`);
  return 0;
}
