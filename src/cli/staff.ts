import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createOfficesFeature } from '../features/offices/index.ts';
import { createStaffService } from '../features/staff/index.ts';
import { systemClock } from '../platform/system/clock.ts';
import { systemIds } from '../platform/system/ids.ts';
import { asOwner, ownerUrl } from './owner.ts';
import { rotaCommand, rotaUsage } from './staff-rota.ts';

const rolesSchema = z.array(z.enum(['agent', 'officer', 'supervisor', 'privacy', 'admin'])).min(1);

/** `hotline staff set <email>`: prints a fresh password once. Hours, telephones and the like are `staff-rota.ts`. */
export async function staffCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (['hours', 'languages', 'phone', 'skills', 'absence'].includes(args[0] ?? ''))
    return rotaCommand(args, env);
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      roles: { type: 'string' },
      offices: { type: 'string', default: '' },
    },
  });
  const [action, email] = positionals;
  const roles = rolesSchema.safeParse(values.roles?.split(',') ?? []);
  if (action !== 'set' || email === undefined || values.name === undefined || !roles.success) {
    console.error('usage: hotline staff set <email> --name <name> --roles officer,… [--offices LOS,…|all]');
    console.error(rotaUsage);
    return 2;
  }
  const displayName = values.name;
  const password = randomBytes(12).toString('base64url');
  const unknown = await asOwner(ownerUrl(env), async (tx) => {
    const known = (await createOfficesFeature().service.listOffices(tx)).map((office) => office.id);
    const asked = values.offices === 'all' ? known : values.offices.split(',').filter((id) => id !== '');
    const missing = asked.filter((id) => !known.includes(id));
    if (missing.length > 0) return missing;
    const staff = createStaffService({ db: tx, clock: systemClock, ids: systemIds });
    await staff.save(tx, { email, displayName, roles: roles.data, officeIds: asked, password });
    return [];
  });
  if (unknown.length > 0) {
    console.error(`No such office: ${unknown.join(', ')}. Nothing was changed.`);
    return 2;
  }
  console.log(`Signs in with the password ${password}`);
  return 0;
}
