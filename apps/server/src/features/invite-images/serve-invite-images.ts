import type { FastifyPluginAsync } from 'fastify';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { findImageContent } from './image-repository.ts';

/**
 * Uploaded images for the pages that show them, under /invite-images. They stand on other people's pages, whatever isolation
 * those ask for. An address names its content, so a browser may keep it for ever.
 */
export const serveInviteImages: FastifyPluginAsync<{ db: Kysely<Database> }> = async (app, { db }) => {
  app.get<{ Params: { siteId: string; file: string } }>(
    '/:siteId/:file',
    { config: { access: { who: 'anyone', touches: 'nothing' } }, schema: { hide: true } },
    async (request, reply) => {
      const { siteId, file } = request.params;
      const id = /^([0-9a-f]{32})\.webp$/.exec(file)?.[1];
      if (id === undefined) return reply.callNotFound();
      const etag = `"${id}"`;
      const content = request.headers['if-none-match'] === etag ? null : await findImageContent(db, siteId, id);
      if (content === null && request.headers['if-none-match'] !== etag) return reply.callNotFound();
      reply
        .header('etag', etag)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('content-security-policy', "default-src 'none'; sandbox");
      if (content === null) return reply.code(304).send();
      return reply.header('content-type', 'image/webp').send(content);
    },
  );
};
