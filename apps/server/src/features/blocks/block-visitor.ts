import type { Block, BlockDuration, BlockInput } from '@foyer/protocol/block';
import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { OperatorInChat } from '../chats/chat-service.ts';
import { type EndBlockedParts, endBlockedChats } from '../chats/end-blocked-chats.ts';
import { listChatsOfVisitor } from '../chats/list-chats.ts';
import { maskCardNumbers } from '../chats/mask-card-numbers.ts';
import { findWhereabouts } from '../visits/find-whereabouts.ts';
import { toBlockedContent } from './block-reason.ts';
import { addressKey, insertBlock } from './block-repository.ts';

export interface BlockParts extends EndBlockedParts {
  readonly store: VisitStore<Visit>;
  /** Lets every node know that the site's blocks changed. */
  readonly announce: (siteId: string, documents: 'blocks') => Promise<void>;
}

const hourMs = 3_600_000;
const lengthMs: Record<BlockDuration, number> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  forever: Number.POSITIVE_INFINITY,
};

/**
 * Blocks a visitor, and ends the chats that this concerns: theirs, and with `address` those of whoever else comes from
 * there. Throws `not_found` when nobody has this id, `invalid_request` when their address is not known.
 */
export async function blockVisitor(
  parts: BlockParts,
  siteId: string,
  { visitorId, by, duration, reason }: BlockInput,
  operator: OperatorInChat,
): Promise<Block> {
  const at = parts.now();
  const sources = { db: parts.storage.db, store: parts.store };
  const [visitor, [chat]] = await Promise.all([
    findWhereabouts(sources, siteId, visitorId),
    listChatsOfVisitor(parts.storage.db, siteId, visitorId, 1),
  ]);
  // Whose visits are not recorded may have asked for a chat all the same.
  if (!visitor && !chat) throw new AppError('not_found', 'No such visitor');
  const known = visitor?.address ?? null;
  if (by !== 'visitor' && known === null)
    throw new AppError('invalid_request', 'The address of this visitor is not known', {
      fields: [{ path: 'by', message: 'is not possible: their address is not known' }],
    });
  const until = duration === 'forever' ? null : at + lengthMs[duration];
  const address = by === 'visitor' ? null : known;
  const block = await insertBlock(parts.storage.db, siteId, {
    visitorId: by === 'address' ? null : visitorId,
    visitorName: visitor?.name ?? chat?.visitorName ?? null,
    address,
    until,
    reason: maskCardNumbers(reason.trim()),
    at,
    operatorId: operator.operatorId,
    operatorName: operator.name,
  });
  await parts.announce(siteId, 'blocks');
  const key = address === null ? null : addressKey(address);
  await endBlockedChats(
    parts,
    siteId,
    async (chat) => {
      if (chat.visitorId === visitorId) return true;
      if (key === null) return false;
      const other = await findWhereabouts(sources, siteId, chat.visitorId);
      return other?.address != null && addressKey(other.address) === key;
    },
    toBlockedContent(block),
    operator,
  );
  return block;
}
