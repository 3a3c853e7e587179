import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { consumersByTopic } from './consumers.ts';
import type { OutboxConsumer } from './outbox.port.ts';

const consumer = (topic: string): OutboxConsumer => ({
  topic,
  schema: z.unknown(),
  deliver: () => Promise.resolve(),
});

describe('topics and consumers', () => {
  it('match one to one', () => {
    const [a, b] = [consumer('calls.ended'), consumer('callbacks.promised')];
    const found = consumersByTopic(['callbacks.promised', 'calls.ended'], [a, b]);
    expect([found.get('calls.ended'), found.get('callbacks.promised')]).toEqual([a, b]);
  });

  it.each([
    ['outbox.consumer_missing', ['calls.ended', 'callbacks.promised'], ['calls.ended'], 'callbacks.promised'],
    ['outbox.consumer_doubled', ['calls.ended'], ['calls.ended', 'calls.ended'], 'calls.ended'],
    ['outbox.topic_unknown', ['calls.ended'], ['calls.ended', 'calls.started'], 'calls.started'],
  ])('are refused with %s', (code, topics, consumers, topic) => {
    expect(() => consumersByTopic(topics, consumers.map(consumer))).toThrow(
      expect.objectContaining({ code, fields: { topic } }),
    );
  });
});
