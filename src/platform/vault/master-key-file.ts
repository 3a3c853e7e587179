import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { appError } from '../../kernel/errors.ts';
import type { VaultKeys } from './file-vault.ts';

/**
 * The file: `{ "active": "mk-1", "keys": { "mk-1": "<32 bytes, base64>" }, "index": "<32 bytes, base64>" }`.
 * To rotate, add a key and make it active; the older ones stay until every data key is wrapped anew.
 */
const key = z.base64().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32) context.addIssue({ code: 'custom', message: 'a key is 32 bytes in base64' });
  return bytes;
});
const keyFile = z.strictObject({
  active: z.string().min(1).max(64),
  keys: z.record(z.string().min(1).max(64), key),
  index: key,
});

/**
 * Reads the master keys.
 *
 * @throws AppError `vault.master_key_invalid` saying what is wrong: absent, readable by others, not in the format
 */
export function loadMasterKeyFile(path: string): Required<VaultKeys> {
  const { active, keys, index } = parse(path, readPrivately(path));
  const masterKey = keys[active];
  if (!masterKey) throw refused(path, `names "${active}" as active, but holds no key of that id`);
  const retired = Object.entries(keys).filter(([id]) => id !== active);
  return {
    masterKey: { id: active, key: masterKey },
    retired: retired.map(([id, bytes]) => ({ id, key: bytes })),
    indexKey: index,
  };
}

/**
 * Writes a file with one fresh master key, readable by this user only, and flushed to disk before anything can be
 * sealed under it. Never overwrites: a lost master key loses all that it wraps.
 *
 * @throws AppError `vault.master_key_invalid` when the path exists or cannot be written
 */
export function createMasterKeyFile(path: string): void {
  const id = `mk-${randomBytes(4).toString('hex')}`;
  const fresh = () => randomBytes(32).toString('base64');
  const content = { active: id, keys: { [id]: fresh() }, index: fresh() };
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw refused(path, `cannot be created (${codeOf(error)})`);
  }
}

function readPrivately(path: string): string {
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) === 0) return readFileSync(path, 'utf8');
  } catch (error) {
    throw refused(path, `cannot be read (${codeOf(error)})`);
  }
  throw refused(path, 'can be read by others than its owner; run: chmod 600 on it');
}

function parse(path: string, text: string): z.infer<typeof keyFile> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw refused(path, 'is not JSON');
  }
  const result = keyFile.safeParse(content);
  if (result.success) return result.data;
  // Where and what kind of fault, never the content.
  const faults = result.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
  throw refused(path, `is not in the format of a master key file (${faults.join('; ')})`);
}

const refused = (path: string, reason: string) =>
  appError('vault.master_key_invalid', { detail: `The master key file ${path} ${reason}.` });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
