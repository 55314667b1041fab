import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Search, SearchTerm } from './parse-search.ts';

type Dialect = 'sqlite' | 'postgres';

/** Numbers of chats in SQLite's index, both included: what lies outside is not looked at. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** Of a chat in the index of SQLite: its entries have numbers from `number × this` on. */
export const entriesPerNumber = 1_048_576;

/** Words are letters, digits and marks alone: within quotes neither database sees syntax in them. */
const sqliteQuery = ({ words, isPrefix }: SearchTerm) => `"${words.join(' ')}"${isPrefix ? ' *' : ''}`;
const postgresQuery = ({ words, isPrefix }: SearchTerm) =>
  `${words.map((word) => `'${word}'`).join(' <-> ')}${isPrefix ? ':*' : ''}`;

/** As a query of the database over one entry: any of the terms. */
export function anyOf(dialect: Dialect, terms: readonly SearchTerm[]): string {
  return dialect === 'sqlite'
    ? terms.map(sqliteQuery).join(' OR ')
    : terms.map((term) => `(${postgresQuery(term)})`).join(' | ');
}

/**
 * True of the rows of `chat` that a search finds. `within`: of chats that lie elsewhere it may say anything; whoever gives
 * it takes none of them.
 */
export function searchCondition(
  dialect: Dialect,
  siteId: string,
  { wanted, unwanted }: Search,
  within: NumberRange | null = null,
): RawBuilder<SqlBool> {
  const has = (term: SearchTerm) =>
    dialect === 'sqlite' ? hasOnSqlite(siteId, sqliteQuery(term), within) : hasOnPostgres(postgresQuery(term));
  return sql<SqlBool>`(${sql.join(
    [...wanted.map((term) => sql`${has(term)}`), ...unwanted.map((term) => sql`not ${has(term)}`)],
    sql` and `,
  )})`;
}

function hasOnSqlite(siteId: string, query: string, within: NumberRange | null): RawBuilder<SqlBool> {
  const range =
    within === null
      ? sql``
      : sql` and rowid between ${within.first * entriesPerNumber} and ${(within.last + 1) * entriesPerNumber - 1}`;
  // `+`: by the number, not through all chats of the site.
  return sql<SqlBool>`chat.id in (select chat_id from chat_number where +site_id = ${siteId} and number in
    (select rowid / ${sql.lit(entriesPerNumber)} from chat_word where chat_word match ${query}${range}))`;
}

function hasOnPostgres(query: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from chat_text where chat_text.site_id = chat.site_id
    and chat_text.chat_id = chat.id and chat_text.vector @@ cast(${query} as tsquery))`;
}
