import { appError } from '../../kernel/errors.ts';
import type { JobDefinition, RegisteredJob } from './jobs.port.ts';

const nameShape = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/**
 * A catalogue entry. The payload's type follows from the schema.
 *
 * @example
 * export const makeReadyJob = defineJob({
 *   name: 'callbacks.make-ready',
 *   schema: z.object({ callbackId: z.uuid(), epoch: z.int() }),
 *   attempts: 5,
 *   backoffMs: 1_000,
 *   timeoutMs: 10_000,
 *   dedupeKey: ({ callbackId, epoch }) => `${callbackId}.${epoch}`,
 * });
 * @throws TypeError for a name that is not `feature.verb-noun`, or for limits that are not positive
 */
export function defineJob<P>(definition: JobDefinition<P>): JobDefinition<P> {
  const { name, attempts, backoffMs, timeoutMs } = definition;
  if (!nameShape.test(name)) throw new TypeError(`a job is named feature.verb-noun, not "${name}"`);
  for (const [limit, value] of Object.entries({ attempts, backoffMs, timeoutMs })) {
    if (!Number.isInteger(value) || value < 1)
      throw new TypeError(`${name}: ${limit} must be a positive integer`);
  }
  return definition;
}

/**
 * Matches the catalogue and the handlers one to one.
 *
 * @throws AppError `jobs.handler_missing` or `jobs.handler_doubled`, naming the job
 */
export function requireHandlers(catalogue: readonly JobDefinition[], jobs: readonly RegisteredJob[]): void {
  const handled = new Set<string>();
  for (const { definition } of jobs) {
    if (handled.has(definition.name))
      throw appError('jobs.handler_doubled', { fields: { job: definition.name } });
    handled.add(definition.name);
  }
  const defined = new Set<string>();
  for (const { name } of catalogue) {
    if (defined.has(name)) throw appError('jobs.handler_doubled', { fields: { job: name } });
    if (!handled.has(name)) throw appError('jobs.handler_missing', { fields: { job: name } });
    defined.add(name);
  }
}
