import { chatWrapUpSchema } from '@foyer/protocol/chat';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { readTagNames } from '../tags/find-tags.ts';
import { selectTagsOfVisitor } from './chat-tag-repository.ts';

/** Wrap-ups looked at, newest chat first: one that was chosen after an instant may stand before it. */
const wrapUpsRead = 20;
/** Rated chats looked at, likewise. */
const ratingsRead = 20;
const ratedSchema = z.object({ rating: z.number() });

/** What rules may know of how a visitor's chats were classified (`visitor.lastWrapUp`, `visitor.tags`). */
export interface ChatFacts {
  /** Of the newest chat that has one; null: none. */
  readonly lastWrapUp: string | null;
  /** Of the newest chat that has one: 1 to 5. */
  readonly lastRating: number | null;
  /** Of all chats, by the names they have now. */
  readonly tags: readonly string[];
}

/** Of a visitor without chats. */
export const noChatFacts: ChatFacts = { lastWrapUp: null, lastRating: null, tags: [] };

/** Reads them as they are, or as far as they were there at an instant. */
export async function readChatFacts(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  until: number = Number.MAX_SAFE_INTEGER,
): Promise<ChatFacts> {
  const [rows, tagIds, lastRating] = await Promise.all([
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
    findLastRating(db, siteId, visitorId, until),
  ]);
  const newest = rows
    .map((row) => chatWrapUpSchema.parse(JSON.parse(row.wrap_up ?? 'null')))
    .find((wrapUp) => wrapUp.at <= until);
  if (tagIds.length === 0) return { lastWrapUp: newest?.label ?? null, lastRating, tags: [] };
  const names = await readTagNames(db, siteId);
  const tags = tagIds.flatMap((id) => names.get(id) ?? []).sort();
  return { lastWrapUp: newest?.label ?? null, lastRating, tags };
}

/** As it was at an instant: of a chat rated anew since, what its log said then. */
async function findLastRating(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  until: number,
): Promise<number | null> {
  const rated = await db
    .selectFrom('chat')
    .select(['id', 'rating'])
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .where('rating', 'is not', null)
    .orderBy('id', 'desc')
    .limit(ratingsRead)
    .execute();
  if (until === Number.MAX_SAFE_INTEGER) return rated[0]?.rating ?? null;
  for (const { id } of rated) {
    const entry = await db
      .selectFrom('chat_entry')
      .select('content')
      .where('site_id', '=', siteId)
      .where('chat_id', '=', id)
      .where('at', '<=', until)
      .where('content', 'like', '{"kind":"rated"%')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (entry) return ratedSchema.parse(JSON.parse(entry.content)).rating;
  }
  return null;
}
