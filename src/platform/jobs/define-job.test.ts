import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob, requireHandlers } from './define-job.ts';
import type { JobDefinition, RegisteredJob } from './jobs.port.ts';

const job = (name: string, limits: Partial<JobDefinition> = {}) =>
  defineJob({
    name,
    schema: z.object({ callbackId: z.uuid() }),
    attempts: 3,
    backoffMs: 100,
    timeoutMs: 1000,
    dedupeKey: ({ callbackId }) => callbackId,
    ...limits,
  });
const handled = (definition: JobDefinition): RegisteredJob => ({
  definition,
  handle: () => Promise.resolve(),
});

describe('a job', () => {
  it.each(['makeReady', 'callbacks', 'callbacks:make-ready', 'Callbacks.make', 'a.b.c', ''])(
    'is not named %j',
    (name) => expect(() => job(name)).toThrow(TypeError),
  );

  it.each([{ attempts: 0 }, { backoffMs: 0 }, { timeoutMs: -1 }, { attempts: 1.5 }])(
    'is not limited by %j',
    (limits) => expect(() => job('callbacks.make-ready', limits)).toThrow(TypeError),
  );
});

describe('the catalogue', () => {
  const ready = job('callbacks.make-ready');
  const dial = job('callbacks.dial');

  it('is accepted when every job has one handler', () => {
    requireHandlers([ready, dial], [handled(dial), handled(ready)]);
  });

  it.each([
    ['jobs.handler_missing', [ready, dial], [handled(ready)]],
    ['jobs.handler_doubled', [ready, dial], [handled(ready), handled(dial), handled(dial)]],
    ['jobs.handler_doubled', [ready, dial, dial], [handled(ready), handled(dial)]],
  ])('is refused with %s', (code, catalogue, jobs) => {
    expect(() => requireHandlers(catalogue, jobs)).toThrow(
      expect.objectContaining({ code, fields: { job: 'callbacks.dial' } }),
    );
  });
});
