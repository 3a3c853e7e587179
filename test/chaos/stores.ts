import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionStores } from '../../scripts/provision/stores.mjs';
import { root } from '../../scripts/setup.mjs';
import { mountDisk, type Disk } from './disk.ts';

type Provisioned = Awaited<ReturnType<typeof provisionStores>>['redis'];
export type Server = NonNullable<Provisioned['server']>;

export interface PrivateStore {
  readonly url: string;
  readonly server: Server;
}

/** A Postgres and a Redis that nobody else uses, durable as in production, whose processes are ours to kill. */
export interface ChaosStores {
  readonly postgres: PrivateStore;
  readonly redis: PrivateStore;
  /** The disk that both write to; undefined where this process may not mount one. */
  readonly disk: Disk | undefined;
  /** For logs and keys of the run, not on that disk. */
  readonly folder: string;
  /** With `keep` the folder stays, for whoever looks for the reason of a failure. */
  stop(options?: { readonly keep: boolean }): Promise<void>;
}

/** @param print what is being started */
export async function startStores(print: (line: string) => void): Promise<ChaosStores> {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-chaos-'));
  chmodSync(folder, 0o755); // the stores' account passes through
  const volume = join(folder, 'volume');
  mkdirSync(volume);
  const disk = mountDisk(volume);
  const remove = (keep = false) => {
    disk?.unmount();
    rmSync(keep ? volume : folder, { recursive: true, force: true });
  };
  try {
    const stores = await provisionStores({
      root,
      dataDir: join(volume, 'stores'),
      database: 'test_chaos',
      durable: true,
      urls: {},
      docker: false,
      print,
    });
    return {
      postgres: ours(stores.postgres),
      redis: ours(stores.redis),
      disk,
      folder,
      async stop({ keep } = { keep: false }) {
        await stores.stop();
        remove(keep);
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function ours({ url, server }: Provisioned): PrivateStore {
  if (server === undefined) throw new Error('chaos needs stores whose processes it has started itself');
  return { url, server };
}
