import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Log } from '../../kernel/ports.ts';
import { createSweeper } from './sweeps.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const clock = { now: () => new Date('2026-11-24T15:00:00Z') };

function setup(run: (signal: AbortSignal) => Promise<void>) {
  const errors: string[] = [];
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_fields, message) => void errors.push(message),
    child: () => log,
  };
  const sweep = { name: 'callbacks.load-horizon', everyMs: 1000, run: vi.fn(({ signal }) => run(signal)) };
  return { errors, run: sweep.run, sweeper: createSweeper({ sweeps: [sweep], clock, log }) };
}

/** Work that ends when the test says so. */
function held() {
  const ends: (() => void)[] = [];
  return {
    work: () => new Promise<void>((resolve) => ends.push(resolve)),
    endOne: async () => {
      ends.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('a sweep', () => {
  it('runs at the start and then at its pace, until it is stopped', async () => {
    const { run, sweeper } = setup(() => Promise.resolve());
    sweeper.start();
    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3500);
    expect(run).toHaveBeenCalledTimes(4);
    await sweeper.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(run).toHaveBeenCalledTimes(4);
  });

  it('never runs beside itself, however late it is', async () => {
    const { work, endOne } = held();
    const { run, sweeper } = setup(work);
    sweeper.start();
    await vi.advanceTimersByTimeAsync(5500);
    expect(run).toHaveBeenCalledTimes(1);
    await endOne();
    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('that is wanted soon while it runs is run once more, when it has ended', async () => {
    const { work, endOne } = held();
    const { run, sweeper } = setup(work);
    sweeper.start();
    sweeper.runSoon();
    sweeper.runSoon();
    expect(run).toHaveBeenCalledTimes(1);
    await endOne();
    expect(run).toHaveBeenCalledTimes(2);
    await endOne();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('that fails is logged and runs again at its pace; run by hand, it throws', async () => {
    const { errors, run, sweeper } = setup(() => Promise.reject(new Error('away')));
    sweeper.start();
    await vi.advanceTimersByTimeAsync(1500);
    expect(run).toHaveBeenCalledTimes(2);
    expect(errors).toEqual(['a sweep failed', 'a sweep failed']);
    await expect(sweeper.runAll()).rejects.toThrow('away');
  });

  it('is told to end, and waited for, when the sweeper stops', async () => {
    const { sweeper } = setup(
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    );
    sweeper.start();
    await sweeper.stop();
  });
});
