import { migrateToLatest } from '../platform/db/migrate.ts';
import { seedCommand, seedUsage } from './db-seed.ts';
import { asOwner, ownerUrl } from './owner.ts';
import { seedSampleOffices } from './sample-data.ts';

/** `hotline db migrate | seed`. Seeding adds the sample offices; with counts, made-up cases (`db-seed.ts`). */
export async function dbCommand(
  [action, ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  if (action === 'migrate') {
    const applied = await migrateToLatest(ownerUrl(env));
    console.log(
      applied.length === 0 ? 'Nothing to migrate.' : applied.map((name) => `applied ${name}`).join('\n'),
    );
    return 0;
  }
  if (action === 'seed' && args.length > 0) return seedCommand(args, env);
  if (action === 'seed') {
    const count = await asOwner(ownerUrl(env), seedSampleOffices);
    console.log(`${count} sample offices are there, with their areas. Hours that were set before are kept.`);
    return 0;
  }
  console.error(`usage: hotline db migrate | seed\n${seedUsage}`);
  return 2;
}
