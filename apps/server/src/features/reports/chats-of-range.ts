import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import { compileChatFilter } from '../lists/compile-chat-filter.ts';
import { instantsOf } from './report-days.ts';
import type { ReportContext, ReportQuestion } from './report-reader.ts';

/** Ids are made a little before or after the instant that stands beside them. */
export const slackMs = 3_600_000;

/** True of the rows of the table `chat` that were asked for on the days in question, and that the filter takes. */
export async function chatsOfRange(
  { db, dialect, site }: ReportContext,
  question: Pick<ReportQuestion, 'from' | 'to' | 'expression'>,
): Promise<RawBuilder<SqlBool>> {
  const range = instantsOf(question, site.timeZone);
  const within = sql<SqlBool>`chat.site_id = ${site.id} and ${inRange('chat', 'requested_at', range)}`;
  if (question.expression === null) return within;
  const filter = await compileChatFilter({ db, dialect, site, range }, question.expression);
  return sql<SqlBool>`(${within} and ${filter})`;
}

/** True of the rows of a table whose instant is in a range; by their ids, too, so that no more is read than that. */
export function inRange(
  table: 'chat' | 'invitation',
  column: string,
  { from, before }: { readonly from: number; readonly before: number },
): RawBuilder<SqlBool> {
  const [id, at] = [sql.ref(`${table}.id`), sql.ref(`${table}.${column}`)];
  return sql<SqlBool>`(${id} >= ${smallestIdAt(Math.max(0, from - slackMs))} and ${id} < ${smallestIdAt(Math.max(0, before + slackMs))}
    and ${at} >= ${from} and ${at} < ${before})`;
}
