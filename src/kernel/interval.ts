/** A span of time: from `startsAt` up to, but without, `endsAt`. */
export interface Interval {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What two spans have in common, or null when they only touch or miss each other. */
export function intersect(a: Interval, b: Interval): Interval | null {
  const startsAt = a.startsAt > b.startsAt ? a.startsAt : b.startsAt;
  const endsAt = a.endsAt < b.endsAt ? a.endsAt : b.endsAt;
  return startsAt < endsAt ? { startsAt, endsAt } : null;
}

/** What all spans have in common; null when that is nothing, or when there are none. */
export function intersectAll(intervals: readonly Interval[]): Interval | null {
  const [first = null, ...others] = intervals;
  return others.reduce<Interval | null>((common, interval) => common && intersect(common, interval), first);
}

export function overlaps(a: Interval, b: Interval): boolean {
  return intersect(a, b) !== null;
}

/** Length in minutes, with its fraction. */
export function minutesOf({ startsAt, endsAt }: Interval): number {
  return (endsAt.getTime() - startsAt.getTime()) / 60_000;
}
