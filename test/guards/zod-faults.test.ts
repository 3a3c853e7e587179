import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { zodFaults } from '../support/zod-faults.ts';

const text = z.string().max(20);
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: (iso) => new Date(iso),
  encode: (date) => date.toISOString(),
});

describe('the check of schemas', () => {
  it.each([
    ['a string without an end', z.object({ name: z.string() }), 'request'],
    ['an address without an end', z.object({ email: z.email() }), 'request'],
    ['a string without an end, however deep', z.array(z.object({ a: z.string().nullish() })), 'request'],
    ['a string without an end before a transform', z.string().transform(Number), 'request'],
    ['a one-way transform', z.object({ at: text.transform(Number) }), 'response'],
    ['a one-way transform in a union', z.union([z.int(), text.transform(Number)]), 'response'],
    ['an object that lets everything through', z.looseObject({ id: text }), 'response'],
    ['a value that may be anything', z.object({ id: z.unknown() }), 'response'],
    ['a default under optional', z.object({ limit: z.int().default(5).optional() }), 'request'],
    ['a record that demands all keys', z.record(z.enum(['a', 'b']), z.int()), 'response'],
  ] as const)('finds %s', (_, schema, place) => {
    expect(zodFaults(schema, place)).toHaveLength(1);
  });

  it.each([
    ['strings with an end', z.object({ name: text, at: z.iso.datetime(), id: z.uuid() }), 'request'],
    ['strings without an end', z.object({ name: z.string() }), 'response'],
    [
      'a transform on the way in',
      z.object({ limit: z.coerce.number(), at: text.transform(Number) }),
      'request',
    ],
    ['a transform with a way back', z.object({ at: isoDate }), 'response'],
    ['an object that strips', z.object({ id: text }), 'response'],
    ['a default', z.object({ limit: z.int().default(5) }), 'request'],
    ['a record of some keys', z.partialRecord(z.enum(['a', 'b']), z.int()), 'response'],
  ] as const)('lets pass %s', (_, schema, place) => {
    expect(zodFaults(schema, place)).toEqual([]);
  });
});
