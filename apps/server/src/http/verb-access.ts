import type { Role } from '@foyer/protocol/operator';
import { type OperatorMessage, operatorVerbs } from '@foyer/protocol/operator-socket';
import { type ChatWindowMessage, chatVerbs, type PageMessage, pageVerbs } from '@foyer/protocol/visitor-socket';
import { AppError } from './app-error.ts';
import { hasRole, mayUseSite, type OperatorPrincipal } from './principal.ts';

/**
 * Who may send a verb of the console's socket, and whose data it touches. Every verb declares one; the connection checks
 * each frame by it, and the authorisation matrix is generated from it.
 */
export interface OperatorVerbAccess {
  /** The least role. */
  readonly who: Role;
  /**
   * Whose data: `nothing` private; `self` the caller's own account; `site` the site named by `siteId`; `chat` a chat of
   * that site; `readableChat` a chat of it that waits, is over, or that the caller has, for supervisors any; `heldChat` a
   * chat of it that the caller has; `overseenChat` one that the caller has or, as a supervisor, may see to; `chatLog` the log of a chat of it. That the caller has the
   * chat is there a condition of the statement that writes, so that a repeat of what was sent before is acknowledged.
   */
  readonly touches: 'nothing' | 'self' | 'site' | 'chat' | 'readableChat' | 'heldChat' | 'overseenChat' | 'chatLog';
  /** May come before `hello` is answered. */
  readonly beforeHello?: true;
}

export const operatorVerbAccess = {
  hello: { who: 'operator', touches: 'self', beforeHello: true },
  'visitors.watched': { who: 'operator', touches: 'site' },
  'visitors.unwatched': { who: 'operator', touches: 'site' },
  'visit.watched': { who: 'operator', touches: 'site' },
  'visit.unwatched': { who: 'operator', touches: 'site' },
  'invite.sent': { who: 'operator', touches: 'site' },
  'status.chosen': { who: 'operator', touches: 'self' },
  'status.set': { who: 'supervisor', touches: 'site' },
  'activity.seen': { who: 'operator', touches: 'self' },
  'ring.reported': { who: 'operator', touches: 'self' },
  'team.messageSent': { who: 'operator', touches: 'site' },
  'team.broadcastSent': { who: 'supervisor', touches: 'site' },
  'team.broadcastDismissed': { who: 'operator', touches: 'site' },
  'team.typing': { who: 'operator', touches: 'site' },
  'team.seen': { who: 'operator', touches: 'site' },
  'chat.accepted': { who: 'operator', touches: 'chat' },
  'chat.watched': { who: 'operator', touches: 'readableChat' },
  // Stops a stream of the caller's own; nothing is read.
  'chat.unwatched': { who: 'operator', touches: 'site' },
  'message.sent': { who: 'operator', touches: 'chatLog' },
  'typing.changed': { who: 'operator', touches: 'overseenChat' },
  'entries.seen': { who: 'operator', touches: 'heldChat' },
  'chat.ended': { who: 'operator', touches: 'chatLog' },
  'chat.left': { who: 'operator', touches: 'chatLog' },
  'chat.confirmed': { who: 'operator', touches: 'heldChat' },
  'transfer.offered': { who: 'operator', touches: 'heldChat' },
  'transfer.cancelled': { who: 'operator', touches: 'heldChat' },
  // To whom it is offered is a condition of the transaction that moves it.
  'transfer.accepted': { who: 'operator', touches: 'chat' },
  'transfer.declined': { who: 'operator', touches: 'chat' },
  'message.spoken': { who: 'supervisor', touches: 'chat' },
  'whisper.sent': { who: 'operator', touches: 'overseenChat' },
  'chat.takenOver': { who: 'supervisor', touches: 'chat' },
  'help.asked': { who: 'operator', touches: 'chatLog' },
  'help.withdrawn': { who: 'operator', touches: 'chatLog' },
  'notice.confirmed': { who: 'operator', touches: 'chat' },
  ping: { who: 'operator', touches: 'nothing', beforeHello: true },
} as const satisfies Record<OperatorMessage['type'], OperatorVerbAccess>;

/**
 * Whose data a visitor's verb touches: `visitor` what belongs to the visitor that the hello named (a page) or that
 * ticket or token proved (a chat window); `visitorsChat` the chat named by `chatId`, which must be that visitor's.
 */
export interface VisitorVerbAccess {
  readonly who: 'bearer';
  readonly touches: 'nothing' | 'visitor' | 'visitorsChat';
}

