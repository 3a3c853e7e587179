import { describe, expect, it } from 'vitest';
import { errors } from '../../kernel/errors.ts';
import {
  callbackEvents,
  callbackStates,
  decideCallback,
  transitions,
  type CallbackCommand,
  type CallbackEvent,
  type CallbackStanding,
  type CallbackState,
} from './callbacks.model.ts';

const now = new Date('2026-03-02T15:00:00Z');
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

const standing = (state: CallbackState, claimExpiresAt: Date | null = null): CallbackStanding => ({
  state,
  dueAt: before,
  claimedBy: 'officer',
  epoch: 4,
  version: 9,
  claimExpiresAt,
});

/** The event as sent by somebody who knows the present epoch and version. */
function command(event: CallbackEvent): CallbackCommand {
  switch (event) {
    case 'make_ready':
    case 'lapse':
      return { event };
    case 'claim':
    case 'move':
    case 'cancel':
    case 'escalate':
      return { event, version: 9 };
    case 'release':
    case 'renew':
    case 'dial':
    case 'hang_up':
    case 'retry':
    case 'finish':
    case 'reschedule':
      return { event, epoch: 4, by: 'officer' };
  }
}

const allowed: readonly (readonly [CallbackState, CallbackEvent, CallbackState])[] = [
  ['waiting', 'make_ready', 'ready'],
  ['waiting', 'move', 'waiting'],
  ['waiting', 'cancel', 'closed'],
  ['waiting', 'escalate', 'waiting'],
  ['ready', 'claim', 'claimed'],
  ['ready', 'move', 'waiting'],
  ['ready', 'cancel', 'closed'],
  ['ready', 'escalate', 'ready'],
  ['claimed', 'release', 'ready'],
  ['claimed', 'renew', 'claimed'],
  ['claimed', 'reschedule', 'waiting'],
  ['claimed', 'lapse', 'ready'],
  ['claimed', 'dial', 'dialing'],
  ['claimed', 'move', 'waiting'],
  ['claimed', 'retry', 'waiting'],
  ['claimed', 'finish', 'closed'],
  ['claimed', 'cancel', 'closed'],
  ['claimed', 'escalate', 'claimed'],
  ['dialing', 'renew', 'dialing'],
  ['dialing', 'hang_up', 'claimed'],
  ['dialing', 'retry', 'waiting'],
  ['dialing', 'finish', 'closed'],
  ['dialing', 'cancel', 'closed'],
  ['dialing', 'escalate', 'dialing'],
];
const pairs = callbackStates.flatMap((state) => callbackEvents.map((event) => [state, event] as const));
const refused = pairs.filter(([state, event]) => !allowed.some(([s, e]) => s === state && e === event));

describe('the transition table', () => {
  it.each(allowed)('%s, %s → %s', (state, event, next) => {
    const lease = event === 'lapse' ? before : after;
    expect(decideCallback(standing(state, lease), command(event), now)).toMatchObject({
      ok: true,
      state: next,
    });
  });

  it.each(refused)('%s refuses %s with a code of the table', (state, event) => {
    const decision = decideCallback(standing(state, after), command(event), now);
    expect(decision.ok).toBe(false);
    expect(errors).toHaveProperty([transitions[state][event]]);
    expect(decision).toEqual({ ok: false, refusal: transitions[state][event] });
  });

  it('lets nothing move what is closed', () => {
    expect(new Set(Object.values(transitions.closed))).toEqual(new Set(['callbacks.closed']));
  });

  it('leads from every open state to the end', () => {
    for (const state of callbackStates.filter((s) => s !== 'closed'))
      expect(transitions[state].cancel).toBe('closed');
  });

  it('comes to dialing through a claim alone', () => {
    const into = (target: CallbackState) =>
      allowed.filter(([from, , next]) => next === target && from !== target).map(([from]) => from);
    expect(into('dialing')).toEqual(['claimed']);
    expect(into('claimed')).toEqual(['ready', 'dialing']);
  });
});

describe('fencing', () => {
  it('gives each claim a new epoch, and keeps it while the same officer dials', () => {
    const claimed = decideCallback(standing('ready'), { event: 'claim', version: null }, now);
    expect(claimed).toEqual({ ok: true, state: 'claimed', epoch: 5, version: 10 });
    const dialling = decideCallback(
      standing('claimed', after),
      { event: 'dial', epoch: 4, by: 'officer' },
      now,
    );
    expect(dialling).toEqual({ ok: true, state: 'dialing', epoch: 4, version: 10 });
  });

  it.each(['release', 'dial'] as const)('refuses %s by whoever held it before', (event) => {
    expect(decideCallback(standing('claimed', after), { event, epoch: 3, by: 'officer' }, now)).toEqual({
      ok: false,
      refusal: 'callbacks.lease_lapsed',
    });
  });

  it.each(['hang_up', 'retry', 'finish'] as const)(
    'refuses the result (%s) of an attempt of an older epoch',
    (event) => {
      expect(decideCallback(standing('dialing', after), { event, epoch: 3, by: 'officer' }, now)).toEqual({
        ok: false,
        refusal: 'callbacks.lease_lapsed',
      });
    },
  );

  it.each(['release', 'dial', 'retry', 'finish'] as const)(
    'refuses %s by an officer who knows the epoch but does not hold it',
    (event) => {
      expect(decideCallback(standing('claimed', after), { event, epoch: 4, by: 'another' }, now)).toEqual({
        ok: false,
        refusal: 'callbacks.lease_lapsed',
      });
    },
  );

  it.each(['dial', 'retry', 'finish'] as const)(
    'refuses %s once the lease has run out, though nobody has taken it away yet',
    (event) => {
      expect(decideCallback(standing('claimed', now), { event, epoch: 4, by: 'officer' }, now)).toEqual({
        ok: false,
        refusal: 'callbacks.lease_lapsed',
      });
    },
  );

  it('takes the result of phones that rang longer than the lease', () => {
    const late = decideCallback(
      standing('dialing', before),
      { event: 'finish', epoch: 4, by: 'officer' },
      now,
    );
    expect(late).toMatchObject({ ok: true, state: 'closed' });
  });

  it('makes nothing ready before its window begins', () => {
    const early = { ...standing('waiting'), dueAt: after };
    expect(decideCallback(early, { event: 'make_ready' }, now)).toEqual({
      ok: false,
      refusal: 'callbacks.not_ready',
    });
  });

  it('takes nothing away whose lease still runs', () => {
    expect(decideCallback(standing('claimed', after), { event: 'lapse' }, now)).toEqual({
      ok: false,
      refusal: 'callbacks.already_claimed',
    });
    expect(decideCallback(standing('claimed', now), { event: 'lapse' }, now)).toMatchObject({ ok: true });
  });

  it('refuses a claim of a version that has changed, and takes the latest where none is named', () => {
    expect(decideCallback(standing('ready'), { event: 'claim', version: 8 }, now)).toEqual({
      ok: false,
      refusal: 'callbacks.stale_version',
    });
    expect(decideCallback(standing('ready'), { event: 'claim', version: 9 }, now)).toMatchObject({
      ok: true,
    });
  });
});
