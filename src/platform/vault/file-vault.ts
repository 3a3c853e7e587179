import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { appError } from '../../kernel/errors.ts';
import { createKeyCache } from './key-cache.ts';
import { openBytes, sealBytes } from './seal.ts';
import type { DataKey, Place, Vault } from './vault.port.ts';

export interface MasterKey {
  /** Stored beside every data key that it wraps, so that keys can be rotated. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** What `loadMasterKeyFile` reads and `createFileVault` takes. */
export interface VaultKeys {
  /** Wraps new data keys. */
  readonly masterKey: MasterKey;
  /** Older master keys whose data keys are not re-wrapped yet: they open, and wrap nothing new. */
  readonly retired?: readonly MasterKey[];
  /** Root of the blind indexes, which must outlive a rotation; without it, it is derived from the master key. */
  readonly indexKey?: Buffer;
}

/** Unwrapped data keys that are kept in memory: those of the calls and cases in hand. */
const cachedKeys = 10_000;

/**
 * A vault whose master keys come from a file on this machine.
 *
 * A sealed value does not name its data key: the row's `key_id` does, and opening under another key fails.
 *
 * @example
 * const vault = createFileVault(loadMasterKeyFile(path));
 * const key = vault.newKey();
 * const sealed = vault.seal(key, { table: 'cases', column: 'pin_sealed', id: caseId }, '4711');
 */
export function createFileVault({ masterKey, retired = [], indexKey }: VaultKeys): Vault {
  const masterKeys = new Map([...retired, masterKey].map(({ id, key }) => [id, key]));
  const unwrapped = createKeyCache<Buffer>(cachedKeys);
  const indexRoot = Buffer.from(
    hkdfSync('sha256', indexKey ?? masterKey.key, Buffer.alloc(0), 'hotline blind index', 32),
  );

  function unwrap({ id, masterKeyId, wrapped }: DataKey): Buffer {
    const cached = unwrapped.get(id);
    if (cached) return cached;
    const master = masterKeys.get(masterKeyId);
    if (!master) throw new Error(`no master key ${masterKeyId}`);
    const key = openBytes(master, wrapPlace(id), wrapped);
    unwrapped.set(id, key);
    return key;
  }

  return {
    newKey() {
      const id = uuidv7();
      const key = randomBytes(32);
      unwrapped.set(id, key);
      return { id, masterKeyId: masterKey.id, wrapped: sealBytes(masterKey.key, wrapPlace(id), key) };
    },
    seal: (key, place, plaintext) =>
      readable(() => sealBytes(unwrap(key), placeName(place), Buffer.from(plaintext, 'utf8'))),
    open: (key, place, sealed) =>
      readable(() => openBytes(unwrap(key), placeName(place), sealed).toString('utf8')),
    blindIndex: (kind, value) => createHmac('sha256', indexRoot).update(`${kind}\0${value}`).digest(),
  };
}

const placeName = ({ table, column, id }: Place): string => `${table}.${column}:${id}`;
const wrapPlace = (id: string): string => placeName({ table: 'data_keys', column: 'wrapped', id });

function readable<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw appError('vault.unreadable', { cause });
  }
}
