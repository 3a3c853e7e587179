import type { NumberConfig } from './options.ts';

/** A number of the account, with its SID and dates. */
export interface AccountNumber extends NumberConfig {
  readonly sid: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface AccountNumbers {
  /** Adds a number, or changes one: what is not given keeps its value. */
  set(number: NumberConfig): AccountNumber;
  byNumber(number: string): AccountNumber | undefined;
  bySid(sid: string): AccountNumber | undefined;
  list(): AccountNumber[];
}

/** A call to a number that the account does not have. */
export class UnknownNumberError extends Error {
  override readonly name = 'UnknownNumberError';
}

export function createAccountNumbers(now: () => Date, newSid: (prefix: string) => string): AccountNumbers {
  const numbers = new Map<string, AccountNumber>();
  return {
    set(given) {
      const known = numbers.get(given.number);
      const at = now();
      const sid = given.sid ?? known?.sid ?? newSid('PN');
      const number = { ...known, ...given, sid, createdAt: known?.createdAt ?? at, updatedAt: at };
      numbers.set(given.number, number);
      return number;
    },
    byNumber: (number) => numbers.get(number),
    bySid: (sid) => [...numbers.values()].find((number) => number.sid === sid),
    list: () => [...numbers.values()],
  };
}
