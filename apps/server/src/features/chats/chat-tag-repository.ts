import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Notes that a chat carries a tag, or that its value is another. */
export async function upsertChatTag(
  db: Kysely<Database>,
  row: { siteId: string; tagId: string; chatId: string; visitorId: string; value: string | null; at: number },
): Promise<void> {
  const { value } = row;
  await db
    .insertInto('chat_tag')
    .values({
      site_id: row.siteId,
      tag_id: row.tagId,
      chat_id: row.chatId,
      visitor_id: row.visitorId,
      value,
      at: row.at,
    })
    .onConflict((conflict) => conflict.columns(['site_id', 'tag_id', 'chat_id']).doUpdateSet({ value }))
    .execute();
}

export async function deleteChatTag(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  tagId: string,
): Promise<void> {
  await db
    .deleteFrom('chat_tag')
    .where('site_id', '=', siteId)
    .where('tag_id', '=', tagId)
    .where('chat_id', '=', chatId)
    .execute();
}

/** How many chats carry each of a site's tags; those that none carries are not named. */
export async function selectTagCounts(db: Kysely<Database>, siteId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('chat_tag')
    .select((eb) => ['tag_id', eb.fn.countAll().as('chats')])
    .where('site_id', '=', siteId)
    .groupBy('tag_id')
    .execute();
  return new Map(rows.map((row) => [row.tag_id, Number(row.chats)]));
}

/** Ids of the tags that a visitor's chats carry, put on by an instant. */
export async function selectTagsOfVisitor(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  until: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('chat_tag')
    .select('tag_id')
    .distinct()
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .where('at', '<=', until)
    .execute();
  return rows.map((row) => row.tag_id);
}
