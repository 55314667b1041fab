import { userSchema } from '@foyer/protocol/operator';
import { sessionSchema, signInPolicyChangeSchema, signInPolicySchema } from '@foyer/protocol/session';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { endSession, listSessions } from './list-sessions.ts';
import { findUser } from './list-users.ts';
import { findAccount, listAccounts } from './operator-repository.ts';
import { deleteFactor } from './second-factor-repository.ts';
import { deleteSessionsOf } from './session-repository.ts';
import { readSignInPolicy, saveSignInPolicy } from './sign-in-policy.ts';

/** Sessions and second factors of users, and what is asked of all who sign in, under /api/v1. Administrators only; no API keys. */
export const userAccessRoutes: FastifyPluginAsyncZod<{
  readonly db: Kysely<Database>;
  readonly now: () => number;
  readonly onSessionsEnded: (operatorId: string) => Promise<void>;
}> = async (app, { db, now, onSessionsEnded }) => {
  const access = { who: 'administrator', touches: 'installation' } as const;
  const params = z.object({ userId: z.uuid() });

  const get = async (userId: string) => {
    const user = await findUser(db, userId);
    if (!user) throw new AppError('not_found', `No user ${userId}`);
    return user;
  };
  const note = (
    trx: Kysely<Database>,
    request: FastifyRequest,
    kind: 'session' | 'twoFactor',
    user: { id: string; name: string },
    after: object,
  ) => recordChange(trx, changerOf(request), { siteId: null, kind, id: user.id, name: user.name, before: null, after });

  app.get(
    '/users/:userId/sessions',
    { schema: { params, response: { 200: z.object({ items: z.array(sessionSchema) }) } }, config: { access } },
    async (request) => {
      const { id } = await get(request.params.userId);
      return { items: await listSessions(db, id, request.operator.sessionHash, now()) };
    },
  );

  app.delete(
    '/users/:userId/sessions',
    { schema: { params, response: { 204: z.null() } }, config: { access } },
    async (request, reply) => {
      const user = await get(request.params.userId);
      await db.transaction().execute(async (trx) => {
        await deleteSessionsOf(trx, user.id, null);
        await note(trx, request, 'session', user, { ended: 'all' });
      });
      await onSessionsEnded(user.id);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/users/:userId/sessions/:sessionId',
    {
      schema: { params: params.extend({ sessionId: z.string().max(64) }), response: { 204: z.null() } },
      config: { access },
    },
    async (request, reply) => {
      const user = await get(request.params.userId);
      await db.transaction().execute(async (trx) => {
        if (!(await endSession(trx, user.id, request.params.sessionId, now())))
          throw new AppError('not_found', 'This session has ended already');
        await note(trx, request, 'session', user, { ended: 'one' });
      });
      await onSessionsEnded(user.id);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/users/:userId/two-factor',
    { schema: { params, response: { 200: userSchema } }, config: { access } },
    async (request) => {
      const user = await get(request.params.userId);
      await db.transaction().execute(async (trx) => {
        if (!(await deleteFactor(trx, user.id))) throw new AppError('conflict', 'Two-factor sign-in is off already');
        await deleteSessionsOf(trx, user.id, null);
        await note(trx, request, 'twoFactor', user, { on: false, reset: true });
      });
      await onSessionsEnded(user.id);
      return get(user.id);
    },
  );

  app.get('/sign-in-policy', { schema: { response: { 200: signInPolicySchema } }, config: { access } }, async () =>
    readSignInPolicy(db),
  );

  app.put(
    '/sign-in-policy',
    { schema: { body: signInPolicyChangeSchema, response: { 200: signInPolicySchema } }, config: { access } },
    async (request) => {
      const { operatorId } = request.operator;
      const account = await findAccount(db, operatorId);
      if (request.body.administratorsNeedTwoFactor && !account?.twoFactor)
        throw new AppError('conflict', 'Set up two-factor sign-in in your own account first: you would be locked out', {
          fields: [
            {
              path: 'administratorsNeedTwoFactor',
              message: 'set up two-factor sign-in in your own account first',
            },
          ],
        });
      const saved = await db.transaction().execute(async (trx) => {
        const before = await readSignInPolicy(trx);
        const after = await saveSignInPolicy(trx, request.body);
        if (!after) throw new AppError('conflict', 'Somebody else has changed this; read it again');
        await recordChange(trx, changerOf(request), {
          siteId: null,
          kind: 'signInPolicy',
          id: 'signInPolicy',
          name: 'Signing in',
          before,
          after,
        });
        return after;
      });
      // Consoles of administrators without a second factor close at once.
      for (const { operator } of await listAccounts(db))
        if (operator.role === 'administrator' && operator.id !== operatorId) await onSessionsEnded(operator.id);
      return saved;
    },
  );
};
