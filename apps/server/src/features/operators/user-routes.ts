import {
  invitationInputSchema,
  linkInputSchema,
  mailSiteSchema,
  type Operator,
  operatorChangeSchema,
  operatorInputSchema,
  sentLinkSchema,
  type User,
  userSchema,
} from '@foyer/protocol/operator';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { hasChats } from '../chats/list-chats.ts';
import { writeMemberships } from '../departments/memberships.ts';
import { listSites } from '../sites/list-sites.ts';
import { deleteAccountLink } from './account-link-repository.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword } from './hash-password.ts';
import { findUser, listUsers } from './list-users.ts';
import {
  countAdministrators,
  insertOperator,
  removeOperator,
  restoreOperator,
  updateOperator,
} from './operator-repository.ts';
import { type AccountLinkParts, checkMailSite, listMailSites, makeAccountLink } from './send-account-link.ts';

/** Operators of the installation, under /api/v1/users. Administrators only. */
export const userRoutes: FastifyPluginAsyncZod<
  AccountLinkParts & {
    readonly db: Kysely<Database>;
    readonly onSessionsEnded: (operatorId: string) => Promise<void>;
    /** Somebody belongs to other departments, or has other skills. */
    readonly onMembersChanged: () => void;
    /** Looks for what can be sent now. */
    readonly wake: () => void;
  }
