import type { ChatSummary } from '@foyer/protocol/chat';
import type { MissedChatFilter } from '@foyer/protocol/missed-chat';
import type { Site } from '@foyer/protocol/site';
import type { OperatorPrincipal } from '../../http/principal.ts';
import type { Storage } from '../../storage/storage.ts';
import { toSummary } from './chat-row.ts';
import { type ChatPageQuery, listChatPage } from './list-chat-page.ts';
import { missedConditions } from './missed-chat-repository.ts';

/** A page of a site's chats as lists have them; `missed`: of those that were missed, by whether they are dealt with. */
export async function listExportedChats(
  { storage, site, isWanted }: { storage: Storage; site: Site; isWanted?: () => boolean },
  operator: OperatorPrincipal,
  query: ChatPageQuery,
  missed: MissedChatFilter | null,
): Promise<{ items: ChatSummary[]; next: string | null }> {
  const { rows, next } = await listChatPage(storage, site, operator, query, {
    ...(missed === null ? {} : { extra: missedConditions(missed) }),
    ...(isWanted ? { isWanted } : {}),
  });
  return { items: rows.map(toSummary), next };
}
