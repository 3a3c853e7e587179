import { createOfficesFeature } from '../features/offices/index.ts';
import {
  createStaffService,
  readWeek,
  replaceLanguages,
  replacePhone,
  setHours,
} from '../features/staff/index.ts';
import { systemClock } from '../platform/system/clock.ts';
import { systemIds } from '../platform/system/ids.ts';
import { asOwner } from './owner.ts';

interface DemoOfficer {
  readonly email: string;
  readonly displayName: string;
  readonly officeId: string;
  readonly week: string;
  readonly languages: readonly string[];
  /** E.164, of the fictional range. */
  readonly phone: string;
}

/** Part-time officers: what these offices promise comes from their hours. Other offices go by their numbers. */
const officers: readonly DemoOfficer[] = [
  {
    email: 'officer@example.org',
    displayName: 'Demo officer',
    officeId: 'LOS',
    week: 'mon 08:30-13:00, tue 08:30-13:00, wed 08:30-13:00, thu 08:30-13:00, fri 08:30-13:00',
    languages: ['en-US', 'es-US'],
    phone: '+12025550111',
  },
  {
    email: 'officer.afternoons@example.org',
    displayName: 'Demo officer for afternoons',
    officeId: 'LOS',
    week: 'mon 12:30-17:00, tue 12:30-17:00, thu 12:30-17:00',
    languages: ['en-US'],
    phone: '+12025550113',
  },
  {
    email: 'officer.san-diego@example.org',
    displayName: 'Demo officer of San Diego',
    officeId: 'SND',
    week: 'mon 08:30-17:00, tue 08:30-17:00, wed 08:30-17:00, thu 08:30-17:00, fri 08:30-12:00',
    languages: ['en-US', 'es-US'],
    phone: '+12025550114',
  },
  {
    email: 'officer.desk@example.org',
    displayName: 'Demo officer of the national desk',
    officeId: 'NAT',
    week: 'mon 10:00-19:00, tue 10:00-19:00, wed 10:00-19:00, thu 10:00-19:00, fri 10:00-19:00',
    languages: ['en-US', 'es-US'],
    phone: '+12025550115',
  },
];

/** Gives the demo officers with hours, languages and telephones. Those that are there already stay as they are. */
export async function seedDemoOfficers(ownerUrl: string, password: string): Promise<void> {
  await asOwner(ownerUrl, async (tx) => {
    const offices = createOfficesFeature().service;
    const staff = createStaffService({ db: tx, clock: systemClock, ids: systemIds });
    for (const { email, displayName, officeId, week, languages, phone } of officers) {
      if ((await staff.idOf(tx, email)) === null) {
        const account = { email, displayName, roles: ['officer' as const], officeIds: [officeId] };
        await staff.save(tx, { ...account, password });
      }
      const staffId = await staff.idOf(tx, email);
      const { hours } = await staff.rotaOf(tx, officeId);
      if (staffId === null || hours.some((worked) => worked.staffId === staffId)) continue;
      const setting = { staffId, setBy: null, now: systemClock.now() };
      const { timeZone } = await offices.calendarOf(tx, officeId);
      await setHours(tx, { ...setting, officeId, timeZone, week: readWeek(week) ?? [] });
      await replaceLanguages(tx, { ...setting, languages });
      await replacePhone(tx, { ...setting, phone });
    }
  });
}
