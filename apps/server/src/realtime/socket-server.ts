import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { SocketConnection } from '../http/socket-connection.ts';

/** Server pings this often; a connection that has not answered by the next but one is dead. */
const pingMs = 20_000;
/** The first frame must come within this time. */
const helloMs = 10_000;

/** What kind of client a path serves. */
export interface SocketEndpoint {
  readonly path: string;
  /** Largest frame it may send. */
  readonly maxFrameBytes: number;
  /** Frames it may send in ten seconds, whatever they say. */
  readonly maxFramesPerWindow: number;
  /** Bytes that may wait for a slow reader before it is cut. */
  readonly maxQueuedBytes: number;
  /** Decides before the upgrade: null lets it pass, else the HTTP status of the refusal. */
  readonly admit: (request: IncomingMessage) => Promise<number | null>;
  /** Takes over the open connection. */
  readonly accept: (connection: SocketConnection, request: IncomingMessage) => void;
}

/** Serves WebSockets on an HTTP server: upgrade, heartbeat, limits, drain. Compression is off. */
export class SocketServer {
  readonly #endpoints: readonly (SocketEndpoint & { server: WebSocketServer })[];
  readonly #connections = new Set<SocketConnection>();
  readonly #logger: Logger;
  readonly #heartbeat: NodeJS.Timeout;
  #isDraining = false;

  constructor(http: Server, endpoints: readonly SocketEndpoint[], logger: Logger) {
    this.#logger = logger;
    this.#endpoints = endpoints.map((endpoint) => ({
      ...endpoint,
      server: new WebSocketServer({
        noServer: true,
        perMessageDeflate: false,
        maxPayload: endpoint.maxFrameBytes,
        clientTracking: false,
      }),
    }));
    http.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head));
    this.#heartbeat = setInterval(() => this.#beat(), pingMs);
    this.#heartbeat.unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?', 1)[0];
    const endpoint = this.#endpoints.find((one) => one.path === path);
    try {
      const refusal = this.#isDraining ? 503 : endpoint ? await endpoint.admit(request) : 404;
      if (refusal !== null || !endpoint) return refuse(socket, refusal ?? 404);
    } catch (error) {
      this.#logger.warn({ error: String(error) }, 'a socket could not be admitted');
      return refuse(socket, 503);
    }
    endpoint.server.handleUpgrade(request, socket, head, (ws) => endpoint.accept(this.#open(ws, endpoint), request));
  }

  /** Apart from the upgrade, so that what listens to the connection does not keep the request in memory as long as it is open. */
  #open(ws: WebSocket, endpoint: SocketEndpoint): SocketConnection {
    const connection = new SocketConnection(ws, endpoint.maxQueuedBytes, endpoint.maxFramesPerWindow);
    this.#connections.add(connection);
    ws.on('error', () => ws.terminate());
    ws.on('pong', () => {
      connection.isAlive = true;
    });
    ws.once('close', () => this.#connections.delete(connection));
    setTimeout(() => {
      if (!connection.hasGreeted) connection.close(4408, 'no hello');
    }, helloMs).unref();
    return connection;
  }

  #beat(): void {
    for (const connection of this.#connections) {
      if (!connection.isAlive) {
        connection.terminate();
        continue;
      }
      connection.isAlive = false;
      connection.ping();
    }
  }

  /** Sends everybody away, each with another moment to come back, and stops taking new ones. */
  async close(): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#heartbeat);
    for (const connection of this.#connections) {
      connection.send({ type: 'bye', reconnectAfterMs: Math.floor(Math.random() * 2000) });
      connection.close(1001, 'server stops');
    }
    // A client that does not answer the close frame must not hold up the end.
    const deadline = Date.now() + 2000;
    while (this.#connections.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.#connections) connection.terminate();
  }
}

const reasons: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? 'Refused'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
