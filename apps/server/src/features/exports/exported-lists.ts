import { chatListQuerySchema, missedChatListQuerySchema } from '@foyer/protocol/chat-list';
import {
  spiderListQuerySchema,
  visitListKinds,
  visitListQuerySchemas,
  visitorListQuerySchema,
} from '@foyer/protocol/visit-list';
import type { z } from 'zod';
import type { OperatorPrincipal } from '../../http/principal.ts';
import { listExportedChats } from '../chats/list-exported-chats.ts';
import { listSpiderHits } from '../lists/list-spider-hits.ts';
import { listVisitors } from '../lists/list-visitors.ts';
import { instantsOf, type ListReader, listVisitRows } from '../lists/list-visits.ts';
import { readFilter } from '../lists/read-filter.ts';
import type { Cell, ExportColumn } from './export-table.ts';
import { chatColumns, type ListColumn, spiderColumns, visitColumns, visitorColumns } from './list-columns.ts';

/** A list as it is exported: what may be asked of it, and its pages. */
export interface ExportedList {
  /** Its place below a site. */
  readonly path: string;
  readonly title: string;
  readonly query: z.ZodObject;
  readonly columns: readonly ExportColumn[];
  /** A page after a cursor, of some columns. */
  readonly page: (
    reader: ListReader,
    operator: OperatorPrincipal,
    query: unknown,
    columns: ReadonlySet<string>,
    cursor: string | undefined,
  ) => Promise<{ rows: Cell[][]; next: string | null }>;
}

/** Rows read at a time. */
const limit = 500;

function exported<S extends z.ZodObject, Row>(list: {
  path: string;
  title: string;
  schema: S;
  columns: readonly ListColumn<Row>[];
  read: (
    reader: ListReader,
    operator: OperatorPrincipal,
    query: z.output<S> & { limit: number; cursor: string | undefined },
  ) => Promise<{ items: Row[]; next: string | null }>;
}): ExportedList {
  const { path, title, schema, columns } = list;
  return {
    path,
    title,
    query: schema.omit({ cursor: true, limit: true } as never),
    columns: columns.map(({ id, title: heading, kind }) => ({ id, title: heading, kind })),
    async page(reader, operator, query, wanted, cursor) {
      const asked = { ...(query as z.output<S>), limit, cursor };
      const { items, next } = await list.read(reader, operator, asked);
      const shown = columns.filter(({ id }) => wanted.has(id));
      return { rows: items.map((row) => shown.map(({ of }) => of(row))), next };
    },
  };
}

const visitTitles = { visits: 'Visits', prospects: 'Prospects', customers: 'Customers' } as const;

/** Every list that can be exported. */
export const exportedLists: readonly ExportedList[] = [
  ...visitListKinds.map((kind) =>
    exported({
      path: kind,
      title: visitTitles[kind],
      schema: visitListQuerySchemas[kind],
      columns: visitColumns,
      read: (reader, _operator, { filter, ...query }) =>
        listVisitRows(reader, kind, { ...query, expression: readFilter(filter) }),
    }),
  ),
  exported({
    path: 'visitors',
    title: 'Visitors',
    schema: visitorListQuerySchema,
    columns: visitorColumns,
    read: (reader, _operator, { filter, ...query }) =>
      listVisitors(reader, { ...query, expression: readFilter(filter) }),
  }),
  exported({
    path: 'spiders',
    title: 'Spiders',
    schema: spiderListQuerySchema,
    columns: spiderColumns,
    read: ({ storage: { db, dialect }, site }, _operator, query) =>
      listSpiderHits({ db, dialect, site, range: instantsOf(site, query) }, query),
  }),
  exported({
    path: 'chats',
    title: 'Chats',
    schema: chatListQuerySchema,
    columns: chatColumns,
    read: (reader, operator, query) => listExportedChats(reader, operator, query, null),
  }),
  exported({
    path: 'missed-chats',
    title: 'Missed chats',
    schema: missedChatListQuerySchema,
    columns: chatColumns,
    read: (reader, operator, { status, ...query }) => listExportedChats(reader, operator, query, status),
  }),
];
