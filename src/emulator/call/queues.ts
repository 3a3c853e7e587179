import type { Departure } from './attend.ts';
import { beckon, elapsedOf, momentOf, type Call } from './call.ts';

/** Somebody who waits in a queue, or is being fetched from it. */
export interface Member {
  readonly call: Call;
  readonly queue: Queue;
  readonly enqueuedAt: Date;
  /** Second of the call's time. */
  readonly since: number;
  /** Who takes them out of the queue. */
  fetcher?: Fetcher;
  /** Whole seconds of waiting, once it is over. */
  waited?: number;
  /** They have left the queue, and whoever fetched them. */
  gone?: boolean;
}

/** The other end of a bridge that begins in a queue. */
export interface Fetcher {
  readonly call: Call;
  /** Runs on the member's side, to the end of the conversation. */
  meet(member: Member): Promise<{ readonly met: boolean; readonly departure: Departure }>;
}

export interface Queue {
  readonly sid: string;
  readonly createdAt: Date;
  readonly order: number;
  name: string;
  maxSize: number;
  updatedAt: Date;
  /** First come, first served. */
  readonly members: Member[];
  /** Calls that wait for somebody to come. */
  readonly awaiting: Call[];
}

export interface Queues {
  /** The queue of a name, made on demand. */
  open(name: string): Queue;
  byName(name: string): Queue | undefined;
  bySid(sid: string): Queue | undefined;
  /** Newest first. */
  list(): Queue[];
  remove(queue: Queue): void;
  /** `undefined` where the queue is full. */
  add(queue: Queue, call: Call): Member | undefined;
  /** Takes a member out, who may be out already. */
  take(member: Member): void;
  /** Somebody waits in a queue, or for somebody in it. */
  occupied(): boolean;
}

export const defaultMaxSize = 1000;

/** Whole seconds that a member has waited. */
export function waitOf(member: Member): number {
  return Math.floor(elapsedOf(member.call) - member.since + 1e-6);
}

/** Mean of what those who are in it have waited, in whole seconds. */
export function averageWait({ members }: Queue): number {
  const total = members.reduce((sum, member) => sum + waitOf(member), 0);
  return members.length === 0 ? 0 : Math.floor(total / members.length);
}

export function createQueues(now: () => Date, newSid: (prefix: string) => string): Queues {
  const queues = new Set<Queue>();
  let order = 0;
  const byName = (name: string): Queue | undefined => [...queues].find((queue) => queue.name === name);
  return {
    byName,
    open(name) {
      const known = byName(name);
      if (known !== undefined) return known;
      const at = now();
      order += 1;
      const about = { sid: newSid('QU'), order, name, maxSize: defaultMaxSize, createdAt: at, updatedAt: at };
      const queue: Queue = { ...about, members: [], awaiting: [] };
      queues.add(queue);
      return queue;
    },
    bySid: (sid) => [...queues].find((queue) => queue.sid === sid),
    list: () => [...queues].sort((a, b) => b.order - a.order),
    remove: (queue) => void queues.delete(queue),
    add(queue, call) {
      if (queue.members.length >= queue.maxSize) return undefined;
      const member = { call, queue, enqueuedAt: momentOf(call), since: call.elapsed };
      queue.members.push(member);
      for (const waiting of queue.awaiting) waiting.wake?.();
      return member;
    },
    take(member) {
      member.waited ??= waitOf(member);
      const at = member.queue.members.indexOf(member);
      if (at >= 0) member.queue.members.splice(at, 1);
    },
    occupied: () => [...queues].some(({ members, awaiting }) => members.length + awaiting.length > 0),
  };
}

/** Calls the head of a queue to whoever fetches them; `undefined` where nobody waits. */
export function fetchHead(queues: Queues, queue: Queue, fetcher: Fetcher): Member | undefined {
  const head = queue.members[0];
  if (head === undefined) return undefined;
  queues.take(head);
  head.fetcher = fetcher;
  beckon(head.call);
  return head;
}
