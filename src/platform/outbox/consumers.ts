import { appError } from '../../kernel/errors.ts';
import type { OutboxConsumer } from './outbox.port.ts';

/**
 * Matches topics and consumers one to one, so that no event can be written that nobody delivers.
 *
 * @throws AppError `outbox.consumer_missing`, `outbox.consumer_doubled`, `outbox.topic_unknown`
 */
export function consumersByTopic(
  topics: readonly string[],
  consumers: readonly OutboxConsumer[],
): ReadonlyMap<string, OutboxConsumer> {
  const found = new Map<string, OutboxConsumer>();
  for (const consumer of consumers) {
    const { topic } = consumer;
    if (found.has(topic)) throw appError('outbox.consumer_doubled', { fields: { topic } });
    if (!topics.includes(topic)) throw appError('outbox.topic_unknown', { fields: { topic } });
    found.set(topic, consumer);
  }
  const topic = topics.find((topic) => !found.has(topic));
  if (topic !== undefined) throw appError('outbox.consumer_missing', { fields: { topic } });
  return found;
}
