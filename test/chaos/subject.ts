import type { Verdict } from './verdict.ts';

/** What the faults are done to: the product, or the control beside it. */
export interface Subject {
  readonly name: string;
  /** Places one call and remembers what its caller heard. */
  call(): Promise<void>;
  killWorker(): Promise<void>;
  startWorker(): Promise<void>;
  verdict(): Promise<Verdict>;
  stop(): Promise<void>;
}

/** Time until a promised callback falls due, for both subjects alike. */
export const dueInSeconds = 3;

/** The case number in what was said, as digits, or undefined if none was. */
export function heardNumber(heard: readonly { readonly text: string }[]): string | undefined {
  const said = /case number is ([\d ,-]+)/.exec(heard.map((line) => line.text).join(' '))?.[1];
  return said?.replaceAll(/\D/g, '');
}
