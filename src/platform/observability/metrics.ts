import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** One sample of a gauge that is read when metrics are asked for. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PoolCounts {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface Metrics {
  /** @param route the pattern, such as `/api/cases/:id`, or `unmatched`; never the URL */
  httpRequest(
    labels: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ): void;
  /** @param kind `voice`, `action`, `recording` or `status`; @param outcome `served`, `repeated`, `refused`, `held` … */
  webhook(labels: { readonly kind: string; readonly outcome: string }): void;
  /** A call was counted and otherwise forgotten. @param disposition why, such as `off_topic` */
  forgottenCall(disposition: string): void;
  /** How long a job stood ready before it ran. */
  jobWait(job: string, seconds: number): void;
  jobRun(labels: { readonly job: string; readonly outcome: string }, seconds: number): void;
  /** Age of the oldest event not yet delivered; read when asked. */
  observeOutboxAge(readSeconds: () => Promise<number>): void;
  /** Open callbacks by state; read when asked. */
  observeCallbacks(readByState: () => Promise<Readonly<Record<string, number>>>): void;
  /** Connections of a database pool; read when asked. */
  observePool(pool: string, read: () => PoolCounts): void;
  /** The exposition text, for `GET /metrics`. A gauge that cannot be read is left out. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const jobSeconds = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800];

/** The process's metrics, in a registry of their own. Labels are route patterns and codes only (law 5). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const http = new Histogram({
    name: 'hotline_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const webhooks = new Counter({
    name: 'hotline_webhooks_total',
    help: 'Webhooks by kind and what became of them',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const forgotten = new Counter({
    name: 'hotline_forgotten_calls_total',
    help: 'Calls that were counted and otherwise forgotten, by disposition',
    labelNames: ['disposition'],
    registers,
  });
  const waits = new Histogram({
    name: 'hotline_job_wait_seconds',
    help: 'Time that a job stood ready before it ran',
    labelNames: ['job'],
    buckets: jobSeconds,
    registers,
  });
  const runs = new Histogram({
    name: 'hotline_job_run_seconds',
    help: 'Time that a job ran, by outcome',
    labelNames: ['job', 'outcome'],
    buckets: jobSeconds,
    registers,
  });

  function gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Promise<readonly Sample[]>,
  ): void {
    const metric = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [],
      async collect() {
        this.reset();
        const samples = await read().catch(() => []);
        for (const { labels = {}, value } of samples) this.set(codes(labels), value);
      },
    });
    registry.registerMetric(metric);
  }

  const pools = new Map<string, () => PoolCounts>();
  gauge(
    'hotline_db_pool_connections',
    'Connections of the database pools',
    ['pool', 'connections'],
    async () =>
      [...pools].flatMap(([pool, read]) =>
        Object.entries(read()).map(([connections, value]) => ({ labels: { pool, connections }, value })),
      ),
  );

  return {
    httpRequest: (labels, seconds) =>
      http.observe(codes({ ...labels, status: String(labels.status) }), seconds),
    webhook: (labels) => webhooks.inc(codes(labels)),
    forgottenCall: (disposition) => forgotten.inc(codes({ disposition })),
    jobWait: (job, seconds) => waits.observe(codes({ job }), seconds),
    jobRun: (labels, seconds) => runs.observe(codes(labels), seconds),
    observeOutboxAge: (readSeconds) =>
      gauge(
        'hotline_outbox_oldest_pending_seconds',
        'Age of the oldest event not yet delivered',
        [],
        async () => [{ value: await readSeconds() }],
      ),
    observeCallbacks: (readByState) =>
      gauge('hotline_callbacks', 'Open callbacks by state', ['state'], async () =>
        Object.entries(await readByState()).map(([state, value]) => ({ labels: { state }, value })),
      ),
    observePool: (pool, read) => void pools.set(pool, read),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

const code = /^[A-Za-z][\w.:/*-]{0,79}$|^[1-5]\d\d$|^\/[\w.:/*-]{0,79}$/;

/** A label that is neither a code nor a route pattern is counted under `other`: it may be data, and has no end. */
function codes<Name extends string>(labels: Readonly<Record<Name, string>>): Record<Name, string> {
  return Object.fromEntries(
    Object.entries<string>(labels).map(([name, value]) => [name, code.test(value) ? value : 'other']),
  ) as Record<Name, string>;
}
