import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  /** `url` with the proxy's address. */
  readonly url: string;
  /** From now on nothing is forwarded, and nothing is closed either: a network that swallows packets. */
  swallow(): void;
  /** Cuts every connection and refuses new ones: the server is down. */
  cut(): void;
  /** Forwards again, for connections that are made from now on. */
  forward(): void;
  close(): Promise<void>;
}

/** A TCP proxy before a server, whose network can be made to fail. */
export async function tcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let swallowing = false;
  let cutting = false;
  const server = createServer((near) => {
    if (cutting) return void near.destroy();
    const far = connect(Number(port), hostname);
    // Each pair remembers its own fate: what once swallowed stays dead, as after a route change.
    let dead = false;
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from);
      from.on('data', (bytes) => {
        dead ||= swallowing;
        if (!dead) to.write(bytes);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        if (!dead) to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    swallow: () => {
      swallowing = true;
    },
    cut: () => {
      cutting = true;
      for (const socket of sockets) socket.destroy();
    },
    forward: () => {
      swallowing = false;
      cutting = false;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
