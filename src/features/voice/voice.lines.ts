import { isOpen } from '../../kernel/business-time.ts';
import { appError } from '../../kernel/errors.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { OfficesService } from '../offices/index.ts';
import type { LineFacts } from './voice.model.ts';

type Line = NonNullable<Awaited<ReturnType<OfficesService['lineByNumber']>>>;

/** Hours begin and end with a minute, so that within one an office is open or it is not. */
const minuteMs = 60_000;

/** The lines that we answer, and what is true of them at the moment. */
export function createLineBook(deps: {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly offices: Pick<OfficesService, 'lineByNumber' | 'lineById' | 'calendarOf'>;
}) {
  const { db, clock, offices } = deps;
  /** A step must not read hours and reckon with them: once a minute and line is enough. */
  const answers = new Map<string, { readonly minute: number; readonly facts: LineFacts }>();

  const readFacts = async (lineId: string): Promise<LineFacts> => {
    const line = await offices.lineById(db, lineId);
    if (line === null) return { open: false, callCentre: null };
    const { callCentreNumber: number, phoneNumber: from, defaultOfficeId } = line;
    return {
      open: isOpen(await offices.calendarOf(db, defaultOfficeId), clock.now()),
      callCentre: number === null ? null : { number, from },
    };
  };

  return {
    /** @throws AppError `twilio.line_unknown` */
    async byNumber(number: string): Promise<Line> {
      const line = await offices.lineByNumber(db, number);
      if (line === null) throw appError('twilio.line_unknown');
      return line;
    },

    async factsNow(lineId: string): Promise<LineFacts> {
      const minute = Math.floor(clock.now().getTime() / minuteMs);
      const known = answers.get(lineId);
      if (known?.minute === minute) return known.facts;
      const facts = await readFacts(lineId);
      answers.set(lineId, { minute, facts });
      return facts;
    },
  };
}

export type LineBook = ReturnType<typeof createLineBook>;
