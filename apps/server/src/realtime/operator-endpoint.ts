import type { IncomingMessage } from 'node:http';
import type { OperatorPrincipal } from '../http/principal.ts';
import type { SocketConnection } from '../http/socket-connection.ts';
import type { SocketEndpoint } from './socket-server.ts';

/** Frames of any kind that one console may send in ten seconds. */
const framesPerWindow = 600;
/** Consoles that one operator may have open on a node. */
const socketsPerOperator = 20;

export interface OperatorEndpointParts {
  /** Whether the upgrade comes from a page of ours: a cookie alone proves nothing. */
  readonly isOwnOrigin: (request: IncomingMessage) => boolean;
  readonly authenticate: (request: IncomingMessage) => Promise<OperatorPrincipal | null>;
  /** Consoles this operator has open here. */
  readonly countOpen: (operatorId: string) => number;
  readonly serve: (connection: SocketConnection, principal: OperatorPrincipal) => void;
  /** Multiplies the caps; for load tests. */
  readonly limitFactor: number;
}

/** `/api/v1/socket`: the consoles of signed-in operators. */
export function operatorEndpoint(parts: OperatorEndpointParts): SocketEndpoint {
  const principals = new WeakMap<IncomingMessage, OperatorPrincipal>();
  return {
    path: '/api/v1/socket',
    maxFrameBytes: 64 * 1024,
    maxFramesPerWindow: Math.ceil(framesPerWindow * parts.limitFactor),
    maxQueuedBytes: 1024 * 1024,
    async admit(request) {
      if (!parts.isOwnOrigin(request)) return 403;
      const principal = await parts.authenticate(request);
      if (!principal) return 401;
      if (parts.countOpen(principal.operatorId) >= socketsPerOperator * parts.limitFactor) return 429;
      principals.set(request, principal);
      return null;
    },
    accept(connection, request) {
      const principal = principals.get(request);
      if (principal) parts.serve(connection, principal);
      else connection.close(4401, 'not signed in');
    },
  };
}
