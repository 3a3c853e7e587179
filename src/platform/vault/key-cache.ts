/** A bounded map that forgets what was used longest ago. */
export interface KeyCache<V> {
  get(id: string): V | undefined;
  set(id: string, value: V): void;
}

/** @param capacity entries at most */
export function createKeyCache<V>(capacity: number): KeyCache<V> {
  // A Map remembers insertion order: the first key is the one that was used longest ago.
  const entries = new Map<string, V>();
  return {
    get(id) {
      const value = entries.get(id);
      if (value === undefined) return undefined;
      entries.delete(id);
      entries.set(id, value);
      return value;
    },
    set(id, value) {
      entries.delete(id);
      entries.set(id, value);
      const oldest = entries.keys().next().value;
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
  };
}
