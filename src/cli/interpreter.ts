import { setInterpreter } from '../features/offices/index.ts';
import { classifyCaller } from '../kernel/phone.ts';
import { asOwner, ownerUrl } from './owner.ts';

const usage = 'usage: hotline interpreter set <language> <number>|none';
const languageCode = /^[a-z][a-z0-9_-]{0,39}$/;

/** `hotline interpreter set <language> <number>`: whom to ring for an interpreter, by the flow's code of the language. */
export async function interpreterCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [action, language = '', given = ''] = args;
  const phone = given === 'none' ? null : given;
  const isNumber = phone === null || classifyCaller(phone).kind !== 'withheld';
  if (action !== 'set' || !languageCode.test(language) || !isNumber) {
    console.error(usage);
    return 2;
  }
  await asOwner(ownerUrl(env), (tx) => setInterpreter(tx, language, phone));
  console.log(phone === null ? `Nobody interprets ${language}.` : `An interpreter of ${language} is rung.`);
  return 0;
}
