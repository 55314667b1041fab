import type { OpenBroadcast, TeamConversation, TeamMessage } from '@foyer/protocol/team';
import { createStore } from '../../api/create-store.ts';

/** What stands for a conversation: `site ID` or `person ID`. */
export type TeamKey = string;

export function keyOf({ siteId, operatorId }: TeamConversation): TeamKey {
  return operatorId === null ? `site ${siteId}` : `person ${operatorId}`;
}

/** A message on its way to the server. */
export interface TeamOutgoing {
  cid: string;
  key: TeamKey;
  siteId: string;
  operatorId: string | null;
  body: string;
  /** Why it was refused, for people; null: it is under way. */
  fault: string | null;
}

/** What this console has of a conversation: seqs without gaps up to the newest that it has. */
export interface TeamLog {
  messages: readonly TeamMessage[];
  hasOlder: boolean;
}

/** Everything the team's page shows. */
export interface Team {
  /** What is unread, by conversation. */
  unread: Readonly<Record<TeamKey, number>>;
  lastSeqs: Readonly<Record<TeamKey, number>>;
  logs: Readonly<Record<TeamKey, TeamLog>>;
  outgoing: readonly TeamOutgoing[];
  /** Names of those who type, by conversation. */
  typing: Readonly<Record<TeamKey, readonly string[]>>;
  broadcasts: readonly OpenBroadcast[];
  /** The conversation on the screen. */
  openKey: TeamKey | null;
}

export const emptyTeam: Team = {
  unread: {},
  lastSeqs: {},
  logs: {},
  outgoing: [],
  typing: {},
  broadcasts: [],
  openKey: null,
};

export const team = createStore<Team>(emptyTeam);

/** Changes some fields of the team. */
export function changeTeam(change: (state: Team) => Partial<Team>): void {
  team.update((state) => ({ ...state, ...change(state) }));
}

/** How much is unread in all conversations. */
export function countUnread({ unread }: Team): number {
  return Object.values(unread).reduce((sum, count) => sum + count, 0);
}
