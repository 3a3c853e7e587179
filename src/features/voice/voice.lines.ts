import { isOpen } from '../../kernel/business-time.ts';
import { appError } from '../../kernel/errors.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { OfficesService } from '../offices/index.ts';

type Line = NonNullable<Awaited<ReturnType<OfficesService['lineByNumber']>>>;
type Calendar = Awaited<ReturnType<OfficesService['calendarOf']>>;

/** How long hours and closures are kept in memory; a step must not read them again and again. */
const freshForMs = 60_000;

/** The lines that we answer, and whether their office is open at the moment. */
export function createLineBook(deps: {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly offices: Pick<OfficesService, 'lineByNumber' | 'lineById' | 'calendarOf'>;
}) {
  const { db, clock, offices } = deps;
  const calendars = new Map<string, { readonly calendar: Calendar; readonly readAt: number }>();

  const calendarOfLine = async (lineId: string): Promise<Calendar | null> => {
    const now = clock.now().getTime();
    const kept = calendars.get(lineId);
    if (kept !== undefined && Math.abs(now - kept.readAt) < freshForMs) return kept.calendar;
    const line = await offices.lineById(db, lineId);
    if (line === null) return null;
    const calendar = await offices.calendarOf(db, line.defaultOfficeId);
    calendars.set(lineId, { calendar, readAt: now });
    return calendar;
  };

  return {
    /** @throws AppError `twilio.line_unknown` */
    async byNumber(number: string): Promise<Line> {
      const line = await offices.lineByNumber(db, number);
      if (line === null) throw appError('twilio.line_unknown');
      return line;
    },

    async isOpenNow(lineId: string): Promise<boolean> {
      const calendar = await calendarOfLine(lineId);
      return calendar !== null && isOpen(calendar, clock.now());
    },
  };
}

export type LineBook = ReturnType<typeof createLineBook>;
