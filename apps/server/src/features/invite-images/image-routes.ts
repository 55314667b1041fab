import {
  type InviteImage,
  inviteImageChangeSchema,
  inviteImageLimits,
  inviteImageSchema,
} from '@foyer/protocol/invite-image';
import { name } from '@foyer/protocol/text';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { listInvites } from '../invites/list-invites.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { ImageEncoder } from './encode-image.ts';
import {
  findImage,
  insertImage,
  markImageDeleted,
  renameImage,
  type StoredImage,
  selectImages,
} from './image-repository.ts';

/** So much is read, to say in words that it is too much. */
const readBytes = 8 * inviteImageLimits.bytes;
/** How an image that is the chat window's logo says so. */
const usedAsLogo = { id: 'chat-window', name: 'Chat window' };
const sentType = 'application/octet-stream';

/** Images for a site's invites, under /api/v1/sites/:siteId/invite-images. Operators of the site read, administrators write. */
export const inviteImageRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  announce: (siteId: string, documents: 'invites') => Promise<void>;
  limits: RateLimits;
  now: () => number;
}> = async (app, { db, announce, limits, now }) => {
  const site = z.object({ siteId: z.uuid() });
  const params = z.object({ siteId: z.uuid(), imageId: z.string().regex(/^[0-9a-f]{32}$/) });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;
  const noSuchImage = () => new AppError('not_found', 'No such image on this site');
  const encoder = new ImageEncoder();
  app.addContentTypeParser(sentType, { parseAs: 'buffer', bodyLimit: readBytes }, (_request, body, done) =>
    done(null, body),
  );

  async function withUses(siteId: string, images: readonly StoredImage[]): Promise<InviteImage[]> {
    const invites = await listInvites(db, siteId);
    const logo = (await lookUpSite(db, siteId))?.chatWindow.logo;
    return images.map((image) => ({
      ...image,
      usedBy: [
        ...invites
          .filter((invite) => invite.image === `upload:${image.id}`)
          .map((invite) => ({ id: invite.id, name: invite.name })),
        ...(logo === `upload:${image.id}` ? [usedAsLogo] : []),
      ],
    }));
  }

  async function answer(siteId: string, image: StoredImage): Promise<InviteImage> {
    const [answered] = await withUses(siteId, [image]);
    if (!answered) throw noSuchImage();
    return answered;
  }

  app.get(
    '/',
    {
      schema: { params: site, response: { 200: z.object({ items: z.array(inviteImageSchema) }) } },
      config: reads,
    },
    async ({ params: { siteId } }) => ({ items: await withUses(siteId, await selectImages(db, siteId)) }),
  );

  app.post(
    '/',
    {
      schema: {
        params: site,
        querystring: z.object({ name: name(80) }),
        response: { 201: inviteImageSchema },
        consumes: [sentType],
        description: `The body is a PNG, JPEG, GIF or WebP picture of at most 1 MB. It is made anew as a still WebP; nothing of what was sent is kept.`,
      },
      config: writes,
      bodyLimit: readBytes,
    },
    async (request, reply) => {
      const { siteId } = request.params;
      const sent = request.body;
      if (!Buffer.isBuffer(sent))
        throw new AppError('unsupported_media_type', `Send the picture’s bytes as ${sentType}`);
      if (sent.length > inviteImageLimits.bytes) throw refusal('too_large', 'is larger than 1 MB');
      await limits.take('uploadsByOperator', request.operator.operatorId);
      const outcome = await encoder.encode(sent);
      if ('refusal' in outcome) throw refusal('invalid_request', outcome.refusal);
      const wanted = { name: request.query.name, at: now() };
      const image = await db.transaction().execute(async (trx) => {
        const { before, after } = await insertImage(trx, siteId, outcome.image, wanted);
        await record(trx, request, before, after);
        return after;
      });
      await announce(siteId, 'invites');
      return reply.code(201).send(await answer(siteId, image));
    },
  );

  app.put(
    '/:imageId',
    { schema: { params, body: inviteImageChangeSchema, response: { 200: inviteImageSchema } }, config: writes },
    async (request) => {
      const { siteId, imageId: id } = request.params;
      const image = await db.transaction().execute(async (trx) => {
        const before = await findImage(trx, siteId, id);
        if (!before) throw noSuchImage();
        const renamed = await renameImage(trx, siteId, { id, ...request.body });
        if (!renamed) throw new AppError('conflict', 'Somebody else has changed this image; read it again');
        await record(trx, request, before, renamed);
        return renamed;
      });
      await announce(siteId, 'invites');
      return answer(siteId, image);
    },
  );

  app.delete(
    '/:imageId',
    { schema: { params, response: { 204: z.null() } }, config: writes },
    async (request, reply) => {
      const { siteId, imageId } = request.params;
      const image = await findImage(db, siteId, imageId);
      if (!image) throw noSuchImage();
      const { usedBy } = await answer(siteId, image);
      if (usedBy.length > 0)
        throw new AppError(
          'conflict',
          `${usedBy.map((invite) => `“${invite.name}”`).join(', ')} ${usedBy.length === 1 ? 'shows' : 'show'} this image; choose another image there first`,
        );
      await db.transaction().execute(async (trx) => {
        if (!(await markImageDeleted(trx, siteId, imageId, now()))) throw noSuchImage();
        await record(trx, request, image, null);
      });
      await announce(siteId, 'invites');
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/:imageId/restore',
    { schema: { params, response: { 200: inviteImageSchema } }, config: writes },
    async (request) => {
      const { siteId, imageId } = request.params;
      const image = await db.transaction().execute(async (trx) => {
        if (await findImage(trx, siteId, imageId)) throw new AppError('conflict', 'This image is there already');
        const restored = await markImageDeleted(trx, siteId, imageId, null);
        if (!restored) throw noSuchImage();
        await record(trx, request, null, restored);
        return restored;
      });
      await announce(siteId, 'invites');
      return answer(siteId, image);
    },
  );
};

/** Notes in the change log what became of an image. */
async function record(
  trx: Kysely<Database>,
  request: FastifyRequest<{ Params: { siteId: string } }>,
  before: StoredImage | null,
  after: StoredImage | null,
): Promise<void> {
  const { id, name } = (after ?? before) as StoredImage;
  const { siteId } = request.params;
  await recordChange(trx, changerOf(request), { siteId, kind: 'inviteImage', id, name, before, after });
}

function refusal(code: 'invalid_request' | 'too_large', message: string): AppError {
  return new AppError(code, `The file ${message}`, { fields: [{ path: 'image', message }] });
}
