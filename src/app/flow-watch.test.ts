import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FlowFolders } from '../features/voice/index.ts';
import type { Log } from '../kernel/ports.ts';
import { createFlowWatch } from './flow-watch.ts';

const flow = (text: string): FlowFolders => ({ line: { 'flow.yaml': text } });

/** A watch over folders that a test changes, and what it handed on. */
function watching(first: FlowFolders) {
  const folder: { now: FlowFolders | Error } = { now: first };
  const handed: FlowFolders[] = [];
  const warnings: string[] = [];
  const log: Pick<Log, 'warn'> = { warn: (_, message) => void warnings.push(message) };
  const watch = createFlowWatch(first, {
    read: async () => {
      if (folder.now instanceof Error) throw folder.now;
      return structuredClone(folder.now);
    },
    reload: async (folders) => void handed.push(folders),
    log,
  });
  return { watch, folder, handed, warnings };
}

describe('a look at the flows', () => {
  it('hands a change on at the second look that finds it', async () => {
    const { watch, folder, handed } = watching(flow('one'));
    folder.now = flow('two');
    await watch.look();
    expect(handed).toEqual([]);
    await watch.look();
    expect(handed).toEqual([flow('two')]);
  });

  it('waits while files are being saved', async () => {
    const { watch, folder, handed } = watching(flow('one'));
    for (const half of [flow(''), flow('tw'), { line: {} }, {}, flow('two')]) {
      folder.now = half;
      await watch.look();
    }
    expect(handed).toEqual([]);
    await watch.look();
    expect(handed).toEqual([flow('two')]);
  });

  it('hands new and removed folders on', async () => {
    const { watch, folder, handed } = watching(flow('one'));
    folder.now = { other: { 'flow.yaml': 'new' } };
    await watch.look();
    await watch.look();
    expect(handed).toEqual([{ other: { 'flow.yaml': 'new' } }]);
  });

  it('survives a folder that cannot be read, and says so once', async () => {
    const { watch, folder, handed, warnings } = watching(flow('one'));
    folder.now = new Error('stale handle');
    await watch.look();
    await watch.look();
    folder.now = flow('one');
    await watch.look();
    expect(handed).toEqual([flow('one')]);
    expect(warnings).toEqual(['flows could not be looked at']);
  });
});

describe('the timer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks every few seconds until it is stopped', async () => {
    const { watch, folder, handed } = watching(flow('one'));
    watch.start();
    folder.now = flow('two');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(handed).toEqual([flow('two')]);
    await watch.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(handed).toHaveLength(1);
  });
});
