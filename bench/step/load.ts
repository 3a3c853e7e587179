import { randomBytes } from 'node:crypto';
import { openConnection, type Connection } from './connection.ts';
import { incomingRequest, stepRequest, stepsPerCall } from './provider.ts';

/** What the load process is asked to do. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  /** Steps per second that are sent whatever becomes of the last; null for as many as are answered. */
  readonly perSecond: number | null;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Steps that calls are placed and requests are signed for, before the clock runs. */
  readonly maxPerSecond: number;
  /** Whether answers name the turn that they lead to, so that a step that was not taken is noticed. */
  readonly tellsTurn: boolean;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export type LoadAnswer = { readonly result: LoadResult } | { readonly error: string };

/** A placed call with the requests of its coming steps. */
interface LoadCall {
  readonly requests: readonly Buffer[];
  /** Steps taken so far. */
  taken: number;
}

/** Places calls through the subject's own webhook, then steps through them and times the answers. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const steps = load.maxPerSecond * (load.warmUpSeconds + load.seconds);
  const count = Math.ceil(steps / stepsPerCall) + load.connections;
  const sids = await withConnections(load, (connections) => placeCalls(connections, count));
  const step = stepper(sids.map(withRequests), load.tellsTurn);
  const run = load.perSecond === null ? asFastAsAnswered : atRate(load.perSecond);
  // Signing has taken so long that a server may be about to close idle connections: these are fresh ones.
  const latencies = await withConnections(load, async (connections) => {
    await run(connections, step, load.warmUpSeconds);
    return run(connections, step, load.seconds);
  });
  return {
    perSecond: latencies.length / load.seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

async function withConnections<T>(
  load: Load,
  work: (connections: readonly Connection[]) => Promise<T>,
): Promise<T> {
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => openConnection(load.port)),
  );
  try {
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function placeCalls(connections: readonly Connection[], count: number): Promise<string[]> {
  const sids = Array.from({ length: count }, () => `CA${randomBytes(16).toString('hex')}`);
  const unplaced = [...sids];
  const placeAll = async (connection: Connection) => {
    for (let sid = unplaced.pop(); sid !== undefined; sid = unplaced.pop()) {
      const { status, body } = await connection.send(incomingRequest(sid));
      if (status !== 200) throw new Error(`A call was answered ${status}: ${body}`);
    }
  };
  await Promise.all(connections.map(placeAll));
  return sids;
}

function withRequests(callSid: string): LoadCall {
  return { requests: Array.from({ length: stepsPerCall }, (_, i) => stepRequest(callSid, i + 1)), taken: 0 };
}

type Step = (connection: Connection) => Promise<void>;

/** Takes the next step of the call that has waited longest, as many calls are in progress at a time. */
function stepper(calls: readonly LoadCall[], tellsTurn: boolean): Step {
  const queue = [...calls];
  let head = 0;
  return async (connection) => {
    const call = queue[head++];
    const request = call?.requests[call.taken];
    if (call === undefined || request === undefined) throw new Error('The load ran out of calls.');
    const { status, body } = await connection.send(request);
    call.taken += 1;
    if (status !== 200) throw new Error(`A step was answered ${status}: ${body}`);
    // Turn 1 was the answer to the call itself.
    if (tellsTurn && !body.includes(`turn=${call.taken + 1}#`))
      throw new Error(`Step ${call.taken} was not taken: ${body}`);
    if (call.taken < call.requests.length) queue.push(call);
  };
}

type Run = (connections: readonly Connection[], step: Step, seconds: number) => Promise<number[]>;

/** Every connection sends its next step when the last one is answered. Answers latencies in milliseconds. */
const asFastAsAnswered: Run = async (connections, step, seconds) => {
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1000;
  const drive = async (connection: Connection) => {
    for (let at = performance.now(); at < end; at = performance.now()) {
      await step(connection);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(connections.map(drive));
  return latencies;
};

const tickMs = 1;

/**
 * Steps are released at a fixed rate, whether or not earlier ones were answered; time spent waiting for a free
 * connection counts, or a slow answer would hide the ones that it holds up.
 */
const atRate =
  (perSecond: number): Run =>
  async (connections, step, seconds) => {
    const latencies: number[] = [];
    const total = Math.round(perSecond * seconds);
    const idle = [...connections];
    const waiting: number[] = [];
    const startedAt = performance.now();
    let released = 0;

    return new Promise((resolve, reject) => {
      const timer = setInterval(() => {
        const now = performance.now();
        const due = Math.min(total, Math.floor(((now - startedAt) / 1000) * perSecond));
        for (; released < due; released += 1) waiting.push(now);
        if (released === total) clearInterval(timer);
        while (waiting.length > 0) {
          const connection = idle.pop();
          if (connection === undefined) break;
          serve(connection).catch((error: unknown) => {
            clearInterval(timer);
            reject(error instanceof Error ? error : new Error(String(error)));
          });
        }
      }, tickMs);

      /** Takes waiting steps, one after the other, until none waits. */
      async function serve(connection: Connection): Promise<void> {
        for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
          await step(connection);
          latencies.push(performance.now() - at);
        }
        idle.push(connection);
        if (latencies.length === total) resolve(latencies);
      }
    });
  };

function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

process.on('message', (load: Load) => {
  const answer = (said: LoadAnswer) => process.send?.(said);
  runLoad(load).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: String(error) }),
  );
});
