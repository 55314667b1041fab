import { visitorEntrySchema } from '@foyer/protocol/chat';
import { fileId, fileLinkSchema, uploadQuerySchema } from '@foyer/protocol/chat-file';
import { siteKeySchema } from '@foyer/protocol/visitor-socket';
import type { Visit } from '@foyer/rules/visit';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import { refuseCrossSite } from '../../http/same-origin.ts';
import type { Storage } from '../../storage/storage.ts';
import { redeemVisitorToken } from '../chats/visitor-ticket.ts';
import { toVisitorEntry } from '../chats/visitor-view.ts';
import type { Places } from '../visits/facts/find-place.ts';
import { isExcluded } from '../visits/is-excluded.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import { answerFile } from './answer-file.ts';
import { findFile, readPieces } from './chat-file-repository.ts';
import type { FileLinks } from './file-links.ts';
import { type ChatFileParts, sendChatFile } from './send-chat-file.ts';
import { takeUploads, uploadIn, uploadType } from './upload-body.ts';

export interface VisitorFileParts {
  readonly storage: Storage;
  readonly files: ChatFileParts;
  readonly links: FileLinks;
  readonly configurations: SiteConfigurations;
  readonly store: VisitStore<Visit>;
  readonly places: Places;
  readonly limits: RateLimits;
  readonly addressOf: (request: FastifyRequest) => string;
  readonly limitKeyOf: (address: string) => string;
  readonly publicOrigin: string | null;
  readonly now: () => number;
}

/**
 * Files of a visitor's own chat, under /t/chats/:chatId/files: sent by the chat window, which shows the token that it was given
 * over its socket, and looked at by addresses that it asks for here.
 */
export const visitorFileRoutes: FastifyPluginAsyncZod<VisitorFileParts> = async (app, parts) => {
  const { db } = parts.storage;
  const access = { who: 'anyone', touches: 'visitor' } as const;
  const chat = z.object({ chatId: z.uuid() });
  const site = z.object({ site: siteKeySchema });
  // A page of another web site can't send it without being asked first, and is told no.
  const headers = z.looseObject({ 'x-foyer-token': z.string().min(1).max(100) });
  takeUploads(app);

  /** Whose window sends a request; throws unless the chat is theirs. */
  async function identify(
    request: FastifyRequest,
    siteKey: string,
    chatId: string,
  ): Promise<{ siteId: string; visitorId: string; limitKey: string }> {
    refuseCrossSite(request, parts.publicOrigin);
    const configuration = await parts.configurations.findByKey(siteKey);
    if (!configuration) throw new AppError('not_found', 'No such site');
    const siteId = configuration.site.id;
    const token = String(request.headers['x-foyer-token']);
    const visitorId = await redeemVisitorToken(db, siteId, token, parts.now());
    if (visitorId === null) throw new AppError('not_signed_in', 'The window needs a new token');
    const address = parts.addressOf(request);
    const visit = await parts.store.get(siteId, visitorId);
    if (isExcluded(configuration, { address, ...parts.places.find(address) }, visit))
      throw new AppError('excluded', 'Chat is not available');
    const found = await parts.files.chats.get(siteId, chatId);
    if (found.visitorId !== visitorId) throw new AppError('not_found', 'No such chat');
    return { siteId, visitorId, limitKey: parts.limitKeyOf(address) };
  }

  app.post(
    '/',
    {
      schema: {
        hide: true,
        params: chat,
        querystring: site.extend(uploadQuerySchema.shape),
        headers,
        response: { 201: visitorEntrySchema },
        consumes: [uploadType],
      },
      config: { access, takesLong: true },
    },
    async (request, reply) => {
      const { site: siteKey, cid, name } = request.query;
      const { chatId } = request.params;
      const { siteId, visitorId, limitKey } = await identify(request, siteKey, chatId);
      const upload = { cid, name, ...uploadIn(request) };
      await parts.limits.take('uploadsByVisitor', `${siteId} ${visitorId}`);
      await parts.limits.take('uploadsByAddress', limitKey);
      const entry = await sendChatFile(parts.files, siteId, chatId, { visitorId }, upload);
      return reply.code(201).send(toVisitorEntry(entry));
    },
  );

  app.get(
    '/:fileId/link',
    {
      schema: {
        hide: true,
        params: chat.extend({ fileId }),
        querystring: site,
        headers,
        response: { 200: fileLinkSchema },
      },
      config: { access },
    },
    async (request) => {
      const { chatId, fileId: id } = request.params;
      const { siteId, visitorId } = await identify(request, request.query.site, chatId);
      await parts.limits.take('fileLinksByVisitor', `${siteId} ${visitorId}`);
      if (!(await findFile(db, siteId, id, chatId))) throw new AppError('not_found', 'No such file');
      return parts.links.make(siteId, id, parts.now());
    },
  );
};

/** Files at the addresses that windows have asked for, under /files/:siteId/:fileId. */
export const linkedFileRoutes: FastifyPluginAsyncZod<Pick<VisitorFileParts, 'storage' | 'links' | 'now'>> = async (
  app,
  { storage: { db }, links, now },
) => {
  app.get(
    '/:siteId/:fileId',
    {
      schema: {
        hide: true,
        params: z.object({ siteId: z.uuid(), fileId }),
        querystring: z.object({
          expires: z.coerce.number().int(),
          signature: z.string().max(100),
          download: z.enum(['1']).optional(),
        }),
      },
      config: { access: { who: 'anyone', touches: 'visitor' } },
    },
    async (request, reply) => {
      const { siteId, fileId: id } = request.params;
      const file = links.isGood(siteId, id, request.query, now()) ? await findFile(db, siteId, id) : null;
      if (!file) throw new AppError('not_found', 'No such file, or the address is too old');
      return answerFile(reply, { ...file, pieces: readPieces(db, siteId, id) }, request.query.download === '1');
    },
  );
};