export const pageVerbAccess = {
  'page.viewed': { who: 'bearer', touches: 'visitor' },
  'page.hidden': { who: 'bearer', touches: 'visitor' },
  'page.visible': { who: 'bearer', touches: 'visitor' },
  'page.left': { who: 'bearer', touches: 'visitor' },
  'activity.seen': { who: 'bearer', touches: 'visitor' },
  'contact.changed': { who: 'bearer', touches: 'visitor' },
  'revenue.reported': { who: 'bearer', touches: 'visitor' },
  'cost.reported': { who: 'bearer', touches: 'visitor' },
  'event.happened': { who: 'bearer', touches: 'visitor' },
  'page.scrolled': { who: 'bearer', touches: 'visitor' },
  'exit.intended': { who: 'bearer', touches: 'visitor' },
  'invite.shown': { who: 'bearer', touches: 'visitor' },
  'invite.accepted': { who: 'bearer', touches: 'visitor' },
  'invite.declined': { who: 'bearer', touches: 'visitor' },
  'invite.timedOut': { who: 'bearer', touches: 'visitor' },
  'language.chosen': { who: 'bearer', touches: 'visitor' },
  'consent.changed': { who: 'bearer', touches: 'visitor' },
  'ticket.requested': { who: 'bearer', touches: 'visitor' },
  ping: { who: 'bearer', touches: 'nothing' },
} as const satisfies Record<PageMessage['type'], VisitorVerbAccess>;

export const chatVerbAccess = {
  'chat.requested': { who: 'bearer', touches: 'visitor' },
  'surveys.wanted': { who: 'bearer', touches: 'visitor' },
  'survey.answered': { who: 'bearer', touches: 'visitorsChat' },
  'chat.rated': { who: 'bearer', touches: 'visitorsChat' },
  'field.answered': { who: 'bearer', touches: 'visitorsChat' },
  'chat.resumed': { who: 'bearer', touches: 'visitorsChat' },
  'message.sent': { who: 'bearer', touches: 'visitorsChat' },
  'typing.changed': { who: 'bearer', touches: 'visitorsChat' },
  'draft.changed': { who: 'bearer', touches: 'visitorsChat' },
  'entries.seen': { who: 'bearer', touches: 'visitorsChat' },
  'transcript.requested': { who: 'bearer', touches: 'visitorsChat' },
  'chat.ended': { who: 'bearer', touches: 'visitorsChat' },
  ping: { who: 'bearer', touches: 'nothing' },
} as const satisfies Record<ChatWindowMessage['type'], VisitorVerbAccess>;

requireDeclared(operatorVerbs, operatorVerbAccess);
requireDeclared(pageVerbs, pageVerbAccess);
requireDeclared(chatVerbs, chatVerbAccess);

/** Throws unless each verb declares its access: the server does not start on one without, checked by types or not. */
export function requireDeclared(verbs: object, declared: object): void {
  for (const verb of Object.keys(verbs))
    if (!Object.hasOwn(declared, verb)) throw new Error(`Verb ${verb} declares no access`);
}

/** What a verb that names a chat touches of it. */
export type ChatTouch = Exclude<OperatorVerbAccess['touches'], 'nothing' | 'self' | 'site'>;

/** What is known of a console that sends a verb. */
export interface OperatorCaller {
  readonly principal: OperatorPrincipal;
  readonly hasGreeted: boolean;
  /** Throws `not_found` unless the chat is one of the site, and `forbidden` unless it is to the caller what `touches` says. */
  readonly requireChat: (siteId: string, chatId: string, touches: ChatTouch) => Promise<void>;
}

/** Throws unless the caller may send this verb about what it names. Foreign things look as if they did not exist. */
export async function admitOperatorVerb(message: OperatorMessage, caller: OperatorCaller): Promise<void> {
  const access: OperatorVerbAccess = operatorVerbAccess[message.type];
  if (!access.beforeHello && !caller.hasGreeted) throw new AppError('invalid_request', 'Say hello first');
  const isOfSite = access.touches !== 'nothing' && access.touches !== 'self';
  if (isOfSite && !('siteId' in message && mayUseSite(caller.principal, message.siteId)))
    throw new AppError('not_found', 'No such site');
  // Before the chat: who may not do it to any is told nothing of which there are.
  if (!hasRole(caller.principal.role, access.who))
    throw new AppError('forbidden', `This needs the role ${access.who}; yours is ${caller.principal.role}`);
  if (!isOfSite || access.touches === 'site') return;
  if (!('siteId' in message && 'chatId' in message)) throw new AppError('not_found', 'No such chat');
  await caller.requireChat(message.siteId, message.chatId, access.touches);
}

/** Throws unless the visitor may send this verb. `requireOwnChat` throws `not_found` unless the chat is the visitor's. */
export async function admitChatVerb(
  message: ChatWindowMessage,
  requireOwnChat: (chatId: string) => Promise<void>,
): Promise<void> {
  const access: VisitorVerbAccess = chatVerbAccess[message.type];
  if (access.touches !== 'visitorsChat') return;
  if (!('chatId' in message)) throw new AppError('not_found', 'No such chat');
  await requireOwnChat(message.chatId);
}
