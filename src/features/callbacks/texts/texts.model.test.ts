import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mayBecome,
  outcomeOf,
  outgoingStatuses,
  takeNews,
  whatFollows,
  type OutgoingText,
  type TextNews,
} from './texts.model.ts';

const planned: OutgoingText = { status: 'planned', providerSid: null, providerCode: null };
const asked: OutgoingText = { ...planned, status: 'asked' };
const told = (word: string, providerCode: number | null = null, providerSid = 'SM1'): TextNews => ({
  kind: 'told',
  providerSid,
  word,
  providerCode,
});
const givenUp = (
  how: 'refused' | 'not_placed' | 'unknown',
  providerCode: number | null = null,
): TextNews => ({
  kind: 'given_up',
  how,
  providerCode,
});
const after = (...news: TextNews[]): OutgoingText => news.reduce(takeNews, asked);

describe('a text', () => {
  it('is queued, sent and delivered, whatever comes twice or late', () => {
    expect(after(told('queued'), told('sent'), told('delivered')).status).toBe('delivered');
    expect(after(told('delivered'), told('sent'), told('queued')).status).toBe('delivered');
    expect(after(told('sent'), told('undelivered', 30003), told('delivered'))).toEqual({
      status: 'undelivered',
      providerSid: 'SM1',
      providerCode: 30003,
    });
  });

  it('heeds no word that is new to us, but keeps whose it is', () => {
    expect(after(told('teleported'))).toEqual({ ...asked, providerSid: 'SM1' });
  });

  it('is one message: what is said of another changes nothing', () => {
    const mine = after(told('queued'));
    expect(takeNews(mine, told('failed', 30008, 'SM2'))).toBe(mine);
  });

  it('that nobody could account for may still turn up', () => {
    expect(after(givenUp('unknown'), told('sent')).status).toBe('sent');
    expect(after(told('sent'), givenUp('unknown')).status).toBe('sent');
  });

  it('never goes back, and takes the same news once', () => {
    const word = fc.constantFrom(
      'accepted',
      'queued',
      'sending',
      'sent',
      'delivered',
      'undelivered',
      'failed',
    );
    const how = fc.constantFrom('refused' as const, 'not_placed' as const, 'unknown' as const);
    const news = fc.oneof(
      word.map((each) => told(each)),
      how.map((each) => givenUp(each)),
    );
    const ends = new Set(['delivered', 'undelivered', 'failed', 'refused', 'not_placed']);
    fc.assert(
      fc.property(fc.array(news, { maxLength: 8 }), (all) => {
        let text = asked;
        for (const each of all) {
          const next = takeNews(text, each);
          if (ends.has(text.status)) expect(next).toBe(text);
          expect(takeNews(next, each)).toBe(next);
          text = next;
        }
      }),
    );
  });
});

describe('an attempt to write', () => {
  it.each([
    ['sent', null, 'texted'],
    ['delivered', null, 'texted'],
    ['undelivered', 30003, 'no_answer'],
    ['undelivered', 30006, 'number_refused'],
    ['failed', 30001, 'no_answer'],
    ['refused', 21610, 'number_refused'],
    ['refused', 21614, 'number_refused'],
    // Our own mistake is not the caller's: it costs them no try.
    ['refused', 21606, 'not_placed'],
    ['not_placed', null, 'not_placed'],
    ['unknown', null, 'unknown'],
    ['asked', null, null],
    ['queued', null, null],
  ] as const)('whose text is %s (%s) comes to %s', (status, providerCode, outcome) => {
    expect(outcomeOf({ status, providerSid: null, providerCode })).toBe(outcome);
  });

  it('that came to something stays so, but for a text that did not arrive after all', () => {
    expect(mayBecome(null, 'texted', false)).toBe(true);
    expect(mayBecome('texted', 'no_answer', false)).toBe(true);
    expect(mayBecome('texted', 'no_answer', true)).toBe(false);
    expect(mayBecome('unknown', 'texted', false)).toBe(false);
    expect(mayBecome('texted', 'texted', false)).toBe(false);
  });

  it('always leads somewhere', () => {
    const outcomes = outgoingStatuses.flatMap(
      (status) => outcomeOf({ status, providerSid: null, providerCode: null }) ?? [],
    );
    expect(outcomes.map((outcome) => whatFollows(outcome).to)).toEqual([
      'wait',
      'wait',
      'policy',
      'policy',
      'officer',
      'officer',
      'policy',
    ]);
  });
});
