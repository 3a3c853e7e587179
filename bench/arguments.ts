/** Reads a number of rounds, seconds, cases. @throws Error for what is none, or nothing */
export function count(text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`"${text}" is not a number above nothing.`);
}
