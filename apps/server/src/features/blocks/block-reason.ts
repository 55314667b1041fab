import type { Block, BlockedBy } from '@foyer/protocol/block';

/** What the log of a chat says of the block that ended it. */
export function toBlockedContent({ visitorId, address, until, reason }: Block) {
  const by: BlockedBy = visitorId === null ? 'address' : address === null ? 'visitor' : 'both';
  return { kind: 'blocked', by, until, reason } as const;
}
