import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/errors.ts';
import { createFileVault } from './file-vault.ts';
import type { Place } from './vault.port.ts';

const masterKey = { id: 'mk-1', key: randomBytes(32) };
const vault = createFileVault({ masterKey });
const place: Place = { table: 'cases', column: 'pin_sealed', id: '0193b3c4-0000-7000-8000-000000000001' };
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

function refusal(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return isAppError(error, 'vault.unreadable');
  }
}

describe('a sealed value', () => {
  it('opens to the same text, whatever the text', () => {
    const key = vault.newKey();
    fc.assert(fc.property(anyText, (text) => vault.open(key, place, vault.seal(key, place, text)) === text));
  });

  it('opens after a restart, when the data key must be unwrapped again', () => {
    const key = vault.newKey();
    const sealed = vault.seal(key, place, 'four words of mine');
    expect(createFileVault({ masterKey }).open(key, place, sealed)).toBe('four words of mine');
  });

  it('does not open in another table, column or row', () => {
    const key = vault.newKey();
    const sealed = vault.seal(key, place, '4711');
    const moved = [
      { ...place, table: 'calls' },
      { ...place, column: 'details_sealed' },
      { ...place, id: '0193b3c4-0000-7000-8000-000000000002' },
    ];
    for (const elsewhere of moved) expect(refusal(() => vault.open(key, elsewhere, sealed))).toBe(true);
  });

  it('does not open when any single bit is flipped', () => {
    const key = vault.newKey();
    const sealed = vault.seal(key, place, 'x');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(
        refusal(() => vault.open(key, place, flipped)),
        `bit ${bit}`,
      ).toBe(true);
    }
  });

  it('does not open when cut short, at any length', () => {
    const key = vault.newKey();
    const sealed = vault.seal(key, place, 'x');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(refusal(() => vault.open(key, place, sealed.subarray(0, length)))).toBe(true);
    }
  });

  it('does not open under another data key', () => {
    const sealed = vault.seal(vault.newKey(), place, '4711');
    expect(refusal(() => vault.open(vault.newKey(), place, sealed))).toBe(true);
  });

  it('does not contain its text, and is never the same twice', () => {
    const key = vault.newKey();
    const seals = Array.from({ length: 5000 }, () => vault.seal(key, place, '+18005550199'));
    expect(seals.some((sealed) => sealed.includes('+18005550199'))).toBe(false);
    expect(new Set(seals.map((sealed) => sealed.toString('hex'))).size).toBe(seals.length);
    expect(new Set(seals.map((sealed) => sealed.subarray(1, 13).toString('hex'))).size).toBe(seals.length);
  });

  it('is 29 bytes longer than its text', () => {
    expect(vault.seal(vault.newKey(), place, '+18005550199')).toHaveLength(12 + 29);
  });
});

describe('a data key', () => {
  it('does not unwrap under another master key, nor under another id', () => {
    const key = vault.newKey();
    const sealed = vault.seal(key, place, '4711');
    const stranger = createFileVault({ masterKey: { id: 'mk-1', key: randomBytes(32) } });
    expect(refusal(() => stranger.open(key, place, sealed))).toBe(true);
    const renamed = { ...key, id: '0193b3c4-0000-7000-8000-00000000000f' };
    expect(refusal(() => vault.open(renamed, place, sealed))).toBe(true);
    expect(
      refusal(() => createFileVault({ masterKey }).open({ ...key, masterKeyId: 'mk-9' }, place, sealed)),
    ).toBe(true);
  });

  it('of a retired master key still opens, while new ones are wrapped by the active one', () => {
    const key = vault.newKey();
    const sealed = vault.seal(key, place, '4711');
    const rotated = createFileVault({
      masterKey: { id: 'mk-2', key: randomBytes(32) },
      retired: [masterKey],
    });
    expect(rotated.open(key, place, sealed)).toBe('4711');
    expect(rotated.newKey().masterKeyId).toBe('mk-2');
  });
});

describe('a blind index', () => {
  it('is 32 bytes, equal for equal values, different by kind, value and root', () => {
    const index = vault.blindIndex('number', '+18005550199');
    expect(index).toHaveLength(32);
    expect(vault.blindIndex('number', '+18005550199')).toEqual(index);
    expect(vault.blindIndex('identifier', '+18005550199')).not.toEqual(index);
    expect(vault.blindIndex('number', '+18005550198')).not.toEqual(index);
    expect(
      createFileVault({ masterKey: { id: 'mk-1', key: randomBytes(32) } }).blindIndex(
        'number',
        '+18005550199',
      ),
    ).not.toEqual(index);
  });

  it('outlives a rotation of the master key', () => {
    const indexKey = randomBytes(32);
    const before = createFileVault({ masterKey, indexKey });
    const after = createFileVault({
      masterKey: { id: 'mk-2', key: randomBytes(32) },
      retired: [masterKey],
      indexKey,
    });
    expect(after.blindIndex('name', 'a')).toEqual(before.blindIndex('name', 'a'));
  });
});