> = async (app, options) => {
  const { db, now, limits, onSessionsEnded, onMembersChanged, wake } = options;
  const access = { who: 'administrator', touches: 'installation' } as const;
  const params = z.object({ userId: z.uuid() });

  app.get(
    '/',
    { schema: { response: { 200: z.object({ items: z.array(userSchema) }) } }, config: { access } },
    async () => ({ items: await listUsers(db) }),
  );

  app.get(
    '/mail-sites',
    { schema: { response: { 200: z.object({ items: z.array(mailSiteSchema) }) } }, config: { access } },
    async () => ({ items: await listMailSites(db) }),
  );

  app.get('/:userId', { schema: { params, response: { 200: userSchema } }, config: { access } }, async (request) =>
    get(db, request.params.userId),
  );

  app.post(
    '/',
    { schema: { body: operatorInputSchema, response: { 201: userSchema } }, config: { access } },
    async (request, reply) => {
      const { password, ...operator } = request.body;
      await checkSites(db, operator.siteIds);
      checkPassword(password, operator.email);
      const passwordHash = await hashPassword(password);
      const added = await refuseTakenEmail(() =>
        db.transaction().execute(async (trx) => add(trx, request, { ...operator, passwordHash }, now())),
      );
      return reply.code(201).send(added);
    },
  );

  app.post(
    '/invitations',
    { schema: { body: invitationInputSchema, response: { 201: sentLinkSchema } }, config: { access } },
    async (request, reply) => {
      const { mailSiteId, ...operator } = request.body;
      await checkSites(db, operator.siteIds);
      await checkMailSite(db, limits, mailSiteId, operator.email);
      const sent = await refuseTakenEmail(() =>
        db.transaction().execute(async (trx) => {
          const { id } = await add(trx, request, { ...operator, passwordHash: null }, now());
          return makeAccountLink(trx, options, id, request.operator.name, mailSiteId);
        }),
      );
      if (sent.mailed) wake();
      return reply.code(201).send(sent);
    },
  );

  app.put(
    '/:userId',
    { schema: { params, body: operatorChangeSchema, response: { 200: userSchema } }, config: { access } },
    async (request) => {
      const { userId } = request.params;
      const { version, password, departmentIds, skillIds, ...patch } = request.body;
      await checkSites(db, patch.siteIds);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      const changed = await db.transaction().execute(async (trx) => {
        const before = await get(trx, userId);
        if (password !== undefined) checkPassword(password, before.email);
        const endSessions =
          patch.disabled ||
          passwordHash !== undefined ||
          patch.role !== before.role ||
          !sameMembers(patch.siteIds, before.siteIds);
        const done = await updateOperator(trx, userId, { ...patch, passwordHash }, { version, endSessions });
        if (!done) throw new AppError('conflict', 'Somebody else has changed this user; read it again');
        if (patch.disabled || patch.role !== 'administrator') await keepAnAdministrator(trx, request, before);
        await writeMemberships(trx, { id: userId, siteIds: sitesOf(patch) }, { departmentIds, skillIds });
        const user = await get(trx, userId);
        await record(trx, request, before, user, password !== undefined);
        return { endSessions, user };
      });
      if (changed.endSessions) await onSessionsEnded(userId);
      if (departmentIds !== undefined || skillIds !== undefined) onMembersChanged();
      return changed.user;
    },
  );

  app.delete(
    '/:userId',
    {
      schema: { params, querystring: z.object({ version: z.coerce.number().int() }), response: { 204: z.null() } },
      config: { access },
    },
    async (request, reply) => {
      const { userId } = request.params;
      await db.transaction().execute(async (trx) => {
        const before = await get(trx, userId);
        if (userId === request.operator.operatorId) throw new AppError('conflict', 'You cannot delete yourself');
        if (await hasChats(trx, userId))
          throw new AppError('conflict', `${before.name} has chats, whose transcripts name them: disable them instead`);
        if (!(await removeOperator(trx, userId, request.query.version, now())))
          throw new AppError('conflict', 'Somebody else has changed this user; read it again');
        await keepAnAdministrator(trx, request, before);
        await record(trx, request, before, null, false);
      });
      await onSessionsEnded(userId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/:userId/restore',
    { schema: { params, response: { 200: userSchema } }, config: { access } },
    async (request) =>
      db.transaction().execute(async (trx) => {
        if (!(await restoreOperator(trx, request.params.userId)))
          throw new AppError('not_found', 'This user was not deleted, or so long ago that nothing is left of them');
        const user = await get(trx, request.params.userId);
        await record(trx, request, null, user, false);
        return user;
      }),
  );

  app.post(
    '/:userId/link',
    { schema: { params, body: linkInputSchema, response: { 200: sentLinkSchema } }, config: { access } },
    async (request) => {
      const { userId } = request.params;
      const { mailSiteId } = request.body;
      await checkMailSite(db, limits, mailSiteId, (await get(db, userId)).email);
      const sent = await db.transaction().execute(async (trx) => {
        const made = await makeAccountLink(trx, options, userId, request.operator.name, mailSiteId);
        const { name, link } = made.user;
        await recordChange(trx, changerOf(request), {
          siteId: null,
          kind: 'accountLink',
          id: userId,
          name,
          before: null,
          after: { ...link, mailed: made.mailed },
        });
        return made;
      });
      if (sent.mailed) wake();
      return sent;
    },
  );

  app.delete(
    '/:userId/link',
    { schema: { params, response: { 200: userSchema } }, config: { access } },
    async (request) =>
      db.transaction().execute(async (trx) => {
        const { name, link } = await get(trx, request.params.userId);
        if (!(await deleteAccountLink(trx, request.params.userId)))
          throw new AppError('not_found', 'This link is used up or was taken back already');
        await recordChange(trx, changerOf(request), {
          siteId: null,
          kind: 'accountLink',
          id: request.params.userId,
          name,
          before: link,
          after: null,
        });
        return get(trx, request.params.userId);
      }),
  );
};

async function get(db: Kysely<Database>, userId: string): Promise<User> {
  const user = await findUser(db, userId);
  if (!user) throw new AppError('not_found', `No user ${userId}`);
  return user;
}

/** Stores a new user with what they belong to. */
async function add(
  trx: Kysely<Database>,
  request: FastifyRequest,
  {
    departmentIds,
    skillIds,
    ...operator
  }: Parameters<typeof insertOperator>[1] & { departmentIds: string[]; skillIds: string[] },
  now: number,
): Promise<User> {
  const id = await insertOperator(trx, operator, now);
  await writeMemberships(trx, { id, siteIds: sitesOf(operator) }, { departmentIds, skillIds });
  const user = await get(trx, id);
  await record(trx, request, null, user, false);
  return user;
}

function sitesOf({
  role,
  siteIds,
}: Pick<Operator, 'role'> & { siteIds: readonly string[] }): ReadonlySet<string> | null {
  return role === 'administrator' ? null : new Set(siteIds);
}

/** Notes in the change log what became of a user. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest,
  before: User | null,
  after: User | null,
  hasNewPassword: boolean,
): Promise<void> {
  const { id, name } = (after ?? before) as User;
  const changed = after && hasNewPassword ? { ...settings(after), password: 'changed' } : settings(after);
  await recordChange(trx, changerOf(request), {
    siteId: null,
    kind: 'user',
    id,
    name,
    before: settings(before),
    after: changed,
  });
}

/** What administrators set, without what happens by itself. */
function settings(user: User | null): object | null {
  if (!user) return null;
  const { invited: _invited, link: _link, lastSeenAt: _seen, twoFactor: _factor, ...set } = user;
  return set;
}

/** Throws `conflict` when a change takes the last administrator away who can sign in. Within its transaction. */
async function keepAnAdministrator(trx: Kysely<Database>, request: FastifyRequest, before: User): Promise<void> {
  if (before.role !== 'administrator' || before.disabled) return;
  if ((await countAdministrators(trx, request.operator.operatorId)) > 0) return;
  throw new AppError('conflict', 'At least one administrator must stay', {
    fields: [{ path: 'role', message: 'this is the last administrator' }],
  });
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
