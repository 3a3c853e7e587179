/** A data key as it is stored: wrapped by a master key. The vault alone can unwrap it. */
export interface DataKey {
  readonly id: string;
  readonly masterKeyId: string;
  readonly wrapped: Buffer;
}

/** Where a sealed value lives. It is bound into the seal, so that a value moved elsewhere does not open. */
export interface Place {
  readonly table: string;
  readonly column: string;
  /** The row's id. */
  readonly id: string;
}

/**
 * Seals direct identifiers and free text with AES-256-GCM under one data key per call, case or callback.
 * Synchronous: sealing costs microseconds, and unwrapped keys are cached by id.
 */
export interface Vault {
  /** A fresh data key; the caller stores it in `data_keys` in the same statement as the row it protects. */
  newKey(): DataKey;
  seal(key: DataKey, place: Place, plaintext: string): Buffer;
  /** @throws AppError `vault.unreadable` when key, place or bytes do not match. */
  open(key: DataKey, place: Place, sealed: Buffer): string;
  /** Keyed HMAC-SHA-256 for equality search, 32 bytes. `kind` separates number from identifier from name. */
  blindIndex(kind: string, value: string): Buffer;
}
