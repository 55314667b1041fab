import type { ChatHit } from '@foyer/protocol/chat-hit';
import type { ChatSort } from '@foyer/protocol/chat-list';
import type { sortDirections } from '@foyer/protocol/list';
import type { Site } from '@foyer/protocol/site';
import { addDays, startOfDay } from '@foyer/rules/site-time';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import type { Storage } from '../../storage/storage.ts';
import { readNumberRange } from '../chat-search/find-places.ts';
import { parseSearch, type Search } from '../chat-search/parse-search.ts';
import { searchCondition } from '../chat-search/search-condition.ts';
import { compileChatFilter } from '../lists/compile-chat-filter.ts';
import { readFilter } from '../lists/read-filter.ts';
import { type ChatFields, chatConditions, type TimeRange } from './chat-conditions.ts';
import {
  type ChatOrder,
  type ChatPlace,
  type Conditions,
  findRequestAway,
  placeOf,
  selectChats,
} from './chat-list-repository.ts';
import type { ChatRow } from './chat-row.ts';
import { findHits } from './find-hits.ts';
import { listReadableActive } from './may-read-chat.ts';

/** A page of a list of chats, as asked for. */
export interface ChatPageQuery extends ChatFields {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly filter?: string | undefined;
  readonly text?: string | undefined;
  readonly sort?: ChatSort | undefined;
  readonly direction: (typeof sortDirections)[number];
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ChatPage {
  readonly rows: readonly ChatRow[];
  /** By chat id; null: nothing was searched for. */
  readonly hits: ReadonlyMap<string, ChatHit[]> | null;
  readonly next: string | null;
}

/** Who asks: what they may not read, no search tells them of. */
type Viewer = Pick<OperatorPrincipal, 'operatorId' | 'role'>;

/** Chats are searched in steps of so many, newest (or oldest) first: a page of a frequent word is full after few. */
const searchSteps = [300, 3000, 30_000];

/**
 * A page of the chats of a site. `extra`: conditions of the list itself. A search ends when nobody waits for it any more.
 * Throws `invalid_request` for a cursor, filter or search that makes no sense.
 */
export async function listChatPage(
  storage: Storage,
  site: Site,
  viewer: Viewer,
  query: ChatPageQuery,
  { extra = [], isWanted = () => true }: { extra?: Conditions; isWanted?: () => boolean } = {},
): Promise<ChatPage> {
  const order: ChatOrder = { sort: query.sort ?? 'requested', direction: query.direction };
  const after = query.cursor === undefined ? null : readCursor(query.cursor, order);
  const range = rangeOf(site, query);
  const search = query.text === undefined || query.text.trim() === '' ? null : parseSearch(query.text);
  const filter = readFilter(query.filter);
  const { reports, dialect } = storage;
  const conditions = [...extra, ...chatConditions(site.id, query, range)];
  if (filter) conditions.push(await compileChatFilter({ db: reports, dialect, site, range }, filter));
  const { limit } = query;
  if (search === null) {
    const db = filter ? reports : storage.db;
    const rows = await selectChats(db, site.id, conditions, order, { after, limit });
    return { rows, hits: null, next: cursorAfter(rows, order, limit) };
  }
  const readable = await readableBy(storage, site.id, viewer);
  const rows = await searchChats(storage, site.id, search, [...conditions, ...readable], order, {
    after,
    limit,
    range,
    isWanted,
  });
  const hits = await findHits(storage, site.id, rows, search.wanted);
  return { rows, hits, next: cursorAfter(rows, order, limit) };
}

/** Empty for those who may read all. */
async function readableBy({ db }: Storage, siteId: string, viewer: Viewer): Promise<Conditions> {
  if (hasRole(viewer.role, 'supervisor')) return [];
  const others = await listReadableActive(db, siteId, viewer.operatorId);
  const isTheirs = others.length === 0 ? sql`` : sql` or chat.id in (${sql.join(others)})`;
  return [sql`(chat.state <> 'active' or chat.operator_id = ${viewer.operatorId}${isTheirs})`];
}

interface SearchPage {
  readonly after: ChatPlace | null;
  readonly limit: number;
  readonly range: TimeRange;
  readonly isWanted: () => boolean;
}

/** On the connection of reports: a search may have much to read. */
async function searchChats(
  { reports, dialect }: Storage,
  siteId: string,
  search: Search,
  conditions: Conditions,
  order: ChatOrder,
  { after, limit, range, isWanted }: SearchPage,
): Promise<ChatRow[]> {
  const read = (within: Conditions, found: RawBuilder<SqlBool>, from: ChatPlace | null, count: number) =>
    selectChats(reports, siteId, [...conditions, ...within, found], order, { after: from, limit: count });
  if (order.sort !== 'requested') return read([], searchCondition(dialect, siteId, search), after, limit);

  const rows: ChatRow[] = [];
  const isAscending = order.direction === 'ascending';
  let from = after?.requestedAt ?? (isAscending ? (range.from ?? 0) : (range.before ?? Number.MAX_SAFE_INTEGER));
  for (const step of searchSteps) {
    const to = await findRequestAway(reports, siteId, from, step, order.direction);
    if (to === null) break;
    const [first, last] = isAscending ? [from, to] : [to, from];
    const numbers = dialect === 'sqlite' && step < 10_000 ? await readNumberRange(reports, siteId, first, last) : null;
    const within = [sql<SqlBool>`chat.requested_at between ${first} and ${last}`];
    const place = rows.length === 0 ? after : null;
    rows.push(...(await read(within, searchCondition(dialect, siteId, search, numbers), place, limit - rows.length)));
    if (rows.length >= limit || !isWanted()) return rows;
    from = isAscending ? to + 1 : to - 1;
  }
  const rest = sql<SqlBool>`chat.requested_at ${sql.raw(isAscending ? '>=' : '<=')} ${from}`;
  const place = rows.length === 0 ? after : null;
  rows.push(...(await read([rest], searchCondition(dialect, siteId, search), place, limit - rows.length)));
  return rows;
}

/** Days of the site's clock as instants. */
function rangeOf({ timeZone }: Site, { from, to }: Pick<ChatPageQuery, 'from' | 'to'>): TimeRange {
  return {
    from: from === undefined ? null : startOfDay(from, timeZone),
    before: to === undefined ? null : startOfDay(addDays(to, 1), timeZone),
  };
}

const cursorSchema = (sort: ChatSort) =>
  z.tuple([z.literal(sort), z.number().int().nullable(), z.number().int(), z.uuid()]);

function cursorAfter(rows: readonly ChatRow[], order: ChatOrder, limit: number): string | null {
  const last = rows.at(-1);
  if (!last || rows.length < limit) return null;
  const { value, requestedAt, id } = placeOf(last, order);
  return Buffer.from(JSON.stringify([order.sort, value, requestedAt, id])).toString('base64url');
}

function readCursor(cursor: string, { sort }: ChatOrder): ChatPlace {
  try {
    const told = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [, value, requestedAt, id] = cursorSchema(sort).parse(told);
    return { value, requestedAt, id };
  } catch (error) {
    const message = 'is not one that this list has given';
    throw new AppError('invalid_request', `The cursor ${message}`, {
      cause: error,
      fields: [{ path: 'cursor', message }],
    });
  }
}
