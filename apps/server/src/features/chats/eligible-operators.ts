import type { ChatSummary } from '@foyer/protocol/chat';
import type { Obstacle } from '@foyer/protocol/chat-notice';
import type { ChosenStatus } from '@foyer/protocol/operator';
import { isFor } from '@foyer/rules/route-chat';
import { needsOfChat } from './chat-route.ts';
import { isChatFor } from './chat-router.ts';

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

type Present = Omit<Candidate, 'obstacle'> & {
  readonly departmentIds: readonly string[];
  readonly skillIds: readonly string[];
};

/** Who is connected for a chat's site now, and who of them could take it: for them, Online, with room. */
export type EligibleOperators = (chat: ChatSummary) => Candidate[];

/** The same by presence and routing. */
export function eligibleOperators(staff: { presentOn(siteId: string): readonly Present[] }): EligibleOperators {
  return (chat) =>
    staff.presentOn(chat.siteId).map((operator) => {
      const { departmentIds: _departments, skillIds: _skills, ...present } = operator;
      return { ...present, obstacle: obstacleOf(chat, operator) };
    });
}

function obstacleOf(chat: ChatSummary, operator: Present): Obstacle | null {
  // One that never waited was for whom it asked.
  const isTheirs = chat.state === 'pending' ? isChatFor(chat, operator) : isFor(needsOfChat(chat), operator);
  if (!isTheirs) return 'notRouted';
  if (operator.status !== 'online') return 'status';
  return operator.maxChats === 0 || operator.activeChats < operator.maxChats ? null : 'noRoom';
}
