import type { Site } from '@foyer/protocol/site';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';
import { type Claim, no } from './filter-truth.ts';
import { refuseFilter } from './read-filter.ts';

/** Visits that a filter is to be used on. Instants in epoch ms; null: open. */
export interface FilterContext {
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
  readonly site: Site;
  readonly range: { readonly from: number | null; readonly before: number | null };
}

/** A piece of SQL that is a value of a row. */
export type Subject = RawBuilder<unknown>;

/** Different values that are judged one by one, at most. */
const maxDistinctValues = 100_000;
/** Values that are written out; more are bound as one list. */
const maxWrittenOut = 20;
/** An offline page tells its views up to a day late, and ids are made when they come. */
const idSlackMs = 86_400_000 + 3_600_000;

/** A column of the table `visit`. */
export const ofVisit = (column: keyof Database['visit']): Subject => sql.ref(`visit.${column}`);

/** The instant a stored visit is judged at: its end, or its last hit while it has none. */
export const visitEnd: Subject = sql`coalesce(visit.ended_at, visit.last_hit_at)`;

/** Ids (UUIDv7) between which those of a range's visits lie. */
export function idsOf({ from, before }: FilterContext['range']): { first: string | null; end: string | null } {
  return {
    first: from === null ? null : smallestIdAt(Math.max(0, from - idSlackMs)),
    end: before === null ? null : smallestIdAt(before + idSlackMs),
  };
}

/** That a column holds the id of a visit that may lie in the range. */
export function inRange(column: Subject, { range }: FilterContext): Claim {
  const { first, end } = idsOf(range);
  const low = first === null ? sql<SqlBool>`true` : sql<SqlBool>`${column} >= ${first}`;
  const high = end === null ? sql<SqlBool>`true` : sql<SqlBool>`${column} < ${end}`;
  return sql<SqlBool>`${low} and ${high}`;
}

/** That a value is one of some. */
export function among(subject: Subject, values: readonly string[], dialect: FilterContext['dialect']): Claim {
  if (values.length === 0) return no;
  if (values.length <= maxWrittenOut) return sql<SqlBool>`${subject} in (${sql.join(values)})`;
  return dialect === 'sqlite'
    ? sql<SqlBool>`${subject} in (select value from json_each(${JSON.stringify(values)}))`
    : sql<SqlBool>`${subject} = any(${values}::text[])`;
}

/** The different values that a source of rows has. Refuses when there are too many to judge each. */
export async function listDistinct(
  { db }: FilterContext,
  subject: Subject,
  from: Subject,
  variable: string,
): Promise<string[]> {
  const { rows } = await sql<{ value: string | null }>`select distinct ${subject} as value from ${from} limit ${
    maxDistinctValues + 1
  }`.execute(db);
  if (rows.length > maxDistinctValues)
    throw refuseFilter(
      `${variable} has more than ${maxDistinctValues.toLocaleString('en')} different values in these days, more than can be judged: choose fewer days, or an operator such as equals or contains`,
    );
  return rows.flatMap(({ value }) => value ?? []);
}

/** Text of ASCII characters only, whose case SQL folds as the engine does. */
export const isAscii = (subject: Subject): Claim => sql<SqlBool>`octet_length(${subject}) = length(${subject})`;

/** ASCII text in lower case. */
export const lowered = (subject: Subject, dialect: FilterContext['dialect']): Subject =>
  dialect === 'sqlite' ? sql`lower(${subject})` : sql`lower(${subject} collate "C")`;

/** That ASCII text contains a piece. */
export const contains = (subject: Subject, piece: string, dialect: FilterContext['dialect']): Claim =>
  dialect === 'sqlite' ? sql<SqlBool>`instr(${subject}, ${piece}) > 0` : sql<SqlBool>`strpos(${subject}, ${piece}) > 0`;
