import { skewedClock } from './clock-faults.ts';
import type { Fault } from './fault.ts';
import {
  backendsTerminated,
  blackHole,
  diskFull,
  lockFight,
  poolExhausted,
  postgresKilled,
} from './postgres-faults.ts';
import {
  redisDownAtBoot,
  redisEmptied,
  redisFull,
  redisHung,
  redisKilled,
  redisTailLost,
  wrongPolicy,
} from './redis-faults.ts';
import { disorder, tripledWebhooks } from './traffic-faults.ts';
import { webKilled } from './web-faults.ts';
import {
  blockedLoop,
  frozenPastLock,
  killedAfterOrder,
  killedMidJob,
  killedThrice,
  relayKilled,
} from './worker-faults.ts';

/** By their numbers in docs/chaos.md. */
export const faults: readonly Fault[] = [
  killedMidJob,
  killedThrice,
  frozenPastLock,
  blockedLoop,
  webKilled,
  relayKilled,
  killedAfterOrder,
  redisKilled,
  redisTailLost,
  redisEmptied,
  redisHung,
  redisFull,
  wrongPolicy,
  redisDownAtBoot,
  backendsTerminated,
  postgresKilled,
  blackHole,
  poolExhausted,
  lockFight,
  diskFull,
  skewedClock,
  tripledWebhooks,
  disorder,
];
