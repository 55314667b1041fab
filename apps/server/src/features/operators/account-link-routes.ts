import { meSchema } from '@foyer/protocol/operator';
import {
  accountLinkLookSchema,
  accountLinkSchema,
  accountLinkUseSchema,
  pendingSignInSchema,
} from '@foyer/protocol/session';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { AppError } from '../../http/app-error.ts';
import { findAccountLink, redeemAccountLink } from './account-link-repository.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword } from './hash-password.ts';
import { describeMe } from './me.ts';
import { findAccount, updateOperator } from './operator-repository.ts';
import { setSessionCookie } from './session-cookie.ts';
import type { SessionRouteOptions } from './session-routes.ts';
import { admit, type Whereabouts } from './sign-in.ts';
import { recordSignIn } from './sign-in-log.ts';

/** One-time links for whoever was invited or needs a new password, under /api/v1/account-links. The token is all they need. */
export const accountLinkRoutes: FastifyPluginAsyncZod<SessionRouteOptions> = async (app, options) => {
  const { db, limits, now, isSecure, whereaboutsOf, onSessionsEnded } = options;
  const anyone = { config: { access: { who: 'anyone', touches: 'nothing' } } } as const;

  /** Whose link it is. Throws `not_found` for one that is unknown, used or too old: it tells which to nobody. */
  async function open(token: string, from: Whereabouts) {
    await limits.check('signInByAddress', from.limitKey);
    const link = await findAccountLink(db, token, now());
    const account = link ? await findAccount(db, link.operatorId) : null;
    if (!link || !account || account.operator.disabled) {
      await limits.take('signInByAddress', from.limitKey).catch(() => undefined);
      throw gone();
    }
    return { link, account };
  }

  app.post(
    '/look',
    { schema: { body: accountLinkLookSchema, response: { 200: accountLinkSchema } }, ...anyone },
    async (request) => {
      const { link, account } = await open(request.body.token, whereaboutsOf(request));
      const { name, email } = account.operator;
      return { purpose: link.purpose, name, email, expiresAt: link.expiresAt };
    },
  );

  app.post(
    '/use',
    { schema: { body: accountLinkUseSchema, response: { 200: meSchema, 202: pendingSignInSchema } }, ...anyone },
    async (request, reply) => {
      const from = whereaboutsOf(request);
      const { token, name, password } = request.body;
      const { account, link } = await open(token, from);
      const { id, email } = account.operator;
      checkPassword(password, email);
      const passwordHash = await hashPassword(password);
      await db.transaction().execute(async (trx) => {
        if (!(await redeemAccountLink(trx, token, now()))) throw gone();
        await updateOperator(trx, id, { name, passwordHash }, { version: null, endSessions: true });
      });
      await onSessionsEnded(id);
      const renewed = await findAccount(db, id);
      if (!renewed) throw gone();
      await recordSignIn(
        db,
        renewed,
        {
          how: link.purpose === 'invitation' ? 'invitation' : 'newPassword',
          address: from.address,
        },
        now(),
      );
      const signedIn = await admit(options, renewed, from);
      if (signedIn.kind === 'secondFactor')
        return reply.code(202).send({ secondFactor: { token: signedIn.token, expiresAt: signedIn.expiresAt } });
      setSessionCookie(reply, signedIn.token, isSecure);
      return describeMe(db, id);
    },
  );
};

function gone(): AppError {
  return new AppError('not_found', 'This link was used already, was replaced by a newer one, or is too old');
}
