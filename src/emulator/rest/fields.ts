import { RestError } from './errors.ts';

/** Form fields or query of a REST request; a repeated field is a list. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field's text; `undefined` if it is missing or empty. The last of a repeated field counts. */
export function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' && last !== '' ? last : undefined;
}

/** All values of a repeated field. */
export function listField(fields: Fields, name: string): string[] {
  const value = fields[name];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string' && one !== '').map(String);
}

export function methodField(fields: Fields, name: string): 'GET' | 'POST' {
  const value = textField(fields, name) ?? 'POST';
  if (value === 'GET' || value === 'POST') return value;
  throw new RestError(400, 20001, `${name} must be GET or POST`);
}

export function numberField(fields: Fields, name: string, least: number, most: number): number | undefined {
  const value = textField(fields, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new RestError(400, 20001, `${name} must be a whole number from ${least} to ${most}`);
}

/** An absolute http(s) URL; `code` is Twilio's for this field. */
export function urlField(fields: Fields, name: string, code: number): string | undefined {
  const value = textField(fields, name);
  if (value === undefined) return undefined;
  if (/^https?:\/\/[^/?#]+/i.test(value) && URL.canParse(value)) return value;
  throw new RestError(400, code, `${name} is not a valid URL`);
}

/** Refuses fields whose effect the emulator does not simulate: better a failed test than a silent difference. */
export function refuseFields(fields: Fields, names: readonly string[]): void {
  const used = names.find((name) => textField(fields, name) !== undefined);
  if (used !== undefined) throw new RestError(400, 20001, `The emulator does not simulate ${used}`);
}
