import { countDaysOfChats, type DayCount } from '../chats/list-chat-days.ts';
import { chatsOfRange } from './chats-of-range.ts';
import type { ReportContext, ReportQuestion } from './report-reader.ts';

/** Day totals of chats: those that are kept, or with a filter counted from the chats that it takes. */
export async function readChatCounts(
  context: ReportContext,
  question: ReportQuestion,
  counters: readonly string[],
): Promise<{ counts: readonly DayCount[]; source: 'dayTotals' | 'facts' }> {
  const { db, site } = context;
  if (question.expression !== null) {
    const wanted = new Set(counters);
    const counts = await countDaysOfChats(db, await chatsOfRange(context, question), site.timeZone);
    return { counts: counts.filter(({ counter }) => wanted.has(counter)), source: 'facts' };
  }
  const counts = await db
    .selectFrom('day_total')
    .select(['day', 'counter', 'value'])
    .where('site_id', '=', site.id)
    .where('counter', 'in', [...counters])
    .where('day', '>=', question.from)
    .where('day', '<=', question.to)
    .execute();
  return { counts, source: 'dayTotals' };
}

/** Sums of counts by some key of theirs, each at its place in a row of parts. Null: it belongs into none. */
export function sumParts(
  counts: readonly DayCount[],
  size: number,
  placeOf: (
    count: DayCount,
  ) => { readonly key: string; readonly parts: readonly (readonly [part: number, factor: number])[] } | null,
): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const count of counts) {
    const place = placeOf(count);
    if (place === null) continue;
    const row = rows.get(place.key) ?? Array.from({ length: size }, () => 0);
    rows.set(place.key, row);
    for (const [part, factor] of place.parts) row[part] = (row[part] ?? 0) + count.value * factor;
  }
  return rows;
}
