import { createServer } from 'node:net';

/**
 * A port on 127.0.0.1 that nothing listens on, picked by the system from its ephemeral range. Another
 * process may take it before we do, so whoever binds it must be ready to ask again.
 *
 * @returns {Promise<number>}
 */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
