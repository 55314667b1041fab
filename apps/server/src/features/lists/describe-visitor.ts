import type { Site } from '@foyer/protocol/site';
import type { VisitorDetail } from '@foyer/protocol/visit-list';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { readChatFacts } from '../chats/chat-facts.ts';
import { listChatsOfVisitor } from '../chats/list-chats.ts';
import { countVisitorNotes } from '../visitor-notes/count-visitor-notes.ts';
import { lookUpLedger, lookUpVisitsOf } from '../visits/look-up-visits.ts';
import { findVariables, selectFiringsOf, selectVisitors } from './visitor-repository.ts';

const shown = 50;

/** Everything that is known of a visitor; null: no such visitor on this site. */
export async function describeVisitor(
  db: Kysely<Database>,
  site: Site,
  visitorId: string,
): Promise<VisitorDetail | null> {
  const [variables, [visitor]] = await Promise.all([
    findVariables(db, site.id, visitorId),
    selectVisitors(db, site, [visitorId]),
  ]);
  if (variables === null || visitor === undefined) return null;
  const [{ tags }, noteCount, visits, chats, firings, ledger] = await Promise.all([
    readChatFacts(db, site.id, visitorId),
    countVisitorNotes(db, site.id, visitorId),
    lookUpVisitsOf(db, site, { visitorId, limit: shown }),
    listChatsOfVisitor(db, site.id, visitorId, shown),
    selectFiringsOf(db, site.id, visitorId, shown),
    lookUpLedger(db, site.id, { visitorId }, shown),
  ]);
  return {
    visitor,
    variables,
    tags: [...tags],
    noteCount,
    visits,
    chats: chats.map(({ id, state, requestedAt, operatorName }) => ({ id, state, requestedAt, operatorName })),
    firings,
    ledger,
  };
}
