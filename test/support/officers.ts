import { vi } from 'vitest';
import { asOwner } from '../../src/cli/owner.ts';
import { staffCommand } from '../../src/cli/staff.ts';
import { createStaffService } from '../../src/features/staff/index.ts';
import { systemClock } from '../../src/platform/system/clock.ts';
import { systemIds } from '../../src/platform/system/ids.ts';
import { password, type Hotline } from './hotline.ts';

const emailOf = (name: string) => `${name}@example.org`;

/** Officers of an office, with hours, languages and absences as commands set them. Weeks begin on their Monday. */
export function officersOf(hotline: Hotline) {
  const { url } = hotline.database;
  const run = async (...args: string[]) => {
    const quiet = vi.spyOn(console, 'log').mockReturnValue();
    const code = await staffCommand(args, { DATABASE_URL: url });
    quiet.mockRestore();
    if (code !== 0) throw new Error(`hotline staff ${args.join(' ')} ended with ${code}`);
  };
  return {
    emailOf,
    /** Adds an officer of the offices, who works for the first of them. */
    async add(name: string, officeIds: readonly [string, ...string[]], week: string): Promise<void> {
      await asOwner(url, (tx) =>
        createStaffService({ db: tx, clock: systemClock, ids: systemIds }).save(tx, {
          email: emailOf(name),
          displayName: name,
          roles: ['officer'],
          officeIds,
          password,
        }),
      );
      await run('hours', emailOf(name), '--office', officeIds[0], '--week', week);
    },
    hours: (name: string, officeId: string, week: string) =>
      run('hours', emailOf(name), '--office', officeId, '--week', week),
    speaks: (name: string, languages: string) => run('languages', emailOf(name), '--speaks', languages),
    isAway: (name: string, from: string, to: string) =>
      run('absence', emailOf(name), '--from', from, '--to', to, '--reason', 'sick'),
    isBack: (name: string, from: string) => run('absence', 'end', emailOf(name), '--from', from),
  };
}

/** The same hours from Monday to Friday, such as `09:00-12:30`. */
export const weekdays = (hours: string): string =>
  ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => `${day} ${hours}`).join(', ');
