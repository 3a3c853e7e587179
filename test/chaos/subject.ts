import type { Emulator } from '../../src/emulator/index.ts';
import type { Gate } from './gate.ts';
import type { Supervised } from './processes.ts';
import type { PrivateStore } from './stores.ts';
import type { Caller } from './caller.ts';
import type { PromiseRow } from './verdict.ts';

/** What the faults are done to: the product, or the control beside it. */
export interface Subject {
  readonly name: string;
  readonly web: Supervised;
  readonly worker: Supervised;
  /** The telephone network that it is connected to: the only witness of who was rung. */
  readonly network: Emulator;
  /** Between the network's webhooks and the web. */
  readonly webhooks: Gate;
  /** Between the subject and the network's REST API. */
  readonly provider: Gate;
  /** Whether the network's callbacks come late and out of order. */
  readonly disorder: (on: boolean) => void;
  /** Its database, for the harness: around all proxies. */
  readonly databaseUrl: string;
  /** Everyone who has rung so far. */
  readonly callers: Caller[];
  /** What its database holds of promises. */
  promises(): Promise<PromiseRow[]>;
  /** Rings of its own people's telephones that are not on record. */
  doubleRings(): Promise<number>;
  /** Claims that were given to two people at once. */
  readonly doubleClaims: () => number;
  /** Begins what its people do all day; the function that it answers ends that. */
  work(): () => Promise<void>;
  stop(): Promise<void>;
}

/** What every subject is built on. */
export interface Ground {
  readonly postgres: PrivateStore;
  readonly redis: PrivateStore;
  /** Postgres as the processes reach it: through the network that faults may cut. `url` is of the control database. */
  readonly throughNetwork: (url: string) => string;
  readonly folder: string;
  readonly seed: number;
}

/** Time until a promised callback falls due, for both subjects alike. */
export const dueInSeconds = 3;
