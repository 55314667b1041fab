import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionAbsoluteMs } from './session-repository.ts';

/** Name of the session cookie; `__Host-` binds it to exactly this host where there is TLS. */
export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-foyer-session' : 'foyer-session';
}

export function readSessionCookie(request: FastifyRequest, isSecure: boolean): string | null {
  return request.cookies[sessionCookieName(isSecure)] ?? null;
}

export function setSessionCookie(reply: FastifyReply, token: string, isSecure: boolean): void {
  reply.setCookie(sessionCookieName(isSecure), token, {
    path: '/',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'lax',
    maxAge: sessionAbsoluteMs / 1000,
  });
}

export function clearSessionCookie(reply: FastifyReply, isSecure: boolean): void {
  reply.clearCookie(sessionCookieName(isSecure), { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' });
}
