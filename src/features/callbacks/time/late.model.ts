/** When the national desk takes over what a supervisor has not seen to. Pure. */
import { openSpans, type OfficeCalendar } from '../../../kernel/business-time.ts';
import { intersect, minutesOf } from '../../../kernel/interval.ts';
import { addDays, localDateOf } from '../../../kernel/local-date.ts';

const minuteMs = 60_000;
/** How far back open time is looked for: an office that was closed for longer has none. */
const searchDays = 60;

/**
 * The latest instant since which the office was open for so many minutes. So many minutes ago where it was not open for
 * as long within sixty days: a caller does not wait for an office that is closed for good.
 *
 * @example
 * // Monday 2 March 2026, 9:30 in an office that is open 8:30–17:00:
 * openMinutesAgo(calendar, now, 120) // Friday, 16:00
 */
export function openMinutesAgo(calendar: OfficeCalendar, now: Date, minutes: number): Date {
  const past = { startsAt: new Date(now.getTime() - (searchDays + 1) * 24 * 60 * minuteMs), endsAt: now };
  let date = localDateOf(now, calendar.timeZone);
  let left = minutes;
  for (let days = 0; days <= searchDays; days += 1) {
    for (const span of openSpans(calendar, date).toReversed()) {
      const open = intersect(span, past);
      if (open === null) continue;
      const length = minutesOf(open);
      if (length >= left) return new Date(open.endsAt.getTime() - left * minuteMs);
      left -= length;
    }
    date = addDays(date, -1);
  }
  return new Date(now.getTime() - minutes * minuteMs);
}
