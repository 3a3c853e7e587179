import { z } from 'zod';
import { defineAnswer } from './answer.ts';

const LENGTH = 8;

/**
 * A day: eight keys, month, day and year as they are written in the United States, `03022026`, kept as the ISO 8601
 * date `2026-03-02`. Years outside of 1900 to 2099 are a slip of the finger.
 */
export const date = defineAnswer('date', z.literal(true), () => ({
  valueType: 'date',
  celType: 'string',
  choices: [],
  entry: { by: 'digits', numDigits: LENGTH, fewest: LENGTH, read: readDate },
}));

function readDate(keys: string): string | null {
  const [, month, day, year] = /^(\d{2})(\d{2})((?:19|20)\d{2})$/.exec(keys) ?? [];
  if (month === undefined || day === undefined || year === undefined) return null;
  const iso = `${year}-${month}-${day}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // February 30 would become March 2.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : null;
}
