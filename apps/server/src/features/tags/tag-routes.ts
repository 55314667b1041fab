import { changedVersion } from '@foyer/protocol/document';
import {
  maxTagsPerSite,
  tagChangeSchema,
  tagInputSchema,
  tagListSchema,
  tagSchema,
  tagSettingsSchema,
} from '@foyer/protocol/tag';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { countTaggedChats } from '../chats/list-tagged.ts';
import {
  deleteTag,
  findTag,
  findTagByName,
  getTagSettings,
  insertTag,
  type StoredTag,
  saveTagSettings,
  selectTags,
  updateTag,
} from './tag-repository.ts';

/** Tags of one site, under /api/v1/sites/:siteId/tags. Operators of the site read, administrators write. */
export const tagRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'tags') => Promise<void>;
}> = async (app, { db, announce }) => {
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), tagId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;
  const withCount = async (siteId: string, tag: StoredTag) => ({
    ...tag,
    chats: (await countTaggedChats(db, siteId)).get(tag.id) ?? 0,
  });

  app.get('/', { schema: { params: site, response: { 200: tagListSchema } }, config: reads }, async (request) => {
    const { siteId } = request.params;
    const [tags, settings, counts] = await Promise.all([
      selectTags(db, siteId),
      getTagSettings(db, siteId),
      countTaggedChats(db, siteId),
    ]);
    return { items: tags.map((tag) => ({ ...tag, chats: counts.get(tag.id) ?? 0 })), settings };
  });

  app.post(
    '/',
    { schema: { params: site, body: tagInputSchema, response: { 201: tagSchema } }, config: writes },
    async (request, reply) => {
      const { siteId } = request.params;
      const tag = await db.transaction().execute(async (trx) => {
        if ((await selectTags(trx, siteId)).length >= maxTagsPerSite)
          throw new AppError('invalid_request', `A site can have at most ${maxTagsPerSite} tags`);
        const made = await insertTag(trx, siteId, request.body);
        if (!made) throw await nameTaken(trx, siteId, request.body.name);
        await record(trx, request, siteId, null, made);
        return made;
      });
      await announce(siteId, 'tags');
      return reply.code(201).send({ ...tag, chats: 0 });
    },
  );

  app.put(
    '/settings',
    { schema: { params: site, body: tagSettingsSchema, response: { 200: tagSettingsSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getTagSettings(trx, siteId);
        const after = await saveTagSettings(trx, siteId, request.body);
        if (!after) throw new AppError('conflict', 'Somebody else has changed this; read it again');
        const change = { siteId, kind: 'tagSettings', id: siteId, name: 'Tags', before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
      await announce(siteId, 'tags');
      return saved;
    },
  );

  app.get('/:tagId', { schema: { params, response: { 200: tagSchema } }, config: reads }, async (request) => {
    const tag = await findTag(db, request.params.siteId, request.params.tagId);
    if (!tag) throw new AppError('not_found', 'No such tag on this site');
    return withCount(request.params.siteId, tag);
  });

  app.put(
    '/:tagId',
    { schema: { params, body: tagChangeSchema, response: { 200: tagSchema } }, config: writes },
    async (request) => {
      const { siteId, tagId } = request.params;
      const { version, ...input } = request.body;
      const change = async (trx: Kysely<Database>) => {
        const before = await findTag(trx, siteId, tagId);
        if (!before) throw new AppError('not_found', 'No such tag on this site');
        const after = await updateTag(trx, siteId, tagId, version, input);
        if (!after) throw new AppError('conflict', 'Somebody else has changed this tag; read it again');
        await record(trx, request, siteId, before, after);
        return after;
      };
      const tag = await db
        .transaction()
        .execute(change)
        .catch(async (error) => {
          throw isUniqueViolation(error) ? await nameTaken(db, siteId, input.name) : error;
        });
      await announce(siteId, 'tags');
      return withCount(siteId, tag);
    },
  );

  app.delete(
    '/:tagId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().pipe(changedVersion.version) }),
        response: { 204: z.null() },
      },
      config: writes,
    },
    async (request, reply) => {
      const { siteId, tagId } = request.params;
      await db.transaction().execute(async (trx) => {
        const before = await findTag(trx, siteId, tagId);
        if (!before) throw new AppError('not_found', 'No such tag on this site');
        if (!(await deleteTag(trx, siteId, tagId, request.query.version)))
          throw new AppError('conflict', 'Somebody else has changed this tag; read it again');
        if ((await countTaggedChats(trx, siteId)).has(tagId))
          throw new AppError('conflict', 'Chats carry this tag: archive it, it cannot be deleted', {
            fields: [{ path: 'archived', message: 'archive it instead: chats carry this tag' }],
          });
        await record(trx, request, siteId, before, null);
      });
      await announce(siteId, 'tags');
      return reply.code(204).send(null);
    },
  );
};

function record(
  trx: Kysely<Database>,
  request: FastifyRequest,
  siteId: string,
  before: StoredTag | null,
  after: StoredTag | null,
): Promise<void> {
  const { id = '', name = '' } = after ?? before ?? {};
  return recordChange(trx, changerOf(request), { siteId, kind: 'tag', id, name, before, after });
}

async function nameTaken(db: Kysely<Database>, siteId: string, name: string): Promise<AppError> {
  const known = await findTagByName(db, siteId, name);
  const message = known?.archived
    ? `is taken: “${known.name}” is archived; use it again instead`
    : `is taken${known ? `: there is “${known.name}”` : ''}; case makes no difference`;
  return new AppError('invalid_request', 'There is a tag of this name', { fields: [{ path: 'name', message }] });
}
