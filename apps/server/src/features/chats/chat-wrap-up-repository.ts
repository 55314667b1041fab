import { type Kysely, sql } from 'kysely';
import type { CountedRange } from '../../storage/count-family-days.ts';
import { dayOfIndex, localDay } from '../../storage/local-day.ts';
import type { Database } from '../../storage/tables.ts';

/** What stands for an option where the page behind the web link classified the chat. */
export const byLink = 'link';

/** Those of these options that chats have, as their wrap-up or as a branch above it. */
export async function selectUsedOptions(
  db: Kysely<Database>,
  siteId: string,
  optionIds: readonly string[],
): Promise<string[]> {
  if (optionIds.length === 0) return [];
  const rows = await db
    .selectFrom('chat_wrap_up_option')
    .select('option_id')
    .distinct()
    .where('site_id', '=', siteId)
    .where('option_id', 'in', [...optionIds])
    .execute();
  return rows.map((row) => row.option_id);
}

/** Replaces the options that a chat counts under; answers those of before. */
export async function replaceOptions(
  db: Kysely<Database>,
  siteId: string,
  chatId: string,
  optionIds: readonly string[],
): Promise<string[]> {
  const before = await db
    .deleteFrom('chat_wrap_up_option')
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .returning('option_id')
    .execute();
  await db
    .insertInto('chat_wrap_up_option')
    .values(optionIds.map((id) => ({ site_id: siteId, option_id: id, chat_id: chatId })))
    .execute();
  return before.map((row) => row.option_id);
}

/** Chats with a wrap-up, by the local day on which they were asked for: in all (`optionId` null), and by option. */
export async function selectWrapUpDays(
  db: Kysely<Database>,
  siteId: string,
  timeZone: string,
  range: CountedRange,
): Promise<{ day: string; optionId: string | null; chats: number }[]> {
  const day = localDay('chat.requested_at', timeZone, range).as('day');
  const chats = sql<number>`count(*)`.as('chats');
  const isInRange =
    range === null
      ? sql<boolean>`true`
      : sql<boolean>`chat.requested_at >= ${range.from} and chat.requested_at < ${range.before}`;
  const all = await db
    .selectFrom('chat')
    .select([day, chats])
    .where('site_id', '=', siteId)
    .where('wrap_up', 'is not', null)
    .where(isInRange)
    .groupBy('day')
    .execute();
  const byOption = await db
    .selectFrom('chat_wrap_up_option')
    .innerJoin('chat', (join) =>
      join
        .onRef('chat.site_id', '=', 'chat_wrap_up_option.site_id')
        .onRef('chat.id', '=', 'chat_wrap_up_option.chat_id'),
    )
    .select([day, 'option_id', chats])
    .where('chat_wrap_up_option.site_id', '=', siteId)
    .where(isInRange)
    .groupBy(['day', 'option_id'])
    .execute();
  return [
    ...all.map((row) => ({ day: dayOfIndex(row.day), optionId: null, chats: Number(row.chats) })),
    ...byOption.map((row) => ({ day: dayOfIndex(row.day), optionId: row.option_id, chats: Number(row.chats) })),
  ];
}

/** By operator, chats asked for from one instant until before another: with a wrap-up, and waiting for one. */
export async function selectWrapUpsByOperator(
  db: Kysely<Database>,
  siteId: string,
  { from, before }: { readonly from: number; readonly before: number },
): Promise<{ operatorId: string; name: string; chats: number; outstanding: number }[]> {
  const rows = await db
    .selectFrom('chat')
    .select((eb) => [
      'operator_id',
      eb.fn.max('operator_name').as('name'),
      sql<number>`sum(case when wrap_up is null then 0 else 1 end)`.as('chats'),
      sql<number>`sum(case when state = 'ended' then 1 else 0 end)`.as('outstanding'),
    ])
    .where('site_id', '=', siteId)
    .where('requested_at', '>=', from)
    .where('requested_at', '<', before)
    .where('operator_id', 'is not', null)
    .where('state', 'in', ['active', 'ended', 'closed'])
    .groupBy('operator_id')
    .execute();
  return rows
    .map((row) => ({
      operatorId: row.operator_id ?? '',
      name: row.name ?? '',
      chats: Number(row.chats),
      outstanding: Number(row.outstanding),
    }))
    .filter(({ chats, outstanding }) => chats + outstanding > 0)
    .sort((one, other) => one.name.localeCompare(other.name));
}
