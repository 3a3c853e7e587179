import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  isBusinessDay,
  isOpen,
  openSpans,
  type OfficeCalendar,
  type OpenSpan,
} from '../../../kernel/business-time.ts';
import { intersect, minutesOf, type Interval } from '../../../kernel/interval.ts';
import { addDays, localDateOf } from '../../../kernel/local-date.ts';
import {
  callerZones,
  isCallerZone,
  windowHours,
  windowNames,
  type CallerZone,
} from '../../../kernel/windows.ts';
import { shiftsWithin, createRoster, type TakenWindow } from './capacity.model.ts';
import { computePromise, type KeepableWindow, type PromiseRequest } from './promise.model.ts';

const zones: readonly CallerZone[] = Object.keys(callerZones).filter(isCallerZone);
const instants = fc
  .integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2032, 0, 1) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000));
/** Times near those at which clocks change, and near New Year, where most mistakes live. */
const hardInstants = fc
  .tuple(
    fc.integer({ min: 2024, max: 2031 }),
    fc.constantFrom('03-06', '10-31', '12-30', '07-02'),
    fc.integer({ min: 0, max: 6 * 1440 }),
  )
  .map(([year, day, minutes]) => new Date(Date.parse(`${year}-${day}T00:00:00Z`) + minutes * 60_000));

const quarter = (quarters: number) =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
/** Two spans a day at most, apart from each other, as offices keep them. */
const day = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.uniqueArray(fc.integer({ min: 24, max: 92 }), { minLength: 4, maxLength: 4 }),
    fc.nat(4),
    fc.nat(4),
  )
  .map(([weekday, times, before, after]) => {
    const [a = 0, b = 0, c = 0, d = 0] = times.toSorted((x, y) => x - y);
    return [
      { weekday, opens: quarter(a), closes: quarter(b), officers: before },
      { weekday, opens: quarter(c), closes: quarter(d), officers: after },
    ];
  });
const calendars: fc.Arbitrary<OfficeCalendar> = fc.record({
  timeZone: fc.constantFrom(
    'America/New_York',
    'America/Chicago',
    'America/Phoenix',
    'America/Los_Angeles',
    'Pacific/Honolulu',
    'America/Puerto_Rico',
    'Pacific/Guam',
  ),
  hours: fc
    .uniqueArray(day, { maxLength: 7, selector: (spans) => spans[0]?.weekday })
    .map((days) => days.flat()),
  closures: fc.array(
    instants.map((at) => at.toISOString().slice(0, 10)),
    { maxLength: 3 },
  ),
  observesFederalHolidays: fc.boolean(),
});
const requests: fc.Arbitrary<PromiseRequest> = fc.record({
  now: fc.oneof(instants, hardInstants),
  windowName: fc.constantFrom(...windowNames),
  zone: fc.constantFrom(...zones),
  calendar: calendars,
  taken: fc.constant([]),
  handlingMinutes: fc.integer({ min: 10, max: 60 }),
  horizonDays: fc.integer({ min: 0, max: 15 }),
});

