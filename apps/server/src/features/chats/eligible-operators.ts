import type { ChatSummary } from '@foyer/protocol/chat';
import type { Obstacle } from '@foyer/protocol/chat-notice';
import type { ChosenStatus } from '@foyer/protocol/operator';

/** An operator who was there when a chat waited. */
export interface Candidate {
  readonly operatorId: string;
  readonly name: string;
  readonly status: ChosenStatus;
  readonly maxChats: number;
  readonly activeChats: number;
  /** Why they could not take it; null: they could. */
  readonly obstacle: Obstacle | null;
}

/** Who is connected for a chat's site now, and who of them could take it: Online, with room. */
export type EligibleOperators = (siteId: string, chat: Pick<ChatSummary, 'id'>) => Candidate[];

/** The same by presence alone: whoever works on the site may take any of its chats. */
export function eligibleOperators(staff: {
  presentOn(siteId: string): readonly Omit<Candidate, 'obstacle'>[];
}): EligibleOperators {
  return (siteId) =>
    staff.presentOn(siteId).map((operator) => ({
      ...operator,
      obstacle: operator.status !== 'online' ? 'status' : hasRoom(operator) ? null : 'noRoom',
    }));
}

function hasRoom({ maxChats, activeChats }: { maxChats: number; activeChats: number }): boolean {
  return maxChats === 0 || activeChats < maxChats;
}
