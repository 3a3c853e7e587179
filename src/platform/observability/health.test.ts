import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/ports.ts';
import { createHealth, type HealthCheck } from './health.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const up = async () => 'up';
const down = () => Promise.reject(new Error('down'));
const health = (...checks: HealthCheck[]) => createHealth({ checks, log: silent });

describe('readiness', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says of a check that is down what may be shown to anyone', async () => {
    const refused = () =>
      Promise.reject(appError('flow.invalid', { fields: { problems: ['a.yaml:1:2 no'] } }));
    const checks: HealthCheck[] = [
      { name: 'flows', required: false, run: refused },
      { name: 'queue', required: false, run: down },
    ];
    expect(await health(...checks).readiness()).toEqual({
      status: 'degraded',
      checks: { flows: 'down', queue: 'down' },
      problems: { flows: ['a.yaml:1:2 no'] },
    });
  });

  it('is ready when all is up', async () => {
    const found = await health({ name: 'database', required: true, run: up }).readiness();
    expect(found).toEqual({ status: 'ready', checks: { database: 'up' } });
  });

  it('is degraded when only what we can do without is away', async () => {
    const found = await health(
      { name: 'database', required: true, run: up },
      { name: 'redis', required: false, run: down },
    ).readiness();
    expect(found).toEqual({ status: 'degraded', checks: { database: 'up', redis: 'down' } });
  });

  it('is not ready without what is required', async () => {
    const found = await health(
      { name: 'database', required: true, run: down },
      { name: 'redis', required: false, run: up },
    ).readiness();
    expect(found.status).toBe('unready');
  });

  it('takes a check that does not answer within a second as away', async () => {
    const hangs = () => new Promise(() => {});
    const asked = health({ name: 'database', required: true, run: hangs }).readiness();
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await asked).status).toBe('unready');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes a check that throws as away', async () => {
    const throws = () => {
      throw new Error('at once');
    };
    expect((await health({ name: 'database', required: true, run: throws }).readiness()).status).toBe(
      'unready',
    );
  });

  it('drains for good, whatever is up', async () => {
    const draining = health({ name: 'database', required: true, run: up });
    draining.drain();
    expect((await draining.readiness()).status).toBe('draining');
  });
});
