import { CompiledQuery, type Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** Columns of a bulk statement and what they hold. */
export type BulkColumns = Readonly<Record<string, 'number' | 'text'>>;
type BulkRow = Readonly<Record<string, string | number | null>>;

/** Rows from one JSON parameter, as a derived table `rows`: constant text, so it is prepared once, whatever the number of rows. */
function rowsOf(dialect: 'sqlite' | 'postgres', columns: BulkColumns): string {
  const names = Object.keys(columns);
  // `jsonb_each`, not `json_each`: each row is taken apart once, not once for every column (a quarter of the time).
  if (dialect === 'sqlite')
    return `(select ${names.map((name) => `value ->> '${name}' as ${name}`).join(', ')} from jsonb_each(?)) as "rows"`;
  const types = names.map((name) => `${name} ${columns[name] === 'number' ? 'bigint' : 'text'}`).join(', ');
  return `json_to_recordset($1::json) as "rows"(${types})`;
}

/**
 * A statement that inserts any number of rows in one go. `onConflict` is what follows `on conflict`; `returning` a
 * column, or an expression `as` a name. Names are the program's own, values travel in the parameter.
 */
export function bulkInsert(
  table: keyof Database,
  columns: BulkColumns,
  onConflict: string,
  returning?: string,
): (db: Kysely<Database>, dialect: 'sqlite' | 'postgres', rows: readonly BulkRow[]) => Promise<string[]> {
  const names = Object.keys(columns).join(', ');
  const text = (dialect: 'sqlite' | 'postgres') =>
    `insert into ${table} (${names}) select ${names} from ${rowsOf(dialect, columns)} where true on conflict ${onConflict}${returning ? ` returning ${returning}` : ''}`;
  return run(text, returning);
}

/** A statement that updates any number of rows in one go: `set` and `where` may name columns of `rows`. */
export function bulkUpdate(
  table: keyof Database,
  columns: BulkColumns,
  set: string,
  where: string,
): (db: Kysely<Database>, dialect: 'sqlite' | 'postgres', rows: readonly BulkRow[]) => Promise<string[]> {
  return run((dialect) => `update ${table} set ${set} from ${rowsOf(dialect, columns)} where ${where}`);
}

function run(text: (dialect: 'sqlite' | 'postgres') => string, returning?: string) {
  const texts = { sqlite: text('sqlite'), postgres: text('postgres') };
  const column = returning?.split(' as ').at(-1);
  return async (db: Kysely<Database>, dialect: 'sqlite' | 'postgres', rows: readonly BulkRow[]): Promise<string[]> => {
    if (rows.length === 0) return [];
    const { rows: answer } = await db.executeQuery<Record<string, string>>(
      CompiledQuery.raw(texts[dialect], [JSON.stringify(rows)]),
    );
    return column === undefined ? [] : answer.map((row) => row[column] ?? '');
  };
}
