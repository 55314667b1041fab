import {
  type VisitorNote,
  visitorNoteChangeSchema,
  visitorNoteInputSchema,
  visitorNoteSchema,
} from '@foyer/protocol/note';
import { text } from '@foyer/protocol/text';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import type { Database } from '../../storage/tables.ts';
import { maskCardNumbers } from '../chats/mask-card-numbers.ts';
import { deleteNote, findNote, hasVisitor, insertNote, selectNotes, updateNote } from './visitor-note-repository.ts';

/**
 * What operators note of a visitor, under /api/v1/sites/:siteId/visitors/:visitorId/notes. Operators of the site read and add;
 * each changes and deletes their own, supervisors any. The visitor is never told.
 */
export const visitorNoteRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database>; now: () => number }> = async (
  app,
  { db, now },
) => {
  const visitor = z.object({ siteId: z.uuid(), visitorId: text(64, 1) });
  const params = visitor.extend({ noteId: z.uuid() });
  const config = { access: { who: 'operator', touches: 'site' } } as const;
  const stale = () => new AppError('conflict', 'Somebody else has changed this note; read it again');

  async function requireOwn(
    { siteId, visitorId, noteId }: z.infer<typeof params>,
    { operatorId, role }: OperatorPrincipal,
  ): Promise<VisitorNote> {
    const note = await findNote(db, siteId, visitorId, noteId);
    if (!note) throw new AppError('not_found', 'No such note');
    if (note.operatorId !== operatorId && !hasRole(role, 'supervisor'))
      throw new AppError('conflict', `${note.operatorName} wrote this note; only they, and supervisors, can change it`);
    return note;
  }

  app.get(
    '/',
    { schema: { params: visitor, response: { 200: z.object({ items: z.array(visitorNoteSchema) }) } }, config },
    async ({ params: { siteId, visitorId } }) => {
      if (!(await hasVisitor(db, siteId, visitorId))) throw new AppError('not_found', 'No such visitor');
      return { items: await selectNotes(db, siteId, visitorId) };
    },
  );

  app.post(
    '/',
    { schema: { params: visitor, body: visitorNoteInputSchema, response: { 201: visitorNoteSchema } }, config },
    async ({ params: { siteId, visitorId }, body, operator }, reply) => {
      if (!(await hasVisitor(db, siteId, visitorId))) throw new AppError('not_found', 'No such visitor');
      const note = {
        body: maskCardNumbers(body.body),
        operatorId: operator.operatorId,
        operatorName: operator.name,
        at: now(),
      };
      return reply.code(201).send(await db.transaction().execute((trx) => insertNote(trx, siteId, visitorId, note)));
    },
  );

  app.put(
    '/:noteId',
    { schema: { params, body: visitorNoteChangeSchema, response: { 200: visitorNoteSchema } }, config },
    async ({ params: named, body: { body, version }, operator }) => {
      const { id } = await requireOwn(named, operator);
      const change = { id, version, body: maskCardNumbers(body), changedAt: now() };
      const changed = await updateNote(db, named.siteId, change);
      if (!changed) throw stale();
      return changed;
    },
  );

  app.delete(
    '/:noteId',
    {
      schema: {
        params,
        querystring: z.object({ version: z.coerce.number().int().min(1) }),
        response: { 204: z.null() },
      },
      config,
    },
    async ({ params: named, query, operator }, reply) => {
      const { id } = await requireOwn(named, operator);
      if (!(await deleteNote(db, named.siteId, id, query.version))) throw stale();
      return reply.code(204).send(null);
    },
  );
};
