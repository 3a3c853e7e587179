import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTimeLimit } from './time-limit.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the time limit of a run', () => {
  it('warns at three quarters and ends the run at the whole', async () => {
    const warn = vi.fn();
    const limit = startTimeLimit(1000, warn);
    const signal = limit.signal();
    const ended = limit.ended.catch((reason: unknown) => reason);
    vi.advanceTimersByTime(749);
    expect(warn).not.toHaveBeenCalled();
    vi.advanceTimersByTime(250);
    expect([warn.mock.calls.length, signal.aborted]).toEqual([1, false]);
    limit.throwIfEnded();
    vi.advanceTimersByTime(1);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ code: 'jobs.timed_out' });
    expect(await ended).toBe(signal.reason);
    expect(() => limit.throwIfEnded()).toThrow('jobs.timed_out');
  });

  it('does nothing once the run is over', () => {
    const warn = vi.fn();
    const limit = startTimeLimit(1000, warn);
    limit.clear();
    vi.advanceTimersByTime(5000);
    expect([warn.mock.calls.length, limit.signal().aborted]).toEqual([0, false]);
  });

  it('can be brought forward, and keeps its first reason', async () => {
    const limit = startTimeLimit(1000, () => {});
    const ended = limit.ended.catch((reason: unknown) => reason);
    limit.end(new Error('closing'));
    limit.end(new Error('lock lost'));
    expect(limit.signal().aborted).toBe(true);
    expect(await ended).toMatchObject({ message: 'closing' });
    limit.clear();
  });
});
