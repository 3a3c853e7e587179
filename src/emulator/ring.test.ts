import { describe, expect, it } from 'vitest';
import { createRing } from './ring.ts';

describe('a ring', () => {
  it('keeps the newest, oldest first', () => {
    const ring = createRing<number>(3);
    for (let count = 1; count <= 5; count += 1) ring.put(`k${count}`, count);
    expect(ring.values()).toEqual([3, 4, 5]);
    expect([ring.get('k2'), ring.get('k5')]).toEqual([undefined, 5]);
  });

  it('replaces what it has under the same key', () => {
    const ring = createRing<number>(2);
    ring.put('a', 1);
    ring.put('b', 2);
    ring.put('a', 3);
    expect(ring.values()).toEqual([3, 2]);
    ring.put('c', 4);
    expect(ring.values()).toEqual([2, 4]);
  });

  it('forgets what is deleted', () => {
    const ring = createRing<number>(2);
    ring.put('a', 1);
    ring.delete('a');
    expect(ring.values()).toEqual([]);
  });
});
