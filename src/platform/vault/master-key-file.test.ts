import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/errors.ts';
import { createFileVault } from './file-vault.ts';
import { createMasterKeyFile, loadMasterKeyFile } from './master-key-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-'));
  path = join(folder, 'master-key.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isAppError(error, 'vault.master_key_invalid')) return error.detail;
    throw error;
  }
  return 'accepted';
}

const place = { table: 'cases', column: 'pin_sealed', id: '1' };
const write = (content: unknown) => writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
const goodKey = Buffer.alloc(32, 7).toString('base64');

describe('a master key file', () => {
  it('is created for this user only, and opens again what was sealed under it', () => {
    createMasterKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const vault = createFileVault(loadMasterKeyFile(path));
    const key = vault.newKey();
    const sealed = vault.seal(key, place, '4711');
    const restarted = createFileVault(loadMasterKeyFile(path));
    expect(restarted.open(key, place, sealed)).toBe('4711');
    expect(restarted.blindIndex('number', 'x')).toEqual(vault.blindIndex('number', 'x'));
  });

  it('is never overwritten', () => {
    createMasterKeyFile(path);
    const before = readFileSync(path, 'utf8');
    expect(refusalOf(() => createMasterKeyFile(path))).toContain('cannot be created (EEXIST)');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.each([0o640, 0o604, 0o660, 0o644])('is refused with mode %o', (mode) => {
    createMasterKeyFile(path);
    chmodSync(path, mode);
    expect(refusalOf(() => loadMasterKeyFile(path))).toContain('can be read by others than its owner');
  });

  it('may hold several keys, one of them active', () => {
    const other = Buffer.alloc(32, 8).toString('base64');
    write({ active: 'b', keys: { a: goodKey, b: other }, index: goodKey });
    const keys = loadMasterKeyFile(path);
    expect(keys.masterKey.id).toBe('b');
    expect(keys.retired.map(({ id }) => id)).toEqual(['a']);
  });

  it('is refused with a reason that quotes no key', () => {
    expect(refusalOf(() => loadMasterKeyFile(path))).toContain('cannot be read (ENOENT)');
    writeFileSync(path, goodKey, { mode: 0o600 });
    expect(refusalOf(() => loadMasterKeyFile(path))).toContain('is not JSON');
    write({ active: 'b', keys: { a: goodKey }, index: goodKey });
    expect(refusalOf(() => loadMasterKeyFile(path))).toContain('names "b" as active');
    const short = Buffer.alloc(16, 7).toString('base64');
    write({ active: 'a', keys: { a: short }, index: goodKey });
    const reason = refusalOf(() => loadMasterKeyFile(path));
    expect(reason).toContain('keys.a: a key is 32 bytes in base64');
    expect(reason).not.toContain(short);
  });
});
