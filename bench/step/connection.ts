import { once } from 'node:events';
import { connect } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** A keep-alive connection that sends ready-made requests, one at a time. */
export interface Connection {
  send(request: Buffer): Promise<HttpAnswer>;
  close(): void;
}

interface Waiter {
  resolve(answer: HttpAnswer): void;
  reject(error: Error): void;
}

/**
 * The least HTTP client that can do it, so that the load costs less than what it loads: answers must say their
 * length, as those of our three subjects do.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let received = '';
  let waiter: Waiter | undefined;

  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const answer = readAnswer(received);
    if (answer === undefined) return;
    received = '';
    waiter?.resolve(answer);
  });
  const broken = (error = new Error('the server closed the connection')) => waiter?.reject(error);
  socket.on('error', broken);
  socket.on('close', () => broken());

  return {
    send(request) {
      return new Promise((resolve, reject) => {
        waiter = { resolve, reject };
        socket.write(request);
      });
    },
    close: () => void socket.destroy(),
  };
}

/** The answer once all of it is there. */
function readAnswer(text: string): HttpAnswer | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error('an answer without Content-Length');
  const bodyStart = headEnd + 4;
  if (text.length < bodyStart + Number(length)) return undefined;
  return { status: Number(text.slice(9, 12)), body: text.slice(bodyStart) };
}
