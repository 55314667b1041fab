import { setImmediate } from 'node:timers/promises';
import { type Kysely, type SqlBool, sql } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { type Claim, yes } from './filter-truth.ts';
import type { Subject } from './filter-values.ts';

/** How rows are ordered: by a column, and by their id where that is the same; null: by the id alone. */
export interface ListOrder {
  readonly table: 'visit' | 'visitor';
  readonly column: 'revenue' | 'last_visit_at' | null;
  readonly direction: 'ascending' | 'descending';
}

/** What rows a list has: by claims that an index serves, and by a filter that may take long. */
export interface ListedRows {
  readonly siteId: string;
  readonly among: Claim;
  /** Null: none. */
  readonly filter: Claim | null;
}

interface Key {
  readonly value: number | null;
  readonly id: string;
}

/** Rows looked at in one statement when a filter is looked for; each further one looks at more. */
const firstWindow = 500;
const largestWindow = 16_000;
/** A page comes after so long, however few rows were found by then. */
const patienceMs = 8_000;
/** Rows counted at most. */
export const maxCounted = 10_000;

/**
 * Ids of a page of rows, and the cursor of the next page. Where a filter matches few, the page may have fewer rows than asked
 * for, and still a next one. Each statement looks at a bounded number of rows; `isWanted` is asked between them.
 */
export async function listKeys(
  db: Kysely<Database>,
  rows: ListedRows,
  order: ListOrder,
  page: { readonly cursor?: string | undefined; readonly limit: number },
  isWanted: () => boolean = () => true,
): Promise<{ ids: string[]; next: string | null }> {
  const after = page.cursor === undefined ? null : readCursor(page.cursor, order);
  if (rows.filter === null) {
    // One more than is shown tells whether there is a next page.
    const found = await selectKeys(db, rows, order, { after, upTo: null, limit: page.limit + 1 });
    const shown = found.slice(0, page.limit);
    const last = found.length > page.limit ? shown.at(-1) : null;
    return { ids: shown.map(({ id }) => id), next: last ? cursorOf(last) : null };
  }
  const found: Key[] = [];
  let from = after;
  for await (const upTo of windowEnds(db, rows, order, after, isWanted)) {
    const wanted = page.limit + 1 - found.length;
    found.push(...(await selectKeys(db, rows, order, { after: from, upTo, limit: wanted })));
    from = upTo;
    if (upTo === null || found.length > page.limit) break;
  }
  const shown = found.slice(0, page.limit);
  const last = found.length > page.limit ? shown.at(-1) : from;
  return { ids: shown.map(({ id }) => id), next: last ? cursorOf(last) : null };
}

/** How many rows there are, counted up to a limit and for a while. */
export async function countRows(
  db: Kysely<Database>,
  rows: ListedRows,
  order: ListOrder,
  isWanted: () => boolean = () => true,
): Promise<{ count: number; isMore: boolean }> {
  const countOf = async (span: Span): Promise<number> => {
    const counted = sql`select 1 from ${sql.table(order.table)} where ${claimOf(rows, order, span)} limit ${span.limit}`;
    const { rows: result } = await sql<{
      count: number;
    }>`select count(*) as count from (${counted}) as counted`.execute(db);
    return Number(result[0]?.count ?? 0);
  };
  let count = 0;
  let from: Key | null = null;
  if (rows.filter === null) count = await countOf({ after: null, upTo: null, limit: maxCounted + 1 });
  else
    for await (const upTo of windowEnds(db, rows, order, null, isWanted)) {
      count += await countOf({ after: from, upTo, limit: maxCounted + 1 - count });
      from = upTo;
      if (upTo === null || count > maxCounted) break;
    }
  return count > maxCounted ? { count: maxCounted, isMore: true } : { count, isMore: from !== null };
}

/** The last rows of windows of a list, one after the other; null: the end of the list. Ends when patience does. */
async function* windowEnds(
  db: Kysely<Database>,
  rows: ListedRows,
  order: ListOrder,
  after: Key | null,
  isWanted: () => boolean,
): AsyncGenerator<Key | null> {
  const startedAt = performance.now();
  const unfiltered = { ...rows, filter: null };
  let size = firstWindow;
  let from = after;
  do {
    const [end = null] = await selectKeys(db, unfiltered, order, { after: from, upTo: null, limit: 1, skip: size - 1 });
    yield end;
    if (end === null) return;
    from = end;
    size = Math.min(size * 2, largestWindow);
    await setImmediate();
    if (!isWanted()) throw new AppError('unavailable', 'Nobody waits for this list any more');
  } while (performance.now() - startedAt < patienceMs);
}

interface Span {
  /** Rows behind this one, up to and including that one. */
  readonly after: Key | null;
  readonly upTo: Key | null;
  readonly limit: number;
  readonly skip?: number;
}

async function selectKeys(db: Kysely<Database>, rows: ListedRows, order: ListOrder, span: Span): Promise<Key[]> {
  const way = sql.raw(order.direction === 'ascending' ? 'asc' : 'desc');
  const id = idOf(order);
  const value = sortValue(order);
  const ordered = value === null ? sql`${id} ${way}` : sql`${value} ${way}, ${id} ${way}`;
  const { rows: found } = await sql<{ id: string; value: number | null }>`select ${id} as id, ${
    value ?? sql`null`
  } as value from ${sql.table(order.table)} where ${claimOf(rows, order, span)} order by ${ordered} limit ${
    span.limit
  } offset ${span.skip ?? 0}`.execute(db);
  return found.map((row) => ({ id: row.id, value: row.value === null ? null : Number(row.value) }));
}

function claimOf({ siteId, among, filter }: ListedRows, order: ListOrder, { after, upTo }: Span): Claim {
  const isUp = order.direction === 'ascending';
  const behind = after === null ? yes : beside(order, isUp ? '>' : '<', after);
  const before = upTo === null ? yes : beside(order, isUp ? '<=' : '>=', upTo);
  return sql<SqlBool>`${sql.ref(`${order.table}.site_id`)} = ${siteId} and ${among} and ${behind} and ${before} and ${
    filter ?? yes
  }`;
}

function beside(order: ListOrder, operator: '>' | '<' | '>=' | '<=', key: Key): Claim {
  const value = sortValue(order);
  return value === null
    ? sql<SqlBool>`${idOf(order)} ${sql.raw(operator)} ${key.id}`
    : sql<SqlBool>`(${value}, ${idOf(order)}) ${sql.raw(operator)} (${key.value}, ${key.id})`;
}

const idOf = ({ table }: ListOrder): Subject => sql.ref(`${table}.id`);
const sortValue = ({ table, column }: ListOrder): Subject | null =>
  column === null ? null : sql.ref(`${table}.${column}`);

/** An id, or the value, a blank and the id. */
function cursorOf({ value, id }: Key): string {
  return value === null ? id : `${value} ${id}`;
}

function readCursor(cursor: string, { column }: ListOrder): Key {
  if (column === null) return { value: null, id: cursor };
  const [, value, id] = /^(-?\d{1,15}) (.+)$/s.exec(cursor) ?? [];
  if (value === undefined || id === undefined)
    throw new AppError('invalid_request', 'This is no place in the list', {
      fields: [{ path: 'cursor', message: 'is not one that this list has given, in this order' }],
    });
  return { value: Number(value), id };
}
