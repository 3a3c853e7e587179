import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface PassedAnswer {
  readonly method: string;
  readonly path: string;
  /** Form parameters of the request. */
  readonly params: URLSearchParams;
  readonly status: number;
  readonly body: string;
}

export interface Traffic {
  readonly requests: number;
  /** What the requests that were not answered with 2xx were answered with. */
  readonly failures: readonly number[];
  /** Milliseconds within which 99 of 100 were answered. */
  readonly p99: number;
}

/** A way through HTTP that stands before a server as an ingress does, and can do to it what networks do. */
export interface Gate {
  readonly url: string;
  /** Every request is sent so many times at once; the first answer counts. */
  copies(count: number): void;
  /** Asked about each answer before it is handed on: `lose` breaks the connection instead. */
  intercept(decide: ((answer: PassedAnswer) => Promise<'pass' | 'lose'>) | undefined): void;
  /** Begins to count requests below a path; the function that it answers ends that and says what was counted. */
  measure(path: string): () => Traffic;
  close(): Promise<void>;
}

/** How long the gate waits for a server that is being started, as an ingress does. */
const patienceMs = 10_000;
const retryEveryMs = 50;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** @param target where it leads to: scheme, host and port */
export async function openGate(target: string): Promise<Gate> {
  let copies = 1;
  let decide: ((answer: PassedAnswer) => Promise<'pass' | 'lose'>) | undefined;
  const watchers = new Set<(path: string, status: number, ms: number) => void>();

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const body = await bodyOf(request);
    const answers = Array.from({ length: copies }, () => forward(target, request, body));
    const answer = await Promise.any(answers).catch(() => badGateway);
    for (const watch of watchers) watch(request.url ?? '', answer.status, performance.now() - startedAt);
    const passed = {
      method: request.method ?? '',
      path: request.url ?? '',
      params: new URLSearchParams(body.toString('utf8')),
      status: answer.status,
      body: answer.body.toString('utf8'),
    };
    if (decide !== undefined && (await decide(passed)) === 'lose') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    copies: (count) => {
      copies = count;
    },
    intercept: (next) => {
      decide = next;
    },
    measure(path) {
      const times: number[] = [];
      const failures: number[] = [];
      const watch = (asked: string, status: number, ms: number) => {
        if (!asked.startsWith(path)) return;
        times.push(ms);
        if (status < 200 || status > 299) failures.push(status);
      };
      watchers.add(watch);
      return () => {
        watchers.delete(watch);
        const sorted = times.toSorted((a, b) => a - b);
        const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
        return { requests: times.length, failures, p99: Math.round(p99) };
      };
    },
    async close() {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

const badGateway: Answer = { status: 502, headers: {}, body: Buffer.alloc(0) };

/** Sends a request on. A server that nobody listens at is asked again for a while; a connection that breaks is not. */
async function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await exchange(target, request, body);
    } catch (error) {
      if (!isRefused(error) || performance.now() > deadline) throw error;
      await delay(retryEveryMs);
    }
  }
}

function exchange(target: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A connection each: a kept one would be found broken only by the next request.
    const outgoing = ask(new URL(url ?? '/', target), { method, headers, agent: false });
    outgoing.on('error', reject);
    outgoing.once('response', (incoming) => {
      bodyOf(incoming).then(
        (bytes) => resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: bytes }),
        reject,
      );
    });
    outgoing.end(body);
  });
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
