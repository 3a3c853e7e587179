import { describe, expect, it } from 'vitest';
import { requireNoEviction } from './redis.ts';

const redisWith = (memory: string) => ({ info: () => Promise.resolve(memory) });

describe('a Redis for jobs', () => {
  it('must not evict', async () => {
    await requireNoEviction(redisWith('# Memory\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\n'));
  });

  it.each(['allkeys-lru', 'volatile-ttl'])(
    'is refused with policy %s, saying what to set',
    async (policy) => {
      await expect(
        requireNoEviction(redisWith(`# Memory\r\nmaxmemory_policy:${policy}\r\n`)),
      ).rejects.toMatchObject({
        code: 'jobs.redis_unfit',
        detail: expect.stringContaining('set maxmemory-policy noeviction'),
        fields: { policy },
      });
    },
  );

  it('is refused when it does not say', async () => {
    await expect(requireNoEviction(redisWith(''))).rejects.toMatchObject({ code: 'jobs.redis_unfit' });
  });
});
