import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';

/** A file system of the run's own, which can be full. */
export interface Disk {
  /** Leaves no byte free. */
  fill(): void;
  free(): void;
  unmount(): void;
}

const size = '4g';

/** Mounts a memory-backed file system at a folder; undefined where this process may not. */
export function mountDisk(folder: string): Disk | undefined {
  const mount = (...args: string[]) =>
    spawnSync('mount', [...args, folder], { stdio: 'ignore' }).status === 0;
  if (!mount('-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs')) return undefined;
  return {
    fill() {
      // Shrunk to what it holds: nothing has to be written to fill it.
      const { blocks, bfree, bsize } = statfsSync(folder);
      if (!mount('-o', `remount,size=${(blocks - bfree) * bsize}`)) throw new Error('cannot shrink the disk');
    },
    free() {
      if (!mount('-o', `remount,size=${size}`)) throw new Error('cannot grow the disk');
    },
    unmount: () => void spawnSync('umount', ['--lazy', folder], { stdio: 'ignore' }),
  };
}
