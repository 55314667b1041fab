import type { ChatSummary } from '@foyer/protocol/chat';
import type { ChatMailData } from '@foyer/protocol/outbox';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { lookUpSite } from '../sites/list-sites.ts';

/** What there is to tell of a chat in mail, as it is now. */
export async function chatMailData(
  db: Kysely<Database>,
  chat: ChatSummary,
  { operatorName, question }: { operatorName: string | null; question: string | null },
): Promise<ChatMailData> {
  return {
    site: (await lookUpSite(db, chat.siteId))?.name ?? '',
    visitor: { name: chat.visitorName, email: chat.visitorEmail },
    operatorName,
    question,
    pageUrl: chat.pageUrl,
    country: chat.country,
    requestedAt: chat.requestedAt,
    link: `/console/recent-chats/${chat.id}`,
  };
}
