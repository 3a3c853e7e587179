import { createMasterKeyFile } from '../platform/vault/master-key-file.ts';

/** `hotline key create <file>` */
export async function keyCommand([action, file]: readonly string[]): Promise<number> {
  if (action !== 'create' || file === undefined) {
    console.error('usage: hotline key create <file>');
    return 2;
  }
  createMasterKeyFile(file);
  console.log(
    `Wrote a fresh master key to ${file}. Whoever loses it loses everything that it seals: back it up.`,
  );
  return 0;
}
