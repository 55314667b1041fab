/** Ports for servers that tests start. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of the loopback that is free now, below 32768: those above may be taken by outgoing connections at any moment. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    server.listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue; // taken; the next draw will differ
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
