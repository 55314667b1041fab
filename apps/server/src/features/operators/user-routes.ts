import { type Operator, operatorChangeSchema, operatorInputSchema, operatorSchema } from '@foyer/protocol/operator';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { listSites } from '../sites/list-sites.ts';
import { hashPassword } from './hash-password.ts';
import {
  countAdministrators,
  findAccount,
  insertOperator,
  listOperators,
  updateOperator,
} from './operator-repository.ts';

/** Operators of the installation, under /api/v1/users. Administrators only. */
export const userRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  now: () => number;
  onSessionsEnded: (operatorId: string) => Promise<void>;
}> = async (app, { db, now, onSessionsEnded }) => {
  const access = { who: 'administrator', touches: 'installation' } as const;
  const params = z.object({ userId: z.uuid() });

  app.get(
    '/',
    { schema: { response: { 200: z.object({ items: z.array(operatorSchema) }) } }, config: { access } },
    async () => ({ items: await listOperators(db) }),
  );

  app.post(
    '/',
    { schema: { body: operatorInputSchema, response: { 201: operatorSchema } }, config: { access } },
    async (request, reply) => {
      const { password, ...operator } = request.body;
      await checkSites(db, operator.siteIds);
      const passwordHash = await hashPassword(password);
      const added = await refuseTakenEmail(() =>
        db.transaction().execute(async (trx) => {
          const account = await findAccount(trx, await insertOperator(trx, { ...operator, passwordHash }, now()));
          if (!account) throw new Error('A user that was just added is not there');
          await record(trx, request, null, account.operator);
          return account.operator;
        }),
      );
      return reply.code(201).send(added);
    },
  );

  app.put(
    '/:userId',
    { schema: { params, body: operatorChangeSchema, response: { 200: operatorSchema } }, config: { access } },
    async (request) => {
      const { userId } = request.params;
      const { version, password, ...patch } = request.body;
      await checkSites(db, patch.siteIds);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      const changed = await db.transaction().execute(async (trx) => {
        const before = await findAccount(trx, userId);
        if (!before) throw new AppError('not_found', `No user ${userId}`);
        const endSessions =
          patch.disabled ||
          passwordHash !== undefined ||
          patch.role !== before.operator.role ||
          !sameMembers(patch.siteIds, before.operator.siteIds);
        const done = await updateOperator(trx, userId, { ...patch, passwordHash }, { version, endSessions });
        if (!done) throw new AppError('conflict', 'Somebody else has changed this user; read it again');
        if ((await countAdministrators(trx)) === 0)
          throw new AppError('conflict', 'At least one administrator must stay', {
            fields: [{ path: 'role', message: 'this is the last administrator' }],
          });
        const account = await findAccount(trx, userId);
        if (account) await record(trx, request, before.operator, account.operator);
        return { endSessions, account };
      });
      if (changed.endSessions) await onSessionsEnded(userId);
      if (!changed.account) throw new AppError('not_found', `No user ${userId}`);
      return changed.account.operator;
    },
  );
};

/** Notes in the change log what became of a user. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest,
  before: Operator | null,
  after: Operator,
): Promise<void> {
  const { id, name } = after;
  await recordChange(trx, changerOf(request), { siteId: null, kind: 'user', id, name, before, after });
}

/** Throws `invalid_request`, naming each site that there is not. */
async function checkSites(db: Kysely<Database>, siteIds: readonly string[]): Promise<void> {
  const known = new Set((await listSites(db, new Set(siteIds))).map((site) => site.id));
  const fields = siteIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `siteIds.${index}`, message: 'is no site' }],
  );
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}

function sameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}

async function refuseTakenEmail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('conflict', 'Somebody else has this e-mail address', {
      fields: [{ path: 'email', message: 'is taken' }],
    });
  }
}
