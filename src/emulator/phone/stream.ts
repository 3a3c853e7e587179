import type { FastifyReply } from 'fastify';

/** A running event stream. Source: WHATWG HTML, "Server-sent events". */
export interface Stream {
  send(event: string, data: object, id?: number): void;
  end(): void;
}

const heartbeatMs = 15_000;
/** Bytes that a reader may be behind before it is let go; it can resume. */
const mostBehind = 1024 * 1024;

/** Turns an answer into an event stream. `onClose` is called once, when the reader has gone or the stream ended. */
export function openStream(reply: FastifyReply, onClose: () => void): Stream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  raw.flushHeaders();
  const write = (text: string): void => {
    if (raw.destroyed) return;
    raw.write(text);
    if (raw.writableLength > mostBehind) raw.destroy();
  };
  const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs).unref();
  raw.once('close', () => {
    clearInterval(heartbeat);
    onClose();
  });
  return {
    send: (event, data, id) =>
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => void raw.end(),
  };
}
