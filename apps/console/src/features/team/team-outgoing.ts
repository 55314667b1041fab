import { operatorSocket } from '../../api/connection.ts';
import { newClientId } from '../../api/new-client-id.ts';
import { changeTeam, type TeamKey, type TeamOutgoing, team } from './team.ts';
import type { TeamTarget } from './team-conversation.ts';

/** Sends a message; it is sent again when the connection is back, and stored once. */
export function sendToTeam(key: TeamKey, target: TeamTarget, body: string): void {
  const message: TeamOutgoing = { cid: newClientId(), key, ...target, body, fault: null };
  changeTeam(({ outgoing }) => ({ outgoing: [...outgoing, message] }));
  send(message);
}

/** Sends all that has no answer, in the order in which it was written. */
export function sendAgain(): void {
  for (const message of team.get().outgoing) if (message.fault === null) send(message);
}

/** Tries a refused message again. */
export function retryToTeam(cid: string): void {
  changeTeam(({ outgoing }) => ({
    outgoing: outgoing.map((one) => (one.cid === cid ? { ...one, fault: null } : one)),
  }));
  sendAgain();
}

/** Gives a message up. */
export function discardToTeam(cid: string): void {
  changeTeam(({ outgoing }) => ({ outgoing: outgoing.filter((one) => one.cid !== cid) }));
}

function send({ cid, siteId, operatorId, body }: TeamOutgoing): void {
  operatorSocket.send({ type: 'team.messageSent', siteId, operatorId, cid, body });
}
