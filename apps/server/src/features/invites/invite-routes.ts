import {
  type Invite,
  type InviteInput,
  inviteChangeSchema,
  inviteInputSchema,
  inviteSchema,
} from '@foyer/protocol/invite';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkExpression } from '@foyer/rules/check-expression';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { isGalleryImage, listGalleryImages } from './gallery.ts';
import {
  copyInvite,
  deleteInvite,
  findInvite,
  insertInvite,
  selectInvites,
  updateInvite,
} from './invite-repository.ts';

/** Invites of one site, under /api/v1/sites/:siteId/invites. Operators of the site read, administrators write. */
export const inviteRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'invites') => Promise<void>;
}> = async (app, { db, announce }) => {
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), inviteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get(
    '/',
    {
      schema: {
        params: site,
        response: { 200: z.object({ items: z.array(inviteSchema), gallery: z.array(z.string()) }) },
      },
      config: reads,
    },
    async (request) => ({ items: await selectInvites(db, request.params.siteId), gallery: listGalleryImages() }),
  );

  app.post(
    '/',
    { schema: { params: site, body: inviteInputSchema, response: { 201: inviteSchema } }, config: writes },
    async (request, reply) => {
      const { siteId } = request.params;
      checkInvite(request.body);
      const invite = await db.transaction().execute(async (trx) => {
        const made = await insertInvite(trx, siteId, request.body);
        await record(trx, request, null, made);
        return made;
      });
      await announce(siteId, 'invites');
      return reply.code(201).send(invite);
    },
  );

  app.get('/:inviteId', { schema: { params, response: { 200: inviteSchema } }, config: reads }, async (request) => {
    const invite = await findInvite(db, request.params.siteId, request.params.inviteId);
    if (!invite) throw new AppError('not_found', 'No such invite on this site');
    return invite;
  });

  app.put(
    '/:inviteId',
    { schema: { params, body: inviteChangeSchema, response: { 200: inviteSchema } }, config: writes },
    async (request) => {
      const { siteId, inviteId } = request.params;
      const { version, ...fields } = request.body;
      checkInvite(fields);
      const invite = await db.transaction().execute(async (trx) => {
        const before = await findInvite(trx, siteId, inviteId);
        const changed = await updateInvite(trx, siteId, inviteId, version, fields);
        if (!changed) throw refusal(before);
        await record(trx, request, before, changed);
        return changed;
      });
      await announce(siteId, 'invites');
      return invite;
    },
  );

  app.post(
    '/:inviteId/copy',
    { schema: { params, response: { 201: inviteSchema } }, config: writes },
    async (request, reply) => {
      const { siteId, inviteId } = request.params;
      const invite = await db.transaction().execute(async (trx) => {
        const copy = await copyInvite(trx, siteId, inviteId);
        if (!copy) throw new AppError('not_found', 'No such invite on this site');
        await record(trx, request, null, copy);
        return copy;
      });
      await announce(siteId, 'invites');
      return reply.code(201).send(invite);
    },
  );

  app.delete(
    '/:inviteId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().int().min(1) }),
        response: { 204: z.null() },
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, inviteId } = request.params;
      await db.transaction().execute(async (trx) => {
        const before = await findInvite(trx, siteId, inviteId);
        if (!(await deleteInvite(trx, siteId, inviteId, request.query.version))) throw refusal(before);
        await record(trx, request, before, null);
      });
      await announce(siteId, 'invites');
      return reply.code(204).send(null);
    },
  );
};

/** Why a write on a version found nothing. */
function refusal(before: Invite | null): AppError {
  return before
    ? new AppError('conflict', 'Somebody else has changed this invite; read it again')
    : new AppError('not_found', 'No such invite on this site');
}

/** Notes in the change log what became of an invite. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest<{ Params: { siteId: string } }>,
  before: Invite | null,
  after: Invite | null,
): Promise<void> {
  const { id, name } = (after ?? before) as Invite;
  const { siteId } = request.params;
  await recordChange(trx, changerOf(request), { siteId, kind: 'invite', id, name, before, after });
}

/** Throws `invalid_request`, naming each field, for what only the gallery and the engine can tell. */
function checkInvite(invite: InviteInput): void {
  const { pages, conditions } = invite.autoSend;
  const fields = [
    ...checkEntries(pages, 'autoSend.pages', checkPagePattern),
    ...(conditions === null ? [] : checkExpression(conditions, 'autoSend.conditions')),
  ];
  if (!isGalleryImage(invite.image))
    fields.push({
      path: 'image',
      message: `must be one of ${listGalleryImages()
        .map((name) => `gallery:${name}`)
        .join(', ')}`,
    });
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}
