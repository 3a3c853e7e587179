import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
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
  /** For logs of the run; gone after `stop`. */
  readonly folder: string;
  stop(): Promise<void>;
}

export async function startStores(print: (line: string) => void): Promise<ChaosStores> {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-chaos-'));
  chmodSync(folder, 0o755); // the stores' account passes through
  const disk = mountDisk(folder);
  const remove = () => {
    disk?.unmount();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const stores = await provisionStores({
      root,
      dataDir: join(folder, 'stores'),
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
      async stop() {
        await stores.stop();
        remove();
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
