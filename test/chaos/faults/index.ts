import type { Fault } from './fault.ts';
import { backendsTerminated, postgresKilled } from './postgres-faults.ts';
import { redisEmptied, redisFull, redisHung, redisKilled, redisTailLost } from './redis-faults.ts';
import { webKilled } from './web-faults.ts';
import { blockedLoop, frozenPastLock, killedMidJob, killedThrice, relayKilled } from './worker-faults.ts';

export const faults: readonly Fault[] = [
  killedMidJob,
  killedThrice,
  frozenPastLock,
  blockedLoop,
  webKilled,
  relayKilled,
  redisKilled,
  redisTailLost,
  redisEmptied,
  redisHung,
  redisFull,
  backendsTerminated,
  postgresKilled,
];
