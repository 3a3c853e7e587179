import { describe, expect, it } from 'vitest';
import { createCommonTime, type CommonTime } from './common-time.ts';

const rest = (time: CommonTime, seconds: number): Promise<number> =>
  new Promise((resolve) => time.rest(seconds, () => resolve(time.now())));
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('common time', () => {
  it('jumps to whatever is due next, however the rests began', async () => {
    const time = createCommonTime();
    const order: string[] = [];
    const leg = async (name: string, ...seconds: number[]): Promise<void> => {
      for (const each of seconds) order.push(`${name} ${await rest(time, each)}`);
      time.leave(false);
    };
    for (let legs = 0; legs < 3; legs += 1) time.enter(false);
    await Promise.all([leg('a', 20), leg('b', 2, 3, 20), leg('c', 21)]);
    expect(order).toEqual(['b 2', 'b 5', 'a 20', 'c 21', 'b 25']);
  });

  it('stands still while anybody is at work', async () => {
    const time = createCommonTime();
    time.enter(false);
    time.enter(false);
    const rested = rest(time, 5);
    await turns(3);
    expect(time.now()).toBe(0);
    time.leave(false);
    expect(await rested).toBe(5);
  });

  it('stands still while something is on its way that nobody rests for', async () => {
    const time = createCommonTime();
    time.enter(false);
    const release = time.hold();
    const rested = rest(time, 5);
    await turns(3);
    expect(time.now()).toBe(0);
    release();
    release();
    expect(await rested).toBe(5);
  });

  it('wakes a rest early, once, and waits without end for one that has no end', async () => {
    const time = createCommonTime();
    time.enter(false);
    time.enter(false);
    let woken = 0;
    const wake = time.rest(Infinity, () => (woken += 1));
    expect(await rest(time, 7)).toBe(7);
    await turns(3);
    wake();
    wake();
    expect([woken, time.now()]).toEqual([1, 7]);
  });

  it('gives all legs to the clock when a live person comes among them', () => {
    const time = createCommonTime();
    time.enter(false);
    let resumed = 0;
    time.rest(60, () => (resumed += 1));
    time.enter(true);
    expect([time.live(), resumed, time.now()]).toEqual([true, 1, 0]);
    time.leave(true);
    expect(time.live()).toBe(false);
  });
});
