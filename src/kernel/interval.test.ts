import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersect, intersectAll, minutesOf, overlaps, type Interval } from './interval.ts';

const span = (from: number, to: number): Interval => ({ startsAt: new Date(from), endsAt: new Date(to) });
const spans = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }))
  .map(([from, length]) => span(from, from + length));
const within = (at: number, { startsAt, endsAt }: Interval) =>
  startsAt.getTime() <= at && at < endsAt.getTime();

describe('intersect', () => {
  it('holds exactly the instants that both hold', () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const common = intersect(a, b);
        expect(overlaps(a, b)).toBe(common !== null);
        for (let at = 0; at <= 100; at += 1)
          expect(common !== null && within(at, common)).toBe(within(at, a) && within(at, b));
      }),
    );
  });

  it('is nothing where spans only touch', () => {
    expect(intersect(span(0, 10), span(10, 20))).toBeNull();
  });
});

describe('intersectAll', () => {
  it('narrows with each span', () => {
    expect(intersectAll([span(0, 30), span(10, 40), span(20, 25)])).toEqual(span(20, 25));
    expect(intersectAll([span(0, 10), span(20, 30), span(0, 30)])).toBeNull();
    expect(intersectAll([])).toBeNull();
  });
});

describe('minutesOf', () => {
  it('counts minutes with their fraction', () => {
    expect(minutesOf(span(0, 90_000))).toBe(1.5);
  });
});
