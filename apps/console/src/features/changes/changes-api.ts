import { type ChangeDetail, type ChangeKind, changeDetailSchema, changePageSchema } from '@foyer/protocol/change';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** Null: of the installation. */
export type Scope = string | null;

const pathOf = (scope: Scope) => (scope === null ? '/audit' : `/sites/${scope}/audit`);
const keyOf = (scope: Scope) => (scope === null ? ['audit'] : ['site', scope, 'audit']);

/** The change log, a page at a time, newest first. */
export const changesQuery = (scope: Scope, kind: ChangeKind | null) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(scope), { kind }],
    queryFn: ({ pageParam }) => {
      const search = new URLSearchParams({
        ...(kind === null ? {} : { kind }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      });
      return request('GET', `${pathOf(scope)}?${search}`, changePageSchema);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** One change with the document before and after. */
export const changeQuery = (scope: Scope, id: string) =>
  queryOptions({
    queryKey: [...keyOf(scope), id],
    queryFn: (): Promise<ChangeDetail> => request('GET', `${pathOf(scope)}/${id}`, changeDetailSchema),
  });
