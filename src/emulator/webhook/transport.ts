import http, { type Agent } from 'node:http';
import https from 'node:https';
import { gunzipSync } from 'node:zlib';

/** Largest answer that Twilio reads (error 11750 beyond). */
export const largestBody = 64 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Absolute; its path and query go on the wire as they stand. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** All in milliseconds. */
export interface HttpLimits {
  readonly connectMs: number;
  readonly readMs: number;
  readonly totalMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** True when the body was longer than {@link largestBody}. */
  readonly tooLarge: boolean;
}

/** Why no answer came: could not connect, no (more) bytes in time, or something else on the wire. */
export type HttpFailure = {
  readonly failure: 'connect' | 'read' | 'protocol';
  readonly code: number;
  readonly message: string;
};

export type HttpOutcome = HttpAnswer | HttpFailure;

export function isFailure(outcome: HttpOutcome): outcome is HttpFailure {
  return 'failure' in outcome;
}

export interface Transport {
  send(request: HttpRequest, limits: HttpLimits): Promise<HttpOutcome>;
  close(): void;
}

const connectErrors: Readonly<Record<string, number>> = { ENOTFOUND: 11210, EAI_AGAIN: 11210 };

function textOf(chunks: readonly Buffer[], encoding: string | undefined): string {
  const bytes = Buffer.concat(chunks);
  const plain = encoding === 'gzip' ? gunzipSync(bytes, { maxOutputLength: 16 * largestBody }) : bytes;
  return plain.toString('utf8');
}

function failureOf(error: NodeJS.ErrnoException, connected: boolean): HttpFailure {
  const reason = error.code ?? error.message;
  if (connected) return { failure: 'protocol', code: 11206, message: `The connection broke: ${reason}` };
  const tls = /^(ERR_TLS|DEPTH_ZERO|SELF_SIGNED|CERT_|UNABLE_TO|EPROTO)/.test(reason);
  const code = tls ? 11220 : (connectErrors[reason] ?? 11205);
  return { failure: 'connect', code, message: `No connection: ${reason}` };
}

function timedOut(connected: boolean): HttpFailure {
  if (connected) return { failure: 'read', code: 11200, message: 'Timed out' };
  return { failure: 'connect', code: 11205, message: 'Timed out while connecting' };
}

/** HTTP/1.1 over kept sockets, with exact bytes and separate limits to connect, to read and in all. Never rejects. */
export function createTransport(): Transport {
  const pool = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: 2048 };
  const agents = { 'http:': new http.Agent(pool), 'https:': new https.Agent(pool) };

  const attempt = (request: HttpRequest, limits: HttpLimits): Promise<HttpOutcome | 'stale-socket'> =>
    new Promise((resolve) => {
      const target = new URL(request.url);
      const secure = target.protocol === 'https:';
      const agent: Agent = secure ? agents['https:'] : agents['http:'];
      let connected = false;
      let answered = false;
      let settled = false;
      const finish = (outcome: HttpOutcome | 'stale-socket'): void => {
        settled = true;
        clearTimeout(total);
        clearTimeout(connecting);
        resolve(outcome);
      };
      // On a busy machine a timer may fire before the sockets have had their turn: let them have it first.
      const giveUp = (reason: () => HttpFailure | undefined): void =>
        void setImmediate(() => {
          const failure = settled ? undefined : reason();
          if (failure === undefined) return;
          finish(failure);
          outgoing.destroy();
        });
      const outgoing = (secure ? https : http).request({
        agent,
        method: request.method,
        hostname: target.hostname.replace(/^\[|\]$/g, ''),
        port: target.port,
        path: request.url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/'),
        headers: request.headers,
      });
      const total = setTimeout(() => giveUp(() => timedOut(connected)), limits.totalMs);
      let connecting: NodeJS.Timeout | undefined;
      outgoing.once('socket', (socket) => {
        if (!socket.connecting) {
          connected = true;
          return;
        }
        if (limits.connectMs < limits.totalMs) {
          const late = (): HttpFailure | undefined => (connected ? undefined : timedOut(false));
          connecting = setTimeout(() => giveUp(late), limits.connectMs);
        }
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          connected = true;
          clearTimeout(connecting);
        });
      });
      if (limits.readMs < limits.totalMs) {
        outgoing.setTimeout(limits.readMs, () => giveUp(() => (connected ? timedOut(true) : undefined)));
      }
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const stale = outgoing.reusedSocket && !answered && error.code === 'ECONNRESET';
        finish(stale ? 'stale-socket' : failureOf(error, connected));
      });
      outgoing.once('response', (incoming) => {
        answered = true;
        const chunks: Buffer[] = [];
        let size = 0;
        const done = (cut: boolean): void => {
          const { statusCode = 0, headers } = incoming;
          try {
            const body = cut ? '' : textOf(chunks, headers['content-encoding']);
            finish({
              status: statusCode,
              headers,
              body,
              tooLarge: cut || Buffer.byteLength(body) > largestBody,
            });
          } catch {
            finish({ failure: 'protocol', code: 11206, message: 'The compressed body cannot be read' });
          }
        };
        incoming.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size <= largestBody) return;
          done(true);
          outgoing.destroy();
        });
        incoming.once('end', () => done(false));
        incoming.once('error', (error) => finish(failureOf(error, true)));
      });
      outgoing.end(request.body);
    });

  let closed = false;
  return {
    async send(request, limits) {
      if (closed) return { failure: 'connect', code: 11205, message: 'The emulator is closed' };
      try {
        // A server may close a kept socket just as we use it; nothing was read from us then, so ask once more.
        const first = await attempt(request, limits);
        if (first !== 'stale-socket') return first;
        const second = await attempt(request, limits);
        if (second !== 'stale-socket') return second;
        return { failure: 'connect', code: 11205, message: 'No connection: ECONNRESET' };
      } catch (error) {
        return { failure: 'protocol', code: 11100, message: `The URL cannot be requested: ${String(error)}` };
      }
    },
    close() {
      closed = true;
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}
