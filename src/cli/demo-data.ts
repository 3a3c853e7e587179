import { seedLine, createOfficesFeature } from '../features/offices/index.ts';
import { createStaffService } from '../features/staff/index.ts';
import type { Role } from '../platform/http/access.port.ts';
import { systemClock } from '../platform/system/clock.ts';
import { systemIds } from '../platform/system/ids.ts';
import { asOwner } from './owner.ts';
import { seedSampleOffices } from './sample-data.ts';

export const assistanceLine = {
  id: 'assistance-line',
  phoneNumber: '+18005550199',
  flow: 'assistance-line',
  defaultOfficeId: 'NAT',
  callCentreNumber: null,
};

/** The number that we show when we ring callers. Whoever rings it hears words that name nobody. */
export const neutralLine = {
  id: 'neutral-line',
  phoneNumber: '+12025550170',
  flow: 'neutral-line',
  defaultOfficeId: 'NAT',
  callCentreNumber: null,
  callbackNumber: null,
};

const accounts: readonly { readonly email: string; readonly displayName: string; readonly role: Role }[] = [
  { email: 'agent@example.org', displayName: 'Demo agent', role: 'agent' },
  { email: 'officer@example.org', displayName: 'Demo officer', role: 'officer' },
  { email: 'supervisor@example.org', displayName: 'Demo supervisor', role: 'supervisor' },
  { email: 'privacy@example.org', displayName: 'Demo privacy officer', role: 'privacy' },
  { email: 'admin@example.org', displayName: 'Demo administrator', role: 'admin' },
];

export const demoEmails = accounts.map((account) => account.email);

/** Offices, the lines, and an account per role. They work for every office, so that any call is on their lists. */
export async function seedDemo(ownerUrl: string, password: string): Promise<void> {
  await asOwner(ownerUrl, async (tx) => {
    await seedSampleOffices(tx);
    await seedLine(tx, assistanceLine);
    await seedLine(tx, neutralLine);
    const officeIds = (await createOfficesFeature().service.listOffices(tx)).map((office) => office.id);
    const staff = createStaffService({ db: tx, clock: systemClock, ids: systemIds });
    for (const { role, ...account } of accounts)
      await staff.save(tx, { ...account, roles: [role], officeIds, password });
  });
}
