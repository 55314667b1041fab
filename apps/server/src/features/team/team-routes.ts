import { teamMessagesQuerySchema, teamMessagesSchema, teammateSchema } from '@foyer/protocol/team';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { listColleaguesOf } from '../operators/list-staff.ts';
import type { TeamChat } from './team-chat.ts';
import { readTeamMessages } from './team-repository.ts';

/** What operators wrote to each other, and who they are, under /api/v1/team-messages. People alone; no API keys. */
export const teamRoutes: FastifyPluginAsyncZod<{ db: Kysely<Database>; team: TeamChat }> = async (
  app,
  { db, team },
) => {
  const self = { access: { who: 'operator', touches: 'self' } } as const;

  app.get(
    '/',
    { schema: { querystring: teamMessagesQuerySchema, response: { 200: teamMessagesSchema } }, config: self },
    async ({ operator, query }) => readTeamMessages(db, await team.placeOf(operator, query), query),
  );

  app.get(
    '/colleagues',
    { schema: { response: { 200: z.object({ items: z.array(teammateSchema) }) } }, config: self },
    async ({ operator }) => ({ items: await listColleaguesOf(db, operator.siteIds) }),
  );
};
