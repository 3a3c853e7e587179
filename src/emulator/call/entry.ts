/** What a string of keys means to a wait for keys. */
export interface Entry {
  readonly digits: string;
  /** The key that ended the entry; '' if it ended otherwise. */
  readonly finishedOn: string;
  /** Pressed after the entry was complete. */
  readonly surplus: string;
  /** False when only stillness can end it. */
  readonly complete: boolean;
}

/** Reads keys one at a time, as they are pressed, until there are enough or one is the finish key. */
export function readEntry(keys: string, numDigits: number, finishOnKey: string): Entry {
  for (let count = 0; count < keys.length; count += 1) {
    const key = keys.charAt(count);
    const digits = keys.slice(0, count);
    if (key === finishOnKey)
      return { digits, finishedOn: key, surplus: keys.slice(count + 1), complete: true };
    if (count + 1 === numDigits) {
      return { digits: digits + key, finishedOn: '', surplus: keys.slice(numDigits), complete: true };
    }
  }
  return { digits: keys, finishedOn: '', surplus: '', complete: false };
}
