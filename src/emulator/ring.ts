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
  return {
    put(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= capacity) return;
      const oldest = entries.keys().next();
      if (oldest.done !== true) entries.delete(oldest.value);
    },
    get: (key) => entries.get(key),
    delete: (key) => void entries.delete(key),
    values: () => [...entries.values()],
  };
}
