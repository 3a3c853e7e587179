import { appError } from '../../kernel/errors.ts';
import type { Tx } from '../../platform/db/database.ts';
import { weeksOverlap, type WeeklyHours } from './rota.model.ts';
import * as repository from './rota.repository.ts';

/**
 * Sets a person's hours for an office, as the owner of the tables. What stood before stays as history.
 *
 * @throws AppError `staff.hours_overlap` where they work for another office at the same time: one officer is not two
 */
export async function setHours(
  tx: Tx,
  setting: repository.Setting & {
    readonly officeId: string;
    /** IANA name of the office's zone, on whose wall clock the week is. */
    readonly timeZone: string;
    readonly week: readonly WeeklyHours[];
  },
): Promise<void> {
  const { staffId, officeId, timeZone, week } = setting;
  for (const other of await repository.readHoursElsewhere(tx, staffId, officeId)) {
    if (!weeksOverlap({ timeZone, week }, other)) continue;
    throw appError('staff.hours_overlap', { fields: { officeId, otherOfficeId: other.officeId } });
  }
  await repository.replaceHours(tx, setting);
}
