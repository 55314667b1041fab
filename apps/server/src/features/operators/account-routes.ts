import {
  passwordAgainSchema,
  recoveryCodesSchema,
  sessionSchema,
  twoFactorConfirmSchema,
  twoFactorStartSchema,
  twoFactorStateSchema,
} from '@foyer/protocol/session';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { endSession, listSessions } from './list-sessions.ts';
import { type Account, findAccount } from './operator-repository.ts';
import { requirePassword } from './require-password.ts';
import { confirmSecondFactor, renewRecoveryCodes, startSecondFactor } from './second-factor.ts';
import { countRecoveryCodes, deleteFactor } from './second-factor-repository.ts';
import { deleteSessionsOf } from './session-repository.ts';
import type { SignInContext } from './sign-in.ts';
import { readSignInPolicy } from './sign-in-policy.ts';

/** One's own sessions and second factor, under /api/v1/me. */
export const accountRoutes: FastifyPluginAsyncZod<
  SignInContext & { readonly onSessionsEnded: (operatorId: string) => Promise<void> }
> = async (app, options) => {
  const { db, box, limits, now, onSessionsEnded } = options;
  const self = { config: { access: { who: 'operator', touches: 'self' } } } as const;

  app.get(
    '/sessions',
    { schema: { response: { 200: z.object({ items: z.array(sessionSchema) }) } }, ...self },
    async ({ operator }) => ({ items: await listSessions(db, operator.operatorId, operator.sessionHash, now()) }),
  );

  app.delete('/sessions', { schema: { response: { 204: z.null() } }, ...self }, async (request, reply) => {
    const { operatorId, sessionHash } = request.operator;
    await deleteSessionsOf(db, operatorId, sessionHash);
    await note(db, request, 'session', { ended: 'all others' });
    await onSessionsEnded(operatorId);
    return reply.code(204).send(null);
  });

  app.delete(
    '/sessions/:sessionId',
    { schema: { params: z.object({ sessionId: z.string().max(64) }), response: { 204: z.null() } }, ...self },
    async (request, reply) => {
      const { operatorId } = request.operator;
      if (!(await endSession(db, operatorId, request.params.sessionId, now())))
        throw new AppError('not_found', 'This session has ended already');
      await note(db, request, 'session', { ended: 'one' });
      await onSessionsEnded(operatorId);
      return reply.code(204).send(null);
    },
  );

  app.get('/two-factor', { schema: { response: { 200: twoFactorStateSchema } }, ...self }, async (request) => {
    const { operatorId } = request.operator;
    const account = await own(db, request);
    return { on: account.twoFactor, recoveryCodesLeft: await countRecoveryCodes(db, operatorId) };
  });

  app.post(
    '/two-factor',
    { schema: { body: passwordAgainSchema, response: { 200: twoFactorStartSchema } }, ...self },
    async (request) => {
      const account = await own(db, request);
      if (account.passwordHash === null)
        throw new AppError('conflict', 'Set your e-mail and password first: the second factor comes after them');
      await requirePassword(options, account, request.body.password, 'password');
      return startSecondFactor(db, box, account.operator, now());
    },
  );

  app.post(
    '/two-factor/confirm',
    { schema: { body: twoFactorConfirmSchema, response: { 200: recoveryCodesSchema } }, ...self },
    async (request) => {
      const { operatorId, sessionHash } = request.operator;
      await limits.check('secondFactorByAccount', operatorId);
      const recoveryCodes = await db.transaction().execute(async (trx) => {
        const codes = await confirmSecondFactor(trx, box, operatorId, request.body.code, now());
        if (codes === null) return null;
        // Whoever came in by the password alone goes out.
        await deleteSessionsOf(trx, operatorId, sessionHash);
        await note(trx, request, 'twoFactor', { on: true });
        return codes;
      });
      if (recoveryCodes === null) {
        await limits.take('secondFactorByAccount', operatorId);
        throw new AppError('invalid_request', 'This code is wrong', {
          fields: [
            { path: 'code', message: 'is wrong: check that the clock of your phone is right, and try the next' },
          ],
        });
      }
      await onSessionsEnded(operatorId);
      return { recoveryCodes };
    },
  );

  app.post(
    '/two-factor/recovery-codes',
    { schema: { body: passwordAgainSchema, response: { 200: recoveryCodesSchema } }, ...self },
    async (request) => {
      const account = await own(db, request);
      if (!account.twoFactor) throw new AppError('conflict', 'Two-factor sign-in is off');
      await requirePassword(options, account, request.body.password, 'password');
      const recoveryCodes = await db.transaction().execute(async (trx) => {
        await note(trx, request, 'twoFactor', { on: true, recoveryCodes: 'renewed' });
        return renewRecoveryCodes(trx, account.operator.id);
      });
      return { recoveryCodes };
    },
  );

  app.post(
    '/two-factor/off',
    { schema: { body: passwordAgainSchema, response: { 200: twoFactorStateSchema } }, ...self },
    async (request) => {
      const account = await own(db, request);
      await requirePassword(options, account, request.body.password, 'password');
      if (account.operator.role === 'administrator' && (await readSignInPolicy(db)).administratorsNeedTwoFactor)
        throw new AppError('conflict', 'Administrators need two-factor sign-in here: it cannot be turned off');
      await db.transaction().execute(async (trx) => {
        if (await deleteFactor(trx, account.operator.id)) await note(trx, request, 'twoFactor', { on: false });
      });
      return { on: false, recoveryCodesLeft: 0 };
    },
  );
};

async function own(db: Kysely<Database>, request: FastifyRequest): Promise<Account> {
  const account = await findAccount(db, request.operator.operatorId);
  if (!account) throw new AppError('not_signed_in', 'Sign in first');
  return account;
}

async function note(
  db: Kysely<Database>,
  request: FastifyRequest,
  kind: 'session' | 'twoFactor',
  after: object,
): Promise<void> {
  const { operatorId, name } = request.operator;
  await recordChange(db, changerOf(request), { siteId: null, kind, id: operatorId, name, before: null, after });
}
