/** Keeps the newest entries by key; the oldest falls out when it is full. */
export interface Ring<T> {
  put(key: string, value: T): void;
  get(key: string): T | undefined;
  delete(key: string): void;
  /** Oldest first. */
  values(): T[];
}

export function createRing<T>(capacity: number): Ring<T> {
  const entries = new Map<string, T>();
  // Asking a map for its oldest key walks over every hole that deletions left; slots know it at once.
  const slots: string[] = [];
  let next = 0;
  return {
    put(key, value) {
      if (entries.has(key)) {
        entries.set(key, value);
        return;
      }
      const oldest = slots[next];
      if (oldest !== undefined) entries.delete(oldest);
      slots[next] = key;
      next = (next + 1) % capacity;
      entries.set(key, value);
    },
    get: (key) => entries.get(key),
    delete: (key) => void entries.delete(key),
    values: () => [...entries.values()],
  };
}
