import type { FastifyRequest } from 'fastify';
import { AppError } from './app-error.ts';

/** Whether an Origin header names the console's own origin. `hosts`: what the request was sent to. */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicOrigin: string | null,
): boolean {
  if (origin === undefined || origin === 'null') return false;
  if (publicOrigin !== null && origin === publicOrigin) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}

/**
 * Refuses cross-site requests that change something (CSRF): a browser always tells where such a request comes from, by
 * `Sec-Fetch-Site` or `Origin`. Programs send neither. Bodies must be JSON, so no form can be sent here.
 */
export function refuseCrossSite(request: FastifyRequest, publicOrigin: string | null): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const sameByFetch = site === undefined || site === 'same-origin' || site === 'none';
  const sameByOrigin = origin === undefined || isOwnOrigin(origin, request.headers.host, publicOrigin);
  if (!sameByFetch || !sameByOrigin) throw new AppError('forbidden', 'This request comes from another web site');
}
