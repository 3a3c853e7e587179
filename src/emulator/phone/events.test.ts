import { describe, expect, it } from 'vitest';
import { createEventLog, type NumberedEvent, type PhoneEvent } from './events.ts';

const pressed = (keys: string): PhoneEvent => ({ event: 'pressed', data: { keys } });

function collect() {
  const taken: NumberedEvent[] = [];
  let ended = false;
  return {
    follower: { take: (event: NumberedEvent) => void taken.push(event), end: () => void (ended = true) },
    ids: () => taken.map(({ id }) => id),
    ended: () => ended,
  };
}

describe('the events of a call', () => {
  it('are given from a place on, then as they come', () => {
    const log = createEventLog(10);
    log.add(pressed('1'));
    log.add(pressed('2'));
    const reader = collect();
    const stop = log.follow(1, reader.follower);
    log.add(pressed('3'));
    stop();
    log.add(pressed('4'));
    expect(reader.ids()).toEqual([2, 3]);
  });

  it('are kept up to a number; their own numbers go on', () => {
    const log = createEventLog(2);
    for (const key of '12345') log.add(pressed(key));
    const reader = collect();
    log.follow(0, reader.follower);
    expect(reader.ids()).toEqual([4, 5]);
  });

  it('let their followers go at the end, and those who come later', () => {
    const log = createEventLog(10);
    const early = collect();
    const late = collect();
    log.follow(0, early.follower);
    log.add(pressed('1'));
    log.close();
    log.follow(0, late.follower);
    expect([early.ended(), late.ended()]).toEqual([true, true]);
    expect(late.ids()).toEqual([1]);
  });
});
