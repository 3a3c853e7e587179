/**
 * A row in the text format of COPY: tabs between columns, `\N` for null, a newline at the end
 * (PostgreSQL manual, COPY, "Text Format"). Objects are written as JSON.
 *
 * @throws TypeError for an array, which could be meant as one of Postgres or as JSON
 */
export function encodeCopyRow(values: readonly unknown[]): string {
  return `${values.map(encode).join('\t')}\n`;
}

function encode(value: unknown): string {
  if (value === null || value === undefined) return missing;
  if (typeof value === 'string') return escape(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) throw new TypeError('COPY is not given arrays');
  return escape(JSON.stringify(value));
}

const missing = '\\N';
const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (text: string): string => text.replace(special, (found) => escapes[found] ?? found);
