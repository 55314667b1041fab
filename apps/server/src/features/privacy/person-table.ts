import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import type { Person } from './person.ts';

/** What an erasure does to a table, and what an export reads of it. */
export interface PersonTable {
  /** The rows of a person; null: the table holds nobody's data. */
  readonly rows: ((person: Person) => RawBuilder<SqlBool>) | null;
  /** Set where the rows are found by the ids of visits, chats or files: retention deletes them with those. */
  readonly by?: { readonly list: IdList; readonly column: string };
  /** Why it holds nobody's. */
  readonly why?: string;
  /** What becomes of a row, which has an `id`; without it the rows are deleted. */
  readonly becomes?: (row: StoredRow, person: Person, anonymous: Anonymous) => Readonly<Record<string, string | null>>;
  /** Columns that an export leaves out: they tell nothing to a person, or are not theirs. */
  readonly unexported?: readonly string[];
}

export type StoredRow = Readonly<Record<string, unknown>>;

/** What stands for a person from now on in what is kept of them: chosen at random, told to nobody. */
export interface Anonymous {
  readonly visitorId: string;
  readonly visitId: string;
}

type IdList = 'visitIds' | 'chatIds' | 'fileIds' | 'addresses' | 'emails';

/** A table without anything of visitors, and why that is so. */
export const nobodys = (why: string): PersonTable => ({ rows: null, why });

/** Rows that carry the visitor's id in one of these columns. */
export const ofVisitor = (column = 'visitor_id', more: Omit<PersonTable, 'rows'> = {}): PersonTable => ({
  rows: ({ visitorId }) => sql<SqlBool>`${sql.ref(column)} = ${visitorId}`,
  ...more,
});

/** Rows whose column names one of the person's visits, chats, files or addresses. */
export const ofOne = (list: IdList, column: string, more: Omit<PersonTable, 'rows'> = {}): PersonTable => ({
  rows: (person) => isOneOf(sql.ref(column), person[list]),
  by: { list, column },
  ...more,
});

/** Whether a column is one of some values; none of an empty list. */
export function isOneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<SqlBool> {
  if (values.length === 0) return sql<SqlBool>`1 = 0`;
  return sql<SqlBool>`${column} in (${sql.join(values)})`;
}

/** Rows of a table that are a person's, as they are stored. */
export async function readRows(
  db: Kysely<Database>,
  table: string,
  rule: PersonTable,
  person: Person,
): Promise<StoredRow[]> {
  if (!rule.rows) return [];
  const found = await sql<StoredRow>`select * from ${sql.table(table)} where site_id = ${person.siteId}
    and (${rule.rows(person)})`.execute(db);
  return found.rows;
}

/** Deletes a person's rows of a table, or makes them nobody's. Answers how many. */
export async function eraseRows(
  db: Kysely<Database>,
  table: string,
  rule: PersonTable,
  person: Person,
  anonymous: Anonymous,
): Promise<number> {
  if (!rule.rows) return 0;
  if (rule.becomes) {
    const found = await readRows(db, table, rule, person);
    for (const row of found) {
      const changes = Object.entries(rule.becomes(row, person, anonymous));
      await sql`update ${sql.table(table)} set ${sql.join(
        changes.map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
      )} where site_id = ${person.siteId} and id = ${row.id}`.execute(db);
    }
    return found.length;
  }
  const deleted = await sql`delete from ${sql.table(table)} where site_id = ${person.siteId}
    and (${rule.rows(person)})`.execute(db);
  return Number(deleted.numAffectedRows ?? 0);
}
