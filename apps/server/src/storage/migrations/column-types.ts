import { type RawBuilder, type SchemaModule, sql } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

/** The column types both databases understand alike: whole numbers up to 2^53, text in code point order, and bytes. */
export function columnTypes(dialect: Dialect): Record<'integer' | 'text' | 'bytes', RawBuilder<unknown>> {
  return dialect === 'sqlite'
    ? { integer: sql`integer`, text: sql`text`, bytes: sql`blob` }
    : { integer: sql`bigint`, text: sql`text collate "C"`, bytes: sql`bytea` };
}

/** Columns of a table: `n` number, `t` text, `b` bytes, a trailing `?` allows null. */
export type Columns = Record<string, 'n' | 't' | 'b' | 'n?' | 't?' | 'b?'>;

/** Makes a table (STRICT on SQLite). `partitionBy`: PostgreSQL keeps it in ranges of that column. */
export async function createTable(
  schema: SchemaModule,
  dialect: Dialect,
  name: string,
  columns: Columns,
  options: { primaryKey: string[]; unique?: string[][]; partitionBy?: string },
): Promise<void> {
  const types = columnTypes(dialect);
  let table = schema.createTable(name);
  for (const [column, kind] of Object.entries(columns)) {
    const type = kind.startsWith('n') ? types.integer : kind.startsWith('b') ? types.bytes : types.text;
    table = table.addColumn(column, sql`${type}`, (definition) =>
      kind.endsWith('?') ? definition : definition.notNull(),
    );
  }
  table = table.addPrimaryKeyConstraint(`${name}_key`, options.primaryKey as never[]);
  for (const [index, unique] of (options.unique ?? []).entries())
    table = table.addUniqueConstraint(`${name}_unique_${index + 1}`, unique as never[]);
  if (dialect === 'sqlite') table = table.modifyEnd(sql`strict`);
  else if (options.partitionBy) table = table.modifyEnd(sql`partition by range (${sql.ref(options.partitionBy)})`);
  await table.execute();
}
