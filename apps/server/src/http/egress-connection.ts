import { connect, type Socket } from 'node:net';
import { type EgressTarget, pinnedLookup } from './egress-guard.ts';

/** A connection to a checked target, for protocols other than HTTP. `signal` ends it at any time. */
export function openEgressConnection(target: EgressTarget, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host, port } = target;
    const socket = connect({ host, port, lookup: pinnedLookup(target), autoSelectFamily: true, signal });
    socket.on('error', reject); // stays: a later error is told to whoever has the socket by then
    socket.once('connect', () => resolve(socket));
  });
}
