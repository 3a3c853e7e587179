import { isAppError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/ports.ts';

/**
 * Something that the process needs, asked each time readiness is asked. Rejecting means that it is away or unwell; an
 * AppError may say more in its field `problems`, in sentences that may be shown to anyone.
 */
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
  /** What a check that is down says of it, if it says more. */
  readonly problems?: Readonly<Record<string, string[]>>;
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

  /** What is wrong: null for nothing, no sentences for what is not said. */
  async function ask(check: HealthCheck): Promise<string[] | null> {
    try {
      await within(patienceMs, check.run());
      return null;
    } catch (err) {
      log.warn({ check: check.name, err }, 'health check failed');
      return problemsOf(err);
    }
  }

  return {
    async readiness() {
      const asked = await Promise.all(
        checks.map(async (check) => ({ ...check, problems: await ask(check) })),
      );
      const states = Object.fromEntries(
        asked.map(({ name, problems }) => [name, problems === null ? 'up' : 'down'] as const),
      );
      const told = asked.flatMap(({ name, problems }) =>
        problems?.length ? [[name, problems] as const] : [],
      );
      const isAway = (required: boolean) =>
        asked.some((check) => check.required === required && check.problems !== null);
      const status = draining ? 'draining' : isAway(true) ? 'unready' : isAway(false) ? 'degraded' : 'ready';
      return { status, checks: states, ...(told.length > 0 && { problems: Object.fromEntries(told) }) };
    },
    drain() {
      draining = true;
    },
  };
}

function problemsOf(error: unknown): string[] {
  const problems = isAppError(error) ? error.fields?.['problems'] : undefined;
  return Array.isArray(problems) ? problems.map(String) : [];
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