function expectKeepable(
  found: KeepableWindow,
  { now, zone, calendar, windowName, horizonDays }: PromiseRequest,
) {
  expect(found.asked).toBe(windowName);
  expect(found.startsAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
  expect(minutesOf(found)).toBeGreaterThanOrEqual(30);

  const [from, to] = windowHours[found.windowName];
  for (const timeZone of callerZones[zone]) {
    const starts = DateTime.fromJSDate(found.startsAt, { zone: timeZone });
    const ends = DateTime.fromJSDate(found.endsAt, { zone: timeZone });
    expect([starts.toISODate(), ends.toISODate()]).toEqual([found.localDate, found.localDate]);
    expect(starts.hour).toBeGreaterThanOrEqual(Math.max(from, 8));
    expect(ends.hour * 60 + ends.minute).toBeLessThanOrEqual(Math.min(to, 21) * 60);
  }
  const today = localDateOf(now, callerZones[zone][0]);
  expect(found.localDate <= addDays(today, horizonDays)).toBe(true);

  expect(isBusinessDay(calendar, localDateOf(found.startsAt, calendar.timeZone))).toBe(true);
  for (let at = found.startsAt.getTime(); at < found.endsAt.getTime(); at += 15 * 60_000)
    expect(isOpen(calendar, new Date(at))).toBe(true);
  expect(isOpen(calendar, new Date(found.endsAt.getTime() - 1))).toBe(true);
}

describe('any promise', () => {
  it('is in the future, within the window told, within 8:00–21:00 of the caller, on an open day of the office', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const found = computePromise(request);
        if (found) expectKeepable(found, request);
      }),
      { numRuns: 400 },
    );
  });

  it('is missed for no day on which it could have been kept', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const found = computePromise(request);
        const { now, zone, calendar, handlingMinutes, horizonDays } = request;
        const [from, to] = windowHours[request.windowName];
        const today = localDateOf(now, callerZones[zone][0]);
        const lastDay =
          found?.windowName === request.windowName ? found.localDate : addDays(today, horizonDays + 1);
        for (let date = today; date < lastDay; date = addDays(date, 1)) {
          for (const span of [-1, 0, 1].flatMap((n) => openSpans(calendar, addDays(date, n)))) {
            const inWindow = callerZones[zone].map((timeZone) => {
              const midnight = DateTime.fromISO(date, { zone: timeZone });
              return {
                startsAt: midnight.set({ hour: from }).toJSDate(),
                endsAt: midnight.set({ hour: to }).toJSDate(),
              };
            });
            const piece = [...inWindow, { startsAt: now, endsAt: new Date(8.64e15) }].reduce<Interval | null>(
              (common, next) => common && intersect(common, next),
              span,
            );
            const minutes = piece ? minutesOf(piece) : 0;
            expect(minutes >= 30 && span.officers * Math.floor(minutes / handlingMinutes) > 0).toBe(false);
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('many promises of one office', () => {
  const callers = fc.array(
    fc.tuple(fc.constantFrom(...windowNames), fc.constantFrom(...zones), fc.integer({ min: 0, max: 90 })),
    { minLength: 20, maxLength: 60 },
  );

  it('never need more officers than there are, over any stretch of time', () => {
    fc.assert(
      fc.property(requests, callers, (request, wishes) => {
        const taken: (Interval & { count: number })[] = [];
        let now = request.now;
        for (const [windowName, zone, minutesLater] of wishes) {
          now = new Date(now.getTime() + minutesLater * 60_000);
          const found = computePromise({ ...request, now, windowName, zone, taken });
          if (found) taken.push({ startsAt: found.startsAt, endsAt: found.endsAt, count: 1 });
        }
        const spans = Array.from({ length: request.horizonDays + 12 }, (_, n) =>
          openSpans(request.calendar, addDays(request.now.toISOString().slice(0, 10), n - 2)),
        ).flat();
        const starts = new Set(taken.map(({ startsAt }) => startsAt));
        const ends = new Set(taken.map(({ endsAt }) => endsAt));
        for (const startsAt of starts) {
          for (const endsAt of [...ends].filter((end) => end > startsAt)) {
            const within = taken.filter((other) => other.startsAt >= startsAt && other.endsAt <= endsAt);
            const needed = within.length * request.handlingMinutes;
            expect(needed).toBeLessThanOrEqual(officerMinutes(spans, { startsAt, endsAt }));
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  function officerMinutes(spans: readonly OpenSpan[], stretch: Interval): number {
    return spans.reduce((sum, span) => {
      const common = intersect(span, stretch);
      return sum + (common ? span.officers * minutesOf(common) : 0);
    }, 0);
  }
});

const staff = ['a', 'b', 'c', 'd'] as const;
const languages = ['en-US', 'es-US'] as const;
/** Officers of an office: each works some spans of the week, is away at times, and speaks something. */
const rotas = (timeZone: string) =>
  fc.record({
    timeZone: fc.constant(timeZone),
    isKept: fc.constant(true),
    hours: fc.array(
      fc
        .tuple(
          fc.constantFrom(...staff),
          fc.integer({ min: 1, max: 7 }),
          fc.uniqueArray(fc.integer({ min: 24, max: 92 }), { minLength: 2, maxLength: 2 }),
        )
        .map(([staffId, weekday, times]) => {
          const [from = 0, to = 0] = times.toSorted((x, y) => x - y);
          return { staffId, weekday, starts: quarter(from), ends: quarter(to) };
        }),
      { maxLength: 14 },
    ),
    absences: fc.array(
      fc.tuple(fc.constantFrom(...staff), instants).map(([staffId, at]) => {
        const firstDay = at.toISOString().slice(0, 10);
        return { staffId, firstDay, lastDay: addDays(firstDay, 4) };
      }),
      { maxLength: 3 },
    ),
    languages: fc.constant([
      { staffId: 'a', language: 'en' },
      { staffId: 'b', language: 'en' },
      { staffId: 'b', language: 'es' },
      { staffId: 'c', language: 'es' },
    ]),
  });
const withOfficers = requests.chain((request) =>
  fc.record({
    request: fc.constant({ ...request, farthestDays: request.horizonDays + 20 }),
    rota: rotas(request.calendar.timeZone),
    language: fc.constantFrom(null, ...languages),
  }),
);
const loads = (now: Date): fc.Arbitrary<TakenWindow[]> =>
  fc.array(
    fc
      .tuple(
        fc.integer({ min: -3 * 96, max: 20 * 96 }),
        fc.integer({ min: 2, max: 48 }),
        fc.integer({ min: 1, max: 9 }),
      )
      .map(([from, length, count]) => ({
        startsAt: new Date(now.getTime() + from * 15 * 60_000),
        endsAt: new Date(now.getTime() + (from + length) * 15 * 60_000),
        count,
      })),
    { maxLength: 8 },
  );

describe('promises of officers', () => {
  it('keep to the same hours, and somebody who speaks the language is there all the while', () => {
    fc.assert(
      fc.property(withOfficers, ({ request, rota, language }) => {
        const asked = { ...request, rota, language };
        const found = computePromise(asked);
        if (found === null) return;
        expectKeepable(found, { ...asked, horizonDays: asked.farthestDays });
        const shifts = shiftsWithin(createRoster(asked, language), found);
        for (let at = found.startsAt.getTime(); at < found.endsAt.getTime(); at += 5 * 60_000)
          expect(shifts.some((shift) => shift.startsAt.getTime() <= at && at < shift.endsAt.getTime())).toBe(
            true,
          );
      }),
      { numRuns: 300 },
    );
  });

  it('never come earlier for more that is promised or overdue before', () => {
    fc.assert(
      fc.property(
        withOfficers.chain((asked) =>
          fc.tuple(fc.constant(asked), loads(asked.request.now), loads(asked.request.now)),
        ),
        ([{ request, rota, language }, load, more]) => {
          const promise = (taken: readonly TakenWindow[]) =>
            computePromise({ ...request, rota, language, taken });
          const [before, after] = [promise(load), promise([...load, ...more])];
          if (before === null) expect(after).toBeNull();
          if (before === null || after?.windowName !== before.windowName) return;
          expect(after.startsAt.getTime()).toBeGreaterThanOrEqual(before.startsAt.getTime());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leave each language the time of those who speak it, and all of them the time of all', () => {
    const callers = fc.array(
      fc.tuple(
        fc.constantFrom(...windowNames),
        fc.constantFrom(...languages, null),
        fc.integer({ min: 0, max: 90 }),
      ),
      { minLength: 20, maxLength: 40 },
    );
    fc.assert(
      fc.property(withOfficers, callers, fc.nat(12), ({ request, rota }, wishes, overdue) => {
        const begins = request.now;
        const taken: (Interval & { count: number; language: string | null })[] = [];
        const backlog = { startsAt: new Date(0), endsAt: new Date(1), count: overdue };
        let now = begins;
        for (const [windowName, language, minutesLater] of wishes) {
          now = new Date(now.getTime() + minutesLater * 60_000);
          const found = computePromise({
            ...request,
            rota,
            now,
            windowName,
            language,
            taken: [...taken, backlog],
          });
          if (found) taken.push({ startsAt: found.startsAt, endsAt: found.endsAt, count: 1, language });
        }
        for (const language of [null, ...languages]) {
          const roster = createRoster({ calendar: request.calendar, rota }, language);
          const mine = taken.filter((other) => language === null || other.language === language);
          const ends = new Set(mine.map(({ endsAt }) => endsAt));
          for (const { startsAt } of mine) {
            for (const endsAt of [...ends].filter((end) => end > startsAt)) {
              const within = mine.filter((other) => other.startsAt >= startsAt && other.endsAt <= endsAt);
              const minutes = shiftsWithin(roster, { startsAt, endsAt }).reduce(
                (sum, shift) => sum + shift.officers * minutesOf(shift),
                0,
              );
              expect(within.length * request.handlingMinutes).toBeLessThanOrEqual(minutes);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
