import {
  listCountSchema,
  spiderNamesSchema,
  spiderPageSchema,
  visitorDetailSchema,
  visitorPageSchema,
  visitPageSchema,
} from '@foyer/protocol/visit-list';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Parser, request } from '../../api/rest-client.ts';
import { askedOf, type ListView } from './list-view.ts';

interface RowPage<Row> {
  readonly items: Row[];
  readonly next: string | null;
}

const repeatMs = 10_000;

/** Rows of a list, page by page. `path`: below the site. */
const rowsQuery = <Row>(siteId: string, path: string, view: ListView, page: Parser<RowPage<Row>>) =>
  infiniteQueryOptions({
    queryKey: ['site', siteId, 'list', path, String(askedOf(view)), view.sort.column, view.sort.direction],
    queryFn: ({ pageParam, signal }) => {
      const query = askedOf(view);
      query.set('sort', view.sort.column);
      query.set('direction', view.sort.direction);
      if (pageParam !== null) query.set('cursor', pageParam);
      return request('GET', `/sites/${siteId}/${path}?${query}`, page, undefined, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // A short list that costs little follows what happens.
    refetchInterval: ({ state }) => (view.filter === null && (state.data?.pages.length ?? 0) < 2 ? repeatMs : false),
  });

export const visitRowsQuery = (siteId: string, list: 'visits' | 'prospects' | 'customers', view: ListView) =>
  rowsQuery(siteId, list, view, visitPageSchema);

export const visitorRowsQuery = (siteId: string, view: ListView) =>
  rowsQuery(siteId, 'visitors', view, visitorPageSchema);

export const spiderRowsQuery = (siteId: string, view: ListView) => rowsQuery(siteId, 'spiders', view, spiderPageSchema);

/** How many rows a list has. */
export const listCountQuery = (siteId: string, path: string, view: ListView) =>
  queryOptions({
    queryKey: ['site', siteId, 'listCount', path, String(askedOf(view))],
    queryFn: ({ signal }) =>
      request('GET', `/sites/${siteId}/${path}/count?${askedOf(view)}`, listCountSchema, undefined, signal),
  });

/** How often each spider came. */
export const spiderNamesQuery = (siteId: string, { range: { from, to } }: ListView) =>
  queryOptions({
    queryKey: ['site', siteId, 'spiderNames', from, to],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams();
      if (from !== '') query.set('from', from);
      if (to !== '') query.set('to', to);
      return request('GET', `/sites/${siteId}/spiders/names?${query}`, spiderNamesSchema, undefined, signal);
    },
  });

/** Everything that is known of a visitor. */
export const visitorDetailQuery = (siteId: string, visitorId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'visitor', visitorId],
    queryFn: () => request('GET', `/sites/${siteId}/visitors/${encodeURIComponent(visitorId)}`, visitorDetailSchema),
  });
