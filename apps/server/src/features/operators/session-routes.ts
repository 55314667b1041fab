import { meChangeSchema, meSchema, signInSchema } from '@foyer/protocol/operator';
import { pendingSignInSchema, secondFactorSchema } from '@foyer/protocol/session';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hashToken } from '../../http/new-id.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword } from './hash-password.ts';
import { describeMe } from './me.ts';
import { type Account, findAccount, findAccountByEmail, updateOperator } from './operator-repository.ts';
import { requirePassword } from './require-password.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts';
import { deleteSession, insertSession } from './session-repository.ts';
import {
  type SignInContext,
  signInByPassword,
  signInBySecondFactor,
  signInOnce,
  type Whereabouts,
  WrongCode,
} from './sign-in.ts';
import { recordSignIn } from './sign-in-log.ts';

export interface SessionRouteOptions extends SignInContext {
  readonly isSecure: boolean;
  /** For work that no answer waits for. */
  readonly report: (work: Promise<unknown>) => void;
  readonly whereaboutsOf: (request: FastifyRequest) => Whereabouts;
  /** Told after sessions of an operator ended: their sockets close on every node, and chats that nobody has now are handed over. */
  readonly onSessionsEnded: (operatorId: string) => Promise<void>;
}

/** Signing in and out, and one's own name, e-mail and password: /api/v1/session, /api/v1/me. */
export const sessionRoutes: FastifyPluginAsyncZod<SessionRouteOptions> = async (app, options) => {
  const { db, isSecure, now, whereaboutsOf } = options;
  const self = { config: { access: { who: 'operator', touches: 'self' } } } as const;

  app.post(
    '/session',
    {
      schema: { body: signInSchema, response: { 200: meSchema, 202: pendingSignInSchema } },
      config: { access: { who: 'anyone', touches: 'nothing' } },
    },
    async (request, reply) => {
      const from = whereaboutsOf(request);
      const { body } = request;
      if ('oneTimeToken' in body) {
        const { account, token } = await signInOnce(options, body.oneTimeToken, from);
        await recordSignIn(db, account, { how: 'oneTimeLink', address: from.address }, now());
        setSessionCookie(reply, token, isSecure);
        return describeMe(db, account.operator.id);
      }
      const signedIn = await signInByPassword(options, body, from).catch((error: unknown) => {
        // Not waited for: an answer that takes longer would tell which accounts there are.
        options.report(noteFailure(error, () => findAccountByEmail(db, body.email), from));
        throw error;
      });
      if (signedIn.kind === 'secondFactor') {
        const { token, expiresAt } = signedIn;
        return reply.code(202).send({ secondFactor: { token, expiresAt } });
      }
      await recordSignIn(db, signedIn.account, { how: 'password', address: from.address }, now());
      setSessionCookie(reply, signedIn.token, isSecure);
      return describeMe(db, signedIn.account.operator.id);
    },
  );

  app.post(
    '/session/second-factor',
    {
      schema: { body: secondFactorSchema, response: { 200: meSchema } },
      config: { access: { who: 'anyone', touches: 'nothing' } },
    },
    async (request, reply) => {
      const from = whereaboutsOf(request);
      const { account, token, by } = await signInBySecondFactor(options, request.body, from).catch((error: unknown) => {
        if (error instanceof WrongCode) options.report(noteFailure(error, async () => error.account, from));
        throw error;
      });
      await recordSignIn(
        db,
        account,
        {
          how: by === 'app' ? 'secondFactor' : 'recoveryCode',
          address: from.address,
        },
        now(),
      );
      setSessionCookie(reply, token, isSecure);
      return describeMe(db, account.operator.id);
    },
  );

  /** Failed tries on an account that there is are told to its administrators; others would fill the log with strangers' words. */
  async function noteFailure(error: unknown, find: () => Promise<Account | null>, from: Whereabouts): Promise<void> {
    if (!(error instanceof AppError) || error.code === 'too_many_requests') return;
    const account = await find();
    if (account) await recordSignIn(db, account, { how: 'failed', address: from.address }, now());
  }

  app.delete('/session', { schema: { response: { 204: z.null() } }, ...self }, async (request, reply) => {
    const token = readSessionCookie(request, isSecure);
    if (token) await deleteSession(db, hashToken(token));
    clearSessionCookie(reply, isSecure);
    await options.onSessionsEnded(request.operator.operatorId);
    return reply.code(204).send(null);
  });

  app.get('/me', { schema: { response: { 200: meSchema } }, ...self }, async (request) =>
    describeMe(db, request.operator.operatorId),
  );

  app.patch(
    '/me',
    { schema: { body: meChangeSchema, response: { 200: meSchema } }, ...self },
    async (request, reply) => {
      const { operatorId } = request.operator;
      const account = await findAccount(db, operatorId);
      if (!account) throw new AppError('not_signed_in', 'Sign in first');
      const { name, email, password, currentPassword } = request.body;
      if ((email !== undefined || password !== undefined) && account.passwordHash !== null)
        await requirePassword(options, account, currentPassword ?? '', 'currentPassword');
      if (password !== undefined) checkPassword(password, email ?? account.operator.email);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      try {
        await db.transaction().execute(async (trx) => {
          await updateOperator(
            trx,
            operatorId,
            { name, email, passwordHash },
            { version: null, endSessions: password !== undefined },
          );
          const before = { name: account.operator.name, email: account.operator.email };
          const after = { name: name ?? before.name, email: email ?? before.email };
          await recordChange(trx, changerOf(request), {
            siteId: null,
            kind: 'user',
            id: operatorId,
            name: after.name,
            before,
            after: password === undefined ? after : { ...after, password: 'changed' },
          });
        });
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
          const holder = { operatorId, sessionEpoch: renewed.sessionEpoch };
          setSessionCookie(reply, await insertSession(db, holder, whereaboutsOf(request), now()), isSecure);
        }
        await options.onSessionsEnded(operatorId);
      }
      return describeMe(db, operatorId);
    },
  );
};
