import { type SavedView, type SavedViewInput, type SavedViewList, savedViewSchema } from '@foyer/protocol/saved-view';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

const keyOf = (siteId: string, list: SavedViewList) => ['site', siteId, 'saved-views', list] as const;
const pathOf = (siteId: string, id = '') => `/sites/${siteId}/saved-views${id && `/${id}`}`;

/** One's own views of a list, and the shared ones. */
export const savedViewsQuery = (siteId: string, list: SavedViewList) =>
  queryOptions<SavedView[]>({
    queryKey: keyOf(siteId, list),
    queryFn: () => request('GET', `${pathOf(siteId)}?list=${list}`, itemsOf(savedViewSchema)),
  });

async function andReadAgain<T>(siteId: string, list: SavedViewList, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } finally {
    // After a conflict, too: somebody else has changed it.
    await queryClient.invalidateQueries({ queryKey: keyOf(siteId, list) });
  }
}

export function createView(siteId: string, input: SavedViewInput): Promise<SavedView> {
  return andReadAgain(siteId, input.list, request('POST', pathOf(siteId), savedViewSchema, input));
}

/** Saves a view as it is given, on the version that it carries. */
export function changeView(siteId: string, { id, list, name, query, shared, version }: SavedView): Promise<SavedView> {
  const body = { name, query, shared, version };
  return andReadAgain(siteId, list, request('PUT', pathOf(siteId, id), savedViewSchema, body));
}

export function deleteView(siteId: string, { id, list, version }: SavedView): Promise<void> {
  return andReadAgain(siteId, list, requestNothing('DELETE', `${pathOf(siteId, id)}?version=${version}`));
}
