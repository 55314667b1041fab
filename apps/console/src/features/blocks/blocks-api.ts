import { type Block, type BlockInput, blockSchema } from '@foyer/protocol/block';
import { pageOf } from '@foyer/protocol/cursor';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { request, requestNothing } from '../../api/rest-client.ts';

const pageSchema = pageOf(blockSchema);

/** A site's blocks in force, newest first, page by page; for operators their own. */
export const blocksQuery = (siteId: string) =>
  infiniteQueryOptions({
    queryKey: ['site', siteId, 'blocks'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      request('GET', `/sites/${siteId}/blocks?limit=100${pageParam === '' ? '' : `&cursor=${pageParam}`}`, pageSchema),
    getNextPageParam: ({ next }) => next,
  });

/** Fails with `invalid_request` when the visitor's address is needed and not known. */
export function blockVisitor(siteId: string, block: BlockInput): Promise<Block> {
  return request('POST', `/sites/${siteId}/blocks`, blockSchema, block);
}

export function liftBlock(siteId: string, blockId: string): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/blocks/${blockId}`);
}
