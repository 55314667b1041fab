/** A stretch of network between a client and the servers, on which a test can cut connections or lose what goes one way. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from './free-port.ts';

/** Up: from the client to the server. */
export type Direction = 'up' | 'down';

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  lost: Direction | null;
}

/** Carries TCP connections to one of several servers, each new one to the next; one that is away is passed over by coming back. */
export class FaultProxy {
  /** Address without a slash at its end: stands for any of the servers. */
  readonly url: string;
  /** Addresses of the servers. May be changed: new connections go to the new ones. */
  servers: readonly string[];
  /** No new connection is carried: there is no network. */
  isDown = false;
  /** HTTP gets through, WebSockets do not. */
  refusesSockets = false;
  /** What everything takes each way. Lowering it while something is under way may change the order: cut first. */
  delayMs = 0;
  readonly #listener: Server;
  readonly #lines = new Set<Line>();
  #next = 0;

  private constructor(url: string, listener: Server, servers: readonly string[]) {
    this.url = url;
    this.#listener = listener;
    this.servers = servers;
    listener.on('connection', (client) => this.#carry(client));
  }

  static async open(servers: readonly string[]): Promise<FaultProxy> {
    const port = await findFreePort();
    const listener = createServer({ pauseOnConnect: true }).listen(port, '127.0.0.1');
    await once(listener, 'listening');
    return new FaultProxy(`http://127.0.0.1:${port}`, listener, servers);
  }

  /** Cuts every connection, as a broken network does. */
  cut(): void {
    for (const line of [...this.#lines]) cutLine(line);
  }

  /** From now on what goes this way on the connections that stand is lost, and nobody is told. */
  lose(direction: Direction): void {
    for (const line of this.#lines) line.lost = direction;
  }

  /** The network is whole again. Connections that have lost something end: TCP would not go on with a hole in it. */
  heal(): void {
    for (const line of [...this.#lines]) if (line.lost !== null) cutLine(line);
  }

  async close(): Promise<void> {
    this.isDown = true;
    this.#listener.close();
    this.cut();
    await once(this.#listener, 'close');
  }

  #carry(client: Socket): void {
    client.on('error', () => undefined);
    const target = this.servers[this.#next++ % this.servers.length];
    if (this.isDown || target === undefined) {
      client.resetAndDestroy();
      return;
    }
    const { hostname, port } = new URL(target);
    const server = connect(Number(port), hostname);
    const line: Line = { client, server, lost: null };
    this.#lines.add(line);
    const end = () => {
      this.#lines.delete(line);
      client.destroy();
      server.destroy();
    };
    server.on('error', () => undefined).on('close', end);
    client.on('close', end);
    client.on('data', (chunk) => {
      if (this.refusesSockets && isUpgrade(chunk)) cutLine(line);
      else if (line.lost !== 'up') this.#pass(chunk, server);
    });
    server.on('data', (chunk) => line.lost !== 'down' && this.#pass(chunk, client));
    client.resume();
  }

  #pass(chunk: Buffer, to: Socket): void {
    if (this.delayMs === 0) to.write(chunk);
    else void sleep(this.delayMs, null, { ref: false }).then(() => to.writable && to.write(chunk));
  }
}

function cutLine({ client, server }: Line): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}

function isUpgrade(chunk: Buffer): boolean {
  return /^GET [^\r]+\r\n(.*\r\n)*upgrade: websocket\r\n/im.test(chunk.toString('latin1'));
}
