import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHandsets, TooManyCallsError, type Handsets } from './handsets.ts';

const nobody = { rings: () => undefined, stops: () => undefined };
const coming = (sid: string) => ({ sid, from: '+12025550100', to: '+12025550111' });
let handsets: Handsets;
let sids = 0;

beforeEach(() => {
  vi.useFakeTimers();
  sids = 0;
  handsets = createHandsets({
    newSid: () => `CA${(sids += 1)}`,
    dial: () => undefined,
    wake: () => undefined,
    keepMs: 60_000,
    graceMs: 10_000,
  });
});
afterEach(() => void vi.useRealTimers());

const place = () => handsets.place('+12025550123', '+12025550100');
const end = (id: string): void =>
  handsets.get(id)?.phone.party.news?.({ event: 'ended', by: 'app', status: 'completed' });

describe('live phones', () => {
  it('forget a call some time after its end', () => {
    const { id } = place();
    end(id);
    vi.advanceTimersByTime(59_000);
    expect(handsets.get(id)?.state()).toBe('ended');
    vi.advanceTimersByTime(1000);
    expect(handsets.get(id)).toBeUndefined();
  });

  it('hold so many calls; those that have ended make room', () => {
    const { id } = place();
    for (let count = 1; count < 200; count += 1) place();
    expect(place).toThrow(TooManyCallsError);
    end(id);
    expect(place().id).toBe('CA202');
    expect(handsets.get(id)).toBeUndefined();
  });

  it('forget a call that could not be placed', () => {
    const failing = createHandsets({
      newSid: () => 'CA1',
      wake: () => undefined,
      dial: () => {
        throw new Error('no such number');
      },
    });
    expect(() => failing.place('+12025550123', '+1')).toThrow('no such number');
    expect(failing.get('CA1')).toBeUndefined();
  });

  it('answer for a number while somebody listens, and for a moment after', () => {
    expect(handsets.answering(coming('CA1'))).toBeUndefined();
    const stop = handsets.listen('+12025550111', nobody);
    expect(handsets.answering(coming('CA1'))).toBeDefined();
    stop();
    vi.advanceTimersByTime(9000);
    expect(handsets.answering(coming('CA2'))).toBeDefined();
    vi.advanceTimersByTime(1000);
    expect(handsets.answering(coming('CA3'))).toBeUndefined();
  });

  it('keep a number live for whoever came back meanwhile', () => {
    handsets.listen('+12025550111', nobody)();
    vi.advanceTimersByTime(5000);
    handsets.listen('+12025550111', nobody);
    vi.advanceTimersByTime(60_000);
    expect(handsets.answering(coming('CA1'))).toBeDefined();
  });
});
