import { createRing, type Ring } from '../ring.ts';

/** A text as the person who got it sees it. */
export interface ReceivedText {
  readonly sid: string;
  readonly from: string;
  readonly body: string;
  readonly at: string;
}

/** The texts on people's phones. */
export interface Phones {
  put(number: string, text: ReceivedText): void;
  /** Oldest first. */
  textsOf(number: string): readonly ReceivedText[];
}

/** Keeps so many texts on each of so many phones; the oldest go first. */
export function createPhones(capacity: number): Phones {
  const phones = createRing<Ring<ReceivedText>>(capacity);
  return {
    put(number, text) {
      const texts = phones.get(number) ?? createRing<ReceivedText>(capacity);
      texts.put(text.sid, text);
      phones.put(number, texts);
    },
    textsOf: (number) => phones.get(number)?.values() ?? [],
  };
}
