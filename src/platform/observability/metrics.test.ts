import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

const own = async (metrics: ReturnType<typeof createMetrics>) =>
  (await metrics.render()).body
    .split('\n')
    .filter((line) => line.startsWith('hotline_') && !line.includes('_bucket'));

describe('metrics', () => {
  it('counts by route pattern and code', async () => {
    const metrics = createMetrics();
    metrics.httpRequest({ method: 'GET', route: '/api/cases/:id', status: 200 }, 0.01);
    metrics.webhook({ kind: 'voice', outcome: 'served' });
    metrics.jobWait('callbacks.make-ready', 1);
    metrics.jobRun({ job: 'callbacks.make-ready', outcome: 'completed' }, 0.1);
    expect(await own(metrics)).toEqual(
      expect.arrayContaining([
        'hotline_http_request_seconds_count{method="GET",route="/api/cases/:id",status="200"} 1',
        'hotline_webhooks_total{kind="voice",outcome="served"} 1',
        'hotline_job_wait_seconds_count{job="callbacks.make-ready"} 1',
        'hotline_job_run_seconds_count{job="callbacks.make-ready",outcome="completed"} 1',
      ]),
    );
  });

  it('counts what is no code under other, so that data cannot become a label', async () => {
    const metrics = createMetrics();
    for (const data of ['+12025550123', 'Ana Gil', '2025550123', '', 'x'.repeat(200), 'a\nb']) {
      metrics.webhook({ kind: 'voice', outcome: data });
    }
    expect(await own(metrics)).toEqual(['hotline_webhooks_total{kind="voice",outcome="other"} 6']);
  });

  it('reads gauges when asked, and forgets a state that has gone', async () => {
    const metrics = createMetrics();
    let states: Record<string, number> = { ready: 2, waiting: 5 };
    metrics.observeCallbacks(async () => states);
    metrics.observeOutboxAge(async () => 3.5);
    metrics.observePool('api', () => ({ total: 8, idle: 6, waiting: 0 }));
    metrics.observePool('worker', () => ({ total: 1, idle: 1, waiting: 0 }));
    expect(await own(metrics)).toEqual([
      'hotline_db_pool_connections{pool="api",connections="total"} 8',
      'hotline_db_pool_connections{pool="api",connections="idle"} 6',
      'hotline_db_pool_connections{pool="api",connections="waiting"} 0',
      'hotline_db_pool_connections{pool="worker",connections="total"} 1',
      'hotline_db_pool_connections{pool="worker",connections="idle"} 1',
      'hotline_db_pool_connections{pool="worker",connections="waiting"} 0',
      'hotline_callbacks{state="ready"} 2',
      'hotline_callbacks{state="waiting"} 5',
      'hotline_outbox_oldest_pending_seconds 3.5',
    ]);
    states = { ready: 1 };
    expect(await own(metrics)).not.toContain('hotline_callbacks{state="waiting"} 5');
  });

  it('leaves out a gauge that cannot be read', async () => {
    const metrics = createMetrics();
    metrics.observeCallbacks(() => Promise.reject(new Error('the database is away')));
    metrics.webhook({ kind: 'voice', outcome: 'held' });
    expect(await own(metrics)).toEqual(['hotline_webhooks_total{kind="voice",outcome="held"} 1']);
  });
});
