import { type LegalHold, legalHoldInputSchema, legalHoldSchema } from '@foyer/protocol/privacy';
import { visitorIdSchema } from '@foyer/protocol/visitor-socket';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { findHold, isThere, liftHold, setHold } from './legal-holds.ts';

/** Holds that keep a visitor or a chat of one site, at …/visitors/:visitorId/legal-hold and …/chats/:chatId/legal-hold. Administrators. */
export const legalHoldRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database> }> = async (app, { db }) => {
  const access = { who: 'administrator', touches: 'site' } as const;
  const visitor = z.object({ siteId: z.uuid(), visitorId: visitorIdSchema });
  const chat = z.object({ siteId: z.uuid(), chatId: z.uuid() });
  const found = z.object({ hold: legalHoldSchema.nullable() });
  const reads = { response: { 200: found } };
  const puts = { body: legalHoldInputSchema, response: { 200: legalHoldSchema } };
  const lifts = { response: { 204: z.null() } };
  const ofVisitor = ({ siteId, visitorId }: z.infer<typeof visitor>): Held => ({
    siteId,
    kind: 'visitor',
    id: visitorId,
  });
  const ofChat = ({ siteId, chatId }: z.infer<typeof chat>): Held => ({ siteId, kind: 'chat', id: chatId });

  app.get(
    '/visitors/:visitorId/legal-hold',
    { schema: { params: visitor, ...reads }, config: { access } },
    async ({ params }) => read(ofVisitor(params)),
  );
  app.put(
    '/visitors/:visitorId/legal-hold',
    { schema: { params: visitor, ...puts }, config: { access } },
    async (request) => put(request, ofVisitor(request.params), request.body.reason),
  );
  app.delete(
    '/visitors/:visitorId/legal-hold',
    { schema: { params: visitor, ...lifts }, config: { access } },
    async (request, reply) => {
      await lift(request, ofVisitor(request.params));
      return reply.code(204).send(null);
    },
  );
  app.get('/chats/:chatId/legal-hold', { schema: { params: chat, ...reads }, config: { access } }, async ({ params }) =>
    read(ofChat(params)),
  );
  app.put('/chats/:chatId/legal-hold', { schema: { params: chat, ...puts }, config: { access } }, async (request) =>
    put(request, ofChat(request.params), request.body.reason),
  );
  app.delete(
    '/chats/:chatId/legal-hold',
    { schema: { params: chat, ...lifts }, config: { access } },
    async (request, reply) => {
      await lift(request, ofChat(request.params));
      return reply.code(204).send(null);
    },
  );

  async function read(held: Held): Promise<{ hold: LegalHold | null }> {
    await requireThere(held);
    return { hold: await findHold(db, held.siteId, held.kind, held.id) };
  }

  async function put(request: FastifyRequest, held: Held, reason: string): Promise<LegalHold> {
    await requireThere(held);
    const { siteId, kind, id } = held;
    const changer = changerOf(request);
    return db.transaction().execute(async (trx) => {
      const before = await findHold(trx, siteId, kind, id);
      const after = await setHold(trx, siteId, { kind, id, reason, at: changer.at, operatorName: changer.name });
      await recordChange(trx, changer, { siteId, kind: 'legalHold', id, name: nameOf(kind), before, after });
      return after;
    });
  }

  /** Lifting what is not held is no error. */
  async function lift(request: FastifyRequest, { siteId, kind, id }: Held): Promise<void> {
    await requireThere({ siteId, kind, id });
    const changer = changerOf(request);
    await db.transaction().execute(async (trx) => {
      const before = await findHold(trx, siteId, kind, id);
      if (!(await liftHold(trx, siteId, kind, id))) return;
      await recordChange(trx, changer, { siteId, kind: 'legalHold', id, name: nameOf(kind), before, after: null });
    });
  }

  async function requireThere({ siteId, kind, id }: Held): Promise<void> {
    if (!(await isThere(db, siteId, kind, id))) throw new AppError('not_found', `No such ${kind}`);
  }
};

interface Held {
  readonly siteId: string;
  readonly kind: LegalHold['kind'];
  readonly id: string;
}

const nameOf = (kind: LegalHold['kind']) => `Hold of a ${kind}`;
