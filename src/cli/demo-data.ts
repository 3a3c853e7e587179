import { createOfficesFeature, seedLine, setInterpreter } from '../features/offices/index.ts';
import { createStaffService, replacePhone } from '../features/staff/index.ts';
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
  callbackNumber: '+12025550170',
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

/** Telephones of the fictional range, on which the demo's officers and interpreters are rung. */
const phones: Readonly<Record<string, string>> = {
  'officer@example.org': '+12025550111',
  'supervisor@example.org': '+12025550112',
};
const interpreters = {
  mandarin: '+12025550181',
  vietnamese: '+12025550182',
  korean: '+12025550183',
  arabic: '+12025550184',
};

/**
 * Offices, the lines with interpreters, and an account per role. They work for every office, so that any call is on
 * their lists.
 */
export async function seedDemo(ownerUrl: string, password: string): Promise<void> {
  await asOwner(ownerUrl, async (tx) => {
    await seedSampleOffices(tx);
    await seedLine(tx, assistanceLine);
    await seedLine(tx, neutralLine);
    const officeIds = (await createOfficesFeature().service.listOffices(tx)).map((office) => office.id);
    const staff = createStaffService({ db: tx, clock: systemClock, ids: systemIds });
    for (const { role, ...account } of accounts)
      await staff.save(tx, { ...account, roles: [role], officeIds, password });
    for (const [language, phone] of Object.entries(interpreters)) await setInterpreter(tx, language, phone);
    for (const [email, phone] of Object.entries(phones)) {
      const staffId = await staff.idOf(tx, email);
      if (staffId === null || (await staff.phoneOf(tx, staffId)) !== null) continue;
      await replacePhone(tx, { staffId, phone, setBy: null, now: systemClock.now() });
    }
  });
}
