import { meChangeSchema, meSchema, signInSchema } from '@foyer/protocol/operator';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hashToken } from '../../http/new-id.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import { hashPassword, verifyPassword } from './hash-password.ts';
import { describeMe } from './me.ts';
import { findAccount, updateOperator } from './operator-repository.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts';
import { deleteSession, hasSession, insertSession } from './session-repository.ts';
import { findPrincipal, type SignInContext, signInByPassword, signInOnce } from './sign-in.ts';

export interface SessionRouteOptions extends SignInContext {
  readonly isSecure: boolean;
  /** What tries are counted by: the caller's address, or its /64. */
  readonly limitKeyOf: (request: FastifyRequest) => string;
  /** Told when an operator signs out: their chats are handed over. */
  readonly onSignedOut: (operator: { operatorId: string; name: string }) => Promise<void>;
  /** Told after sessions of an operator ended, so that their sockets close on every node. */
  readonly onSessionsEnded: (operatorId: string) => Promise<void>;
}

/** Signing in and out, and one's own account: /api/v1/session, /api/v1/me. */
export const sessionRoutes: FastifyPluginAsyncZod<SessionRouteOptions> = async (app, options) => {
  const { db, isSecure, now } = options;

  app.post(
    '/session',
    {
      schema: { body: signInSchema, response: { 200: meSchema } },
      config: { access: { who: 'anyone', touches: 'nothing' } },
    },
    async (request, reply) => {
      const address = options.limitKeyOf(request);
      const token =
        'oneTimeToken' in request.body
          ? await signInOnce(options, request.body.oneTimeToken, address)
          : await signInByPassword(options, { ...request.body, address });
      const principal = await findPrincipal(db, token, now());
      if (!principal) throw new AppError('not_signed_in', 'E-mail or password is wrong');
      setSessionCookie(reply, token, isSecure);
      return describeMe(db, principal.operatorId);
    },
  );

  app.delete(
    '/session',
    { schema: { response: { 204: z.null() } }, config: { access: { who: 'operator', touches: 'self' } } },
    async (request, reply) => {
      const token = readSessionCookie(request, isSecure);
      if (token) await deleteSession(db, hashToken(token));
      clearSessionCookie(reply, isSecure);
      // Whoever is still signed in elsewhere goes on with their chats there.
      if (!(await hasSession(db, request.operator.operatorId, now()))) await options.onSignedOut(request.operator);
      await options.onSessionsEnded(request.operator.operatorId);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/me',
    { schema: { response: { 200: meSchema } }, config: { access: { who: 'operator', touches: 'self' } } },
    async (request) => describeMe(db, request.operator.operatorId),
  );

  app.patch(
    '/me',
    {
      schema: { body: meChangeSchema, response: { 200: meSchema } },
      config: { access: { who: 'operator', touches: 'self' } },
    },
    async (request, reply) => {
      const { operatorId } = request.operator;
      const account = await findAccount(db, operatorId);
      if (!account) throw new AppError('not_signed_in', 'Sign in first');
      const { name, email, password, currentPassword } = request.body;
      if ((email !== undefined || password !== undefined) && account.passwordHash !== null) {
        await options.limits.check('signInByAccount', account.operator.email);
        if (!(await verifyPassword(account.passwordHash, currentPassword ?? ''))) {
          await options.limits.take('signInByAccount', account.operator.email);
          throw new AppError('invalid_request', 'The present password is wrong', {
            fields: [{ path: 'currentPassword', message: 'is not your present password' }],
          });
        }
      }
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      try {
        await updateOperator(
          db,
          operatorId,
          { name, email, passwordHash },
          { version: null, endSessions: password !== undefined },
        );
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError('conflict', 'Somebody else has this e-mail address', {
          fields: [{ path: 'email', message: 'is taken' }],
        });
      }
      if (password !== undefined) {
        // Every session ended with the password; this browser goes on with a new one.
        const renewed = await findAccount(db, operatorId);
        if (renewed) {
          const token = await insertSession(db, { operatorId, sessionEpoch: renewed.sessionEpoch }, now());
          setSessionCookie(reply, token, isSecure);
        }
        await options.onSessionsEnded(operatorId);
      }
      return describeMe(db, operatorId);
    },
  );
};
