import type { IncomingMessage } from 'node:http';
import { protocolVersion, type VisitorHello, visitorHelloSchema } from '@foyer/protocol/visitor-socket';
import type { Logger } from 'pino';
import type { SiteConfiguration, SiteConfigurations } from '../features/visits/site-configuration.ts';
import { AppError } from '../http/app-error.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import { isAllowedOrigin } from './allowed-origin.ts';
import { toErrorFrame } from './error-frame.ts';
import { readHello } from './read-frame.ts';
import type { SocketConnection, SocketEndpoint } from './socket-server.ts';

/** What is known of a visitor's connection before its first frame. */
export interface VisitorHandshake {
  readonly origin: string | undefined;
  readonly address: string;
  /** What limits count by: the address, or the /64 of an IPv6 one. */
  readonly limitKey: string;
  readonly userAgent: string;
}

/** Frames that may arrive before the hello is answered. */
const maxEarlyFrames = 50;

/** Takes over after the hello, and answers who reads the frames after it. What it throws is told to the client, and the connection closed. */
export type Greeter<H extends VisitorHello> = (
  connection: SocketConnection,
  hello: H,
  configuration: SiteConfiguration,
  handshake: VisitorHandshake,
) => Promise<(frame: string) => void>;

export interface VisitorEndpointParts {
  readonly configurations: SiteConfigurations;
  readonly limits: RateLimits;
  readonly logger: Logger;
  readonly ownOrigins: () => readonly string[];
  readonly readHandshake: (request: IncomingMessage) => VisitorHandshake;
  /** Connections that one address may hold. */
  readonly maxPerAddress: number;
  readonly greetPage: Greeter<Extract<VisitorHello, { kind: 'page' }>>;
  readonly greetChat: Greeter<Extract<VisitorHello, { kind: 'chat' }>>;
}

/** `/t/socket`: pages (the tracker) and chat windows of visitors. The first frame says which, and of what site. */
export function visitorEndpoint(parts: VisitorEndpointParts): SocketEndpoint {
  const byAddress = new Map<string, number>();

  return {
    path: '/t/socket',
    maxFrameBytes: 16 * 1024,
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
    const configuration = await parts.configurations.findByKey(hello.site);
    if (!configuration) throw new AppError('not_found', 'No site has this key');
    // The chat window is our own page; a tracked page must be one of the site's.
    const allowed = hello.kind === 'chat' ? parts.ownOrigins() : configuration.site.allowedOrigins;
    if (!isAllowedOrigin(handshake.origin, allowed, parts.ownOrigins()))
      throw new AppError('forbidden', 'This web site may not use this key');
    connection.hasGreeted = true;
    if (hello.kind === 'page') return parts.greetPage(connection, hello, configuration, handshake);
    return parts.greetChat(connection, hello, configuration, handshake);
  }
}
