import { RestError } from './errors.ts';
import { textField, type Fields } from './fields.ts';

const dayMs = 86_400_000;

function readDate(text: string, name: string): { readonly at: number; readonly wholeDay: boolean } {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RestError(400, 20001, `${name} is not a date`);
  return { at, wholeDay: /^\d{4}-\d{2}-\d{2}$/.test(text) };
}

/**
 * Reads the filters `Name` (that day, or that second), `Name<` (until) and `Name>` (from), dates in UTC.
 * What has no date passes only where there is no filter.
 */
export function dateFilter(query: Fields, name: string): (date: Date | undefined) => boolean {
  const [on, until, from] = ['', '<', '>'].map((relation) => {
    const text = textField(query, name + relation);
    return text === undefined ? undefined : readDate(text, name);
  });
  if (on === undefined && until === undefined && from === undefined) return () => true;
  return (date) => {
    if (date === undefined) return false;
    const at = Math.floor(date.getTime() / 1000) * 1000;
    const span = (bound: { wholeDay: boolean }): number => (bound.wholeDay ? dayMs : 1000);
    if (on !== undefined && (at < on.at || at >= on.at + span(on))) return false;
    if (until !== undefined && at >= until.at + span(until)) return false;
    return from === undefined || at >= Math.floor(from.at / 1000) * 1000;
  };
}
