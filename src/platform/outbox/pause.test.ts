import { expect, it } from 'vitest';
import { createPause } from './pause.ts';

const hour = 3_600_000;

it('a rest ends when it is woken', async () => {
  const pause = createPause();
  const rest = pause.rest(hour);
  pause.wake();
  await rest;
});

it('a hint that comes during work is met by the next rest, once', async () => {
  const pause = createPause();
  pause.wake();
  await pause.rest(hour);
  const next = pause.rest(hour);
  const ended = await Promise.race([next.then(() => 'ended'), Promise.resolve('resting')]);
  expect(ended).toBe('resting');
  pause.wake();
  await next;
});

it('a rest ends by itself', async () => {
  await createPause().rest(1);
});
