import { chatWrapUpSchema } from '@foyer/protocol/chat';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { readTagNames } from '../tags/find-tags.ts';
import { selectTagsOfVisitor } from './chat-tag-repository.ts';

/** Wrap-ups looked at, newest chat first: one that was chosen after an instant may stand before it. */
const wrapUpsRead = 20;

/** What rules may know of how a visitor's chats were classified (`visitor.lastWrapUp`, `visitor.tags`). */
export interface ChatFacts {
  /** Of the newest chat that has one; null: none. */
  readonly lastWrapUp: string | null;
  /** Of all chats, by the names they have now. */
  readonly tags: readonly string[];
}

/** Of a visitor without chats. */
export const noChatFacts: ChatFacts = { lastWrapUp: null, tags: [] };

/** Reads them as they are, or as far as they were there at an instant. */
export async function readChatFacts(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  until: number = Number.MAX_SAFE_INTEGER,
): Promise<ChatFacts> {
  const [rows, tagIds] = await Promise.all([
    db
      .selectFrom('chat')
      .select('wrap_up')
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .where('wrap_up', 'is not', null)
      .orderBy('id', 'desc')
      .limit(wrapUpsRead)
      .execute(),
    selectTagsOfVisitor(db, siteId, visitorId, until),
  ]);
  const newest = rows
    .map((row) => chatWrapUpSchema.parse(JSON.parse(row.wrap_up ?? 'null')))
    .find((wrapUp) => wrapUp.at <= until);
  if (tagIds.length === 0) return { lastWrapUp: newest?.label ?? null, tags: [] };
  const names = await readTagNames(db, siteId);
  return { lastWrapUp: newest?.label ?? null, tags: tagIds.flatMap((id) => names.get(id) ?? []).sort() };
}
