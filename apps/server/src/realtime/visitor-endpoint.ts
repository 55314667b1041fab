import type { IncomingMessage } from 'node:http';
import { protocolVersion, type VisitorHello, visitorHelloSchema } from '@foyer/protocol/visitor-socket';
import type { Logger } from 'pino';
import { isAllowedOrigin } from '../http/allowed-origin.ts';
import { AppError } from '../http/app-error.ts';
import { toErrorFrame } from '../http/error-frame.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import { readHello } from '../http/read-frame.ts';
import type { SocketConnection } from '../http/socket-connection.ts';
import type { VisitorHandshake } from '../http/visitor-handshake.ts';
import type { SocketEndpoint } from './socket-server.ts';

/** Frames of any kind that one connection may send in ten seconds. */
const framesPerWindow = 150;

/** Frames that may arrive before the hello is answered. */
const maxEarlyFrames = 50;

/** Takes over after the hello, and answers who reads the frames after it. What it throws is told to the client, and the connection closed. */
type Greeter<H extends VisitorHello, S> = (
  connection: SocketConnection,
  hello: H,
  site: S,
  handshake: VisitorHandshake,
) => Promise<(frame: string) => void>;

/** What is handed over of a site: its allowed origins decide here, the rest is the greeters'. */
interface TrackedSite {
  readonly site: { readonly allowedOrigins: readonly string[] };
}

export interface VisitorEndpointParts<S extends TrackedSite> {
  /** The site of a public key, or null. */
  readonly findSite: (key: string) => Promise<S | null>;
  readonly limits: RateLimits;
  readonly logger: Logger;
  readonly ownOrigins: () => readonly string[];
  readonly readHandshake: (request: IncomingMessage) => VisitorHandshake;
  /** Multiplies the caps; for load tests. */
  readonly limitFactor: number;
  /** Connections that one address may hold. */
  readonly maxPerAddress: number;
  readonly greetPage: Greeter<Extract<VisitorHello, { kind: 'page' }>, S>;
  readonly greetChat: Greeter<Extract<VisitorHello, { kind: 'chat' }>, S>;
}

/** `/t/socket`: pages (the tracker) and chat windows of visitors. The first frame says which, and of what site. */
export function visitorEndpoint<S extends TrackedSite>(parts: VisitorEndpointParts<S>): SocketEndpoint {
  const byAddress = new Map<string, number>();

  return {
    path: '/t/socket',
    // A message of 4,000 characters may take six bytes each as JSON.
    maxFrameBytes: 32 * 1024,
    maxFramesPerWindow: Math.ceil(framesPerWindow * parts.limitFactor),
    maxQueuedBytes: 256 * 1024,

    async admit(request) {
      const { limitKey } = parts.readHandshake(request);
      if ((byAddress.get(limitKey) ?? 0) >= parts.maxPerAddress) return 429;
      try {
        await parts.limits.take('handshakesByAddress', limitKey);
      } catch (error) {
        if (error instanceof AppError) return 429;
        throw error;
      }
      return null;
    },

    accept(connection, request) {
      const handshake = parts.readHandshake(request);
      byAddress.set(handshake.limitKey, (byAddress.get(handshake.limitKey) ?? 0) + 1);
      connection.onClosed(() => {
        const left = (byAddress.get(handshake.limitKey) ?? 1) - 1;
        if (left > 0) byAddress.set(handshake.limitKey, left);
        else byAddress.delete(handshake.limitKey);
      });
      let isFirst = true;
      let read: ((frame: string) => void) | null = null;
      const early: string[] = [];
      connection.onFrame((text) => {
        if (read) return read(text);
        if (!isFirst) {
          if (early.push(text) > maxEarlyFrames) connection.close(1008, 'too many frames');
          return;
        }
        isFirst = false;
        greet(connection, text, handshake).then(
          (reader) => {
            for (const frame of early.splice(0)) reader(frame);
            read = reader;
          },
          (error) => {
            connection.send(toErrorFrame(error, {}, parts.logger));
            connection.close(error instanceof AppError ? 4403 : 1011, 'hello refused');
          },
        );
      });
    },
  };

  async function greet(
    connection: SocketConnection,
    text: string,
    handshake: VisitorHandshake,
  ): Promise<(frame: string) => void> {
    const hello = readHello(text, visitorHelloSchema);
    if (hello.protocol !== protocolVersion)
      throw new AppError('invalid_request', `This server speaks protocol ${protocolVersion}`);
    const found = await parts.findSite(hello.site);
    if (!found) throw new AppError('not_found', 'No site has this key');
    // The chat window is our own page; a tracked page must be one of the site's.
    const allowed = hello.kind === 'chat' ? parts.ownOrigins() : found.site.allowedOrigins;
    if (!isAllowedOrigin(handshake.origin, allowed, parts.ownOrigins()))
      throw new AppError('forbidden', 'This web site may not use this key');
    connection.hasGreeted = true;
    if (hello.kind === 'page') return parts.greetPage(connection, hello, found, handshake);
    return parts.greetChat(connection, hello, found, handshake);
  }
}
