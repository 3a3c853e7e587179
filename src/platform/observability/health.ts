import type { Log } from '../../kernel/ports.ts';

/** Something that the process needs, asked each time readiness is asked. Rejecting means that it is away. */
export interface HealthCheck {
  /** One word, such as `database`. */
  readonly name: string;
  /** Without a required one we cannot serve; without another one we serve, degraded. */
  readonly required: boolean;
  readonly run: () => Promise<unknown>;
}

export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'unready' | 'draining';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

export interface Health {
  /** Whether this process can serve. Never rejects; each check has a second. */
  readiness(): Promise<Readiness>;
  /** From now on `draining`: a load balancer should send no more. Cannot be taken back. */
  drain(): void;
}

const patienceMs = 1_000;

/**
 * Readiness of this process. Being alive needs no check: a process that answers is.
 *
 * @example createHealth({ log, checks: [{ name: 'database', required: true, run: () => sql`select 1`.execute(db) }] })
 */
export function createHealth({
  checks,
  log,
}: {
  readonly checks: readonly HealthCheck[];
  readonly log: Log;
}): Health {
  let draining = false;

  async function isUp(check: HealthCheck): Promise<boolean> {
    try {
      await within(patienceMs, check.run());
      return true;
    } catch (err) {
      log.warn({ check: check.name, err }, 'health check failed');
      return false;
    }
  }

  return {
    async readiness() {
      const ups = await Promise.all(checks.map(isUp));
      const states = Object.fromEntries(
        checks.map((check, at) => [check.name, ups[at] ? 'up' : 'down'] as const),
      );
      const isAway = (required: boolean) =>
        checks.some((check, at) => check.required === required && !ups[at]);
      const status = draining ? 'draining' : isAway(true) ? 'unready' : isAway(false) ? 'degraded' : 'ready';
      return { status, checks: states };
    },
    drain() {
      draining = true;
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
