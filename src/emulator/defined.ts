type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Drops keys whose value is `undefined`: absent and undefined are two things to the compiler. */
export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>;
}
