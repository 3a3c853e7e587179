import { describe, expect, it } from 'vitest';
import type { CallList, ProviderCall } from '../../../platform/telephony/telephony.port.ts';
import { findLeg, unreachableMs, webhookMs, type Evidence, type LostLeg } from './reconcile.model.ts';

const askedAt = new Date('2026-03-03T15:00:00Z');
const later = (ms: number) => new Date(askedAt.getTime() + ms);
const leg: LostLeg = { legId: 'leg-1', askedAt };
const call = (callSid: string): ProviderCall => ({
  callSid,
  status: 'ringing',
  createdAt: askedAt,
  startedAt: askedAt,
  seconds: null,
});
const listed = (...sids: string[]): CallList => ({ calls: sids.map(call), truncated: false });
const find = (changes: Partial<Evidence>) =>
  findLeg({ leg, now: later(webhookMs), list: listed(), taken: new Set(), rivals: [], ...changes }).kind;

describe('a leg that was asked for and never heard of', () => {
  it('waits for its webhook, which may still come by itself', () => {
    expect(find({ now: later(webhookMs - 1), list: listed('CA1') })).toBe('wait');
  });

  it('is given the one call that can be its own', () => {
    const found = { kind: 'adopt', call: call('CA2') };
    const evidence = { leg, now: later(webhookMs), list: listed('CA1', 'CA2'), rivals: [] };
    expect(findLeg({ ...evidence, taken: new Set(['CA1']) })).toEqual(found);
  });

  it('was not placed when the whole list holds no call for it', () => {
    expect(find({})).toBe('not_placed');
    expect(find({ list: listed('CA1'), taken: new Set(['CA1']) })).toBe('not_placed');
  });

  it('is unknown where more than one call may be its own, or the list is cut', () => {
    expect(find({ list: listed('CA1', 'CA2') })).toBe('unknown');
    expect(find({ list: { ...listed(), truncated: true } })).toBe('unknown');
    expect(find({ list: { ...listed('CA1'), truncated: true } })).toBe('unknown');
  });

  it('is unknown once the provider has kept silent for long, and not before', () => {
    expect(find({ list: null, now: later(unreachableMs - 1) })).toBe('wait');
    expect(find({ list: null, now: later(unreachableMs) })).toBe('unknown');
  });

  it('waits for a younger rival between the same numbers, then is unknown with it', () => {
    const younger: LostLeg = { legId: 'leg-2', askedAt: later(30_000) };
    expect(find({ list: listed('CA1'), rivals: [younger] })).toBe('wait');
    const afterBoth = later(30_000 + webhookMs);
    expect(find({ list: listed('CA1'), rivals: [younger], now: afterBoth })).toBe('unknown');
    expect(find({ list: listed(), rivals: [younger] })).toBe('not_placed');
  });
});
