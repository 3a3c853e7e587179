/** What an attribute may hold, and the warning code for anything else. */
export interface Attribute {
  readonly accepts: (value: string) => boolean;
  readonly code: number;
}

/** The general schema warning; used where Twilio has no code of its own. */
export const schemaWarning = 12200;

export function anyText(code = schemaWarning): Attribute {
  return { code, accepts: () => true };
}

export function oneOf(code: number, ...values: readonly string[]): Attribute {
  return { code, accepts: (value) => values.includes(value) };
}

export function wholeNumber(code: number, least: number, most = Number.MAX_SAFE_INTEGER): Attribute {
  return {
    code,
    accepts: (value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most,
  };
}

export function matching(code: number, pattern: RegExp): Attribute {
  return { code, accepts: (value) => pattern.test(value) };
}

/** Space-separated words out of a set, at least one. */
export function someOf(code: number, ...values: readonly string[]): Attribute {
  return { code, accepts: (value) => value.split(' ').every((word) => values.includes(word)) };
}

export function truth(code = schemaWarning): Attribute {
  return oneOf(code, 'true', 'false');
}

export function httpMethod(code = schemaWarning): Attribute {
  return oneOf(code, 'GET', 'POST');
}

/** Reads a method attribute that has been checked; POST unless GET is given. */
export function methodOf(value: string | undefined): 'GET' | 'POST' {
  return value === 'GET' ? 'GET' : 'POST';
}

/** Reads a number attribute that has been checked. */
export function numberOf(value: string | undefined, absent: number): number {
  return value === undefined ? absent : Number(value);
}
