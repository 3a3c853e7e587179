/** Who works the callbacks of a window in which an office has nobody. Pure. */
import { nextBusinessDay, type OfficeCalendar } from '../../../kernel/business-time.ts';
import type { Interval } from '../../../kernel/interval.ts';
import { instantOf, localDateOf } from '../../../kernel/local-date.ts';
import { isStaffed, type OfficeAtWork } from './capacity.model.ts';

/** How far ahead cover is seen to: later, whoever is away may be back, or hours may have been set. */
const businessDaysAhead = 3;

/** When the third business day of an office from now on ends; it may not be open on the first. */
export function coverHorizon(calendar: OfficeCalendar, now: Date): Date {
  let date = localDateOf(now, calendar.timeZone);
  for (let day = 0; day < businessDaysAhead; day += 1) date = nextBusinessDay(calendar, date) ?? date;
  return instantOf(date, 24 * 60, calendar.timeZone, 'later');
}

export type CoverPlan =
  /** Somebody of the office is there at some time of the window. */
  | { readonly kind: 'stays' }
  | { readonly kind: 'handed_over'; readonly officeId: string; readonly needsInterpreter: boolean }
  /** Nobody is there, here or elsewhere. */
  | { readonly kind: 'nobody' };

/**
 * Who keeps the promises of a window: the office while anybody of it is there, else the first of those that cover it
 * who has somebody there.
 */
export function planCover(
  window: Interval & { readonly language: string | null },
  office: OfficeAtWork,
  covers: readonly (OfficeAtWork & { readonly officeId: string })[],
): CoverPlan {
  if (isStaffed(office, window)) return { kind: 'stays' };
  const cover = covers.find((other) => isStaffed(other, window));
  if (cover === undefined) return { kind: 'nobody' };
  const needsInterpreter = !isStaffed(cover, window, window.language);
  return { kind: 'handed_over', officeId: cover.officeId, needsInterpreter };
}
