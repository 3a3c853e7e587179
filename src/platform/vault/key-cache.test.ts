import { expect, it } from 'vitest';
import { createKeyCache } from './key-cache.ts';

it('forgets what was used longest ago', () => {
  const cache = createKeyCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
});

it('keeps one entry for an id that is set twice', () => {
  const cache = createKeyCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('b', 3);
  expect([cache.get('a'), cache.get('b')]).toEqual([1, 3]);
});
