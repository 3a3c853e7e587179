/** What follows an attempt: rules as data, `callbacks.policy.yaml` beside the flows. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { nextBusinessDay } from '../../../kernel/business-time.ts';
import { appError } from '../../../kernel/errors.ts';
import type { Interval } from '../../../kernel/interval.ts';
import { addDays, instantOf, localDateOf } from '../../../kernel/local-date.ts';
import { callerZones } from '../../../kernel/windows.ts';
import type { ClosedReason } from '../callbacks.model.ts';
import { computePromise, type PromiseRequest } from '../promises/promise.model.ts';

export const attemptOutcomes = [
  'reached',
  'no_answer',
  'busy',
  'voicemail_left',
  'wrong_number',
  'declined',
  'safety_stop',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** What the policy knows a rule for: also a text that nobody answered while its window lasted. */
export const followedOutcomes = [...attemptOutcomes, 'texted'] as const;
export type FollowedOutcome = (typeof followedOutcomes)[number];

const closing = z.strictObject({
  close: z.enum(['reached', 'declined', 'wrong_number', 'safety_stop']),
  escalate: z.boolean().default(false),
});
const trying = z.strictObject({ afterBusinessDays: z.int().min(1).max(10) });
const minutes = z
  .int()
  .min(1)
  .max(24 * 60);
const policySchema = z.strictObject({
  /** BCP 47. The language that most callers and officers speak: turns are given to rarer ones first. */
  commonLanguage: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .default('en-US'),
  /** How long before the end of its window the office is reminded of a callback that nobody has rung. */
  reminders: z.strictObject({ minutesBeforeEnd: minutes }).default({ minutesBeforeEnd: 30 }),
  /** How long the supervisor has with one whose window has passed, in the office's hours, before the national desk has. */
  escalation: z.strictObject({ supervisorMinutes: minutes }).default({ supervisorMinutes: 120 }),
  /** Minutes of an officer's time that one callback takes, for what an office can promise. */
  handlingMinutes: z.int().min(5).max(240).default(20),
  attempts: z.int().min(1).max(10),
  outcomes: z.record(z.enum(followedOutcomes), z.union([closing, trying])),
});
export type CallbackPolicy = z.infer<typeof policySchema>;

/** What holds where no policy lies beside the flows. */
export const defaultPolicy: CallbackPolicy = {
  commonLanguage: 'en-US',
  reminders: { minutesBeforeEnd: 30 },
  escalation: { supervisorMinutes: 120 },
  handlingMinutes: 20,
  attempts: 3,
  outcomes: {
    reached: { close: 'reached', escalate: false },
    declined: { close: 'declined', escalate: false },
    wrong_number: { close: 'wrong_number', escalate: false },
    safety_stop: { close: 'safety_stop', escalate: true },
    no_answer: { afterBusinessDays: 1 },
    busy: { afterBusinessDays: 1 },
    voicemail_left: { afterBusinessDays: 1 },
    texted: { afterBusinessDays: 1 },
  },
};

/**
 * Reads and checks the policy.
 * @throws AppError `config.invalid` with the place of the first mistake, such as `outcomes.busy`
 */
export function readPolicy(text: string): CallbackPolicy {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) {
    const line = broken.linePos?.[0].line ?? 1;
    throw appError('config.invalid', { detail: `callbacks.policy.yaml, line ${line}: this is not YAML.` });
  }
  const parsed = policySchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw appError('config.invalid', {
    detail: `callbacks.policy.yaml, at "${place}": ${issue?.message ?? ''}`,
  });
}

export type OutcomePlan =
  | { readonly event: 'finish'; readonly reason: ClosedReason; readonly escalate: boolean }
  | { readonly event: 'retry'; readonly afterBusinessDays: number };

/** What the policy says to an outcome of a callback's attempt of this number, which counts from 1. */
export function planOutcome(policy: CallbackPolicy, outcome: FollowedOutcome, attempt: number): OutcomePlan {
  const rule = policy.outcomes[outcome];
  if ('close' in rule) return { event: 'finish', reason: rule.close, escalate: rule.escalate };
  if (attempt >= policy.attempts) return { event: 'finish', reason: 'unreached', escalate: false };
  return { event: 'retry', afterBusinessDays: rule.afterBusinessDays };
}

/** A half of a window shorter than this is not worth a try of its own. */
const shortestHalfMs = 30 * 60_000;

/**
 * When to try again: that many business days of the office on, within the window that the caller called safe and
 * in no other, in the half of it that was not tried just now. Null when the office keeps no such time.
 */
export function nextTry(asked: PromiseRequest & { readonly afterBusinessDays: number }): Interval | null {
  const { now, zone, calendar } = asked;
  let date = localDateOf(now, calendar.timeZone);
  for (let days = 0; days < asked.afterBusinessDays; days += 1) {
    const next = nextBusinessDay(calendar, date);
    if (next === null) return null;
    date = next;
  }
  const from = instantOf(date, 0, calendar.timeZone, 'later');
  // A full day is better than a time that the caller did not call safe (law 9).
  const window = [asked.taken, []]
    .map((taken) => computePromise({ ...asked, notBefore: from, taken }))
    .find((found) => found?.windowName === asked.windowName);
  if (!window) return null;

  const { startsAt, endsAt } = window;
  const middle = new Date((startsAt.getTime() + endsAt.getTime()) / 2);
  if (middle.getTime() - startsAt.getTime() < shortestHalfMs) return { startsAt, endsAt };
  const [timeZone] = callerZones[zone];
  return timeOfDay(now, timeZone) < timeOfDay(middle, timeZone)
    ? { startsAt: middle, endsAt }
    : { startsAt, endsAt: middle };
}

/** How far ahead a time within the safe window is looked for when there is none within the horizon: a year. */
const longestWaitDays = 366;

/** A time for the next try. `kept` says whether the office has hours then. */
export interface PlannedTry extends Interval {
  readonly kept: boolean;
}

/**
 * The next try whatever it takes: as soon as the office can, else within a year, else at the hours of this try on a
 * later day, outside the office's hours, for a person to find somebody. The caller is owed a try, and never one at
 * a time that they did not call safe.
 */
export function planTry(
  asked: Parameters<typeof nextTry>[0] & {
    /** When this try was due. */
    readonly window: Interval;
  },
): PlannedTry {
  const found = nextTry(asked) ?? nextTry({ ...asked, horizonDays: longestWaitDays });
  if (found !== null) return { ...found, kept: true };
  const [timeZone] = callerZones[asked.zone];
  const date = addDays(localDateOf(asked.now, timeZone), asked.afterBusinessDays);
  const minutes = timeOfDay(asked.window.startsAt, timeZone) / 60_000;
  const startsAt = instantOf(date, minutes, timeZone, 'later');
  const length = asked.window.endsAt.getTime() - asked.window.startsAt.getTime();
  return { startsAt, endsAt: new Date(startsAt.getTime() + length), kept: false };
}

const timeOfDay = (at: Date, timeZone: string): number =>
  at.getTime() - instantOf(localDateOf(at, timeZone), 0, timeZone, 'later').getTime();
