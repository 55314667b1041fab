import type { ChatEntry, ChatSummary, FileContent, VisitorChat } from '@foyer/protocol/chat';
import type { StoredAnswer } from '@foyer/protocol/survey';
import type { Logger } from 'pino';
import type { EventBus } from '../../bus/event-bus.ts';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ChatWish } from '../routing/chat-wish.ts';
import { type ChatSignal, chatChannel } from './chat-channels.ts';
import {
  type Appended,
  acceptPendingChat,
  appendEntry,
  insertChat,
  type NewEntry,
  readSettled,
  system,
} from './chat-log-repository.ts';
import {
  closeOutstanding,
  findChat,
  findChatByRequest,
  findNewestChat,
  listActiveChatsOf,
  listActiveOperators,
  listOverdueChats,
  listQuietChats,
  listSitesWithOutstanding,
  moveSeen,
  overduePage,
  updateChatContact,
  updateVisitorPresence,
} from './chat-repository.ts';
import { requeued } from './chat-route.ts';
import { confirmChat } from './chat-routing-repository.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';
import { visibleState } from './visitor-view.ts';
import { whyNotAccepted } from './why-not-accepted.ts';

/** What is known of a visitor when they ask for a chat. */
export interface ChatRequest {
  readonly siteId: string;
  readonly visitorId: string;
  readonly cid: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly question: string | null;
  readonly invitationId: string | null;
  /** What the visitor answered; `further`: what of it name, e-mail and question don't say. */
  readonly answers?: readonly StoredAnswer[];
  readonly further?: readonly StoredAnswer[];
  /** From the live visit; null when there is none (the window stayed open after the visit ended). */
  readonly visit: {
    readonly id: string;
    readonly pageUrl: string;
    readonly alertId: string | null;
    readonly country: string | null;
    readonly inviteId: string | null;
    readonly isConnected: boolean;
  } | null;
  /** Whether anybody is Online who would get it, at once or after falling back. */
  readonly isOnline: boolean;
  /** For whom it is; left out: for everybody of the site. */
  readonly wish?: ChatWish;
}

/** What one side says: a message or a file. */
type SaidEntry = Pick<NewEntry, 'cid' | 'content' | 'fingerprint' | 'alongside'>;

export interface OperatorInChat {
  readonly operatorId: string;
  readonly name: string;
}

export interface ChatLimits {
  readonly chatReturnMs: number;
  readonly pendingTimeoutMs: number;
  /** The visitor's inactivity: asked after, closed after; 0 = never. */
  readonly inactivity: { readonly messageMs: number; readonly message: string; readonly closeMs: number };
}

export interface ChatServiceParts {
  readonly storage: Storage;
  readonly bus: EventBus;
  readonly logger: Logger;
  readonly now: () => number;
  readonly isOperatorConnected: (operatorId: string) => boolean;
  readonly limitsOf: (siteId: string) => Promise<ChatLimits | null>;
  /** Tells the visitor's live visit that its chat changed; null: no chat any more. */
  readonly tellVisit: (
    siteId: string,
    visitorId: string,
    chat: { id: string; state: 'pending' | 'active' } | null,
  ) => void;
  /** Whether a chat of the site cannot be closed before it has a wrap-up (S-066). */
  readonly requiresWrapUp: (siteId: string) => Promise<boolean>;
  /** A chat waits to be picked up: it was requested, or handed back. May be told again of the same. */
  readonly onPending?: (chat: ChatSummary) => void;
  /** Told of a chat that waits to be picked up, or that nobody could. */
  readonly onWaiting?: (chat: ChatSummary) => void;
  /** Told when an operator's load or a site's queue changed. */
  readonly onLoadChanged: () => void;
}

/** Says in the log for whom a chat is; null: for everybody. */
function routedEntry({ department, skills, rule }: ChatWish) {
  if (department === null && skills.length === 0) return null;
  const names = skills.map(({ name }) => name);
  const content = { kind: 'routed', department: department?.name ?? null, skills: names, rule } as const;
  return { sender: system, cid: null, content };
}

const openStates = ['pending', 'active'] as const;
/** How long an operator with active chats may be without any client before their chats go back to the queue. */
const operatorGoneMs = 120_000;

/** Everything that happens to chats. Each answer means: committed. */
export class ChatService {
  readonly #parts: ChatServiceParts;
  readonly #goneSince = new Map<string, number>();

  constructor(parts: ChatServiceParts) {
    this.#parts = parts;
  }

  get #db() {
    return this.#parts.storage.db;
  }

  /** Opens a chat, or with nobody Online stores an offline message. A repeat, or a second tab, gets the chat that exists. */
  async request(request: ChatRequest): Promise<ChatSummary> {
    const { siteId, visitorId, cid, visit, isOnline, wish } = request;
    const known = await findChatByRequest(this.#db, siteId, visitorId, cid);
    if (known) return known;
    const question = request.question?.trim() ? maskCardNumbers(request.question) : null;
    if (!isOnline && (question === null || !request.email))
      throw new AppError('invalid_request', 'Nobody is here right now: leave your e-mail address and a message', {
        fields: [
          ...(request.email ? [] : [{ path: 'email', message: 'is needed, so that we can answer' }]),
          ...(question === null ? [{ path: 'question', message: 'is needed' }] : []),
        ],
      });
    const at = this.#parts.now();
    const sender = { kind: 'visitor', id: visitorId, name: request.name } as const;
    const requested = {
      sender,
      cid,
      content: {
        kind: 'requested',
        name: request.name,
        email: request.email,
        question,
        pageUrl: visit?.pageUrl ?? null,
      } as const,
    };
    const routed = wish && routedEntry(wish);
    const { answers = [], further = [] } = request;
    const answered = {
      sender,
      cid: null,
      content: { kind: 'surveyAnswered' as const, phase: 'preChat' as const, answers: [...further] },
    };
    const missed = { sender: system, cid: null, content: { kind: 'missed', reason: 'offlineMessage' } as const };
    try {
      const { chat, isRepeat } = await insertChat(
        this.#db,
        {
          id: newId(),
          siteId,
          visitorId,
          visitId: visit?.id ?? null,
          state: isOnline ? 'pending' : 'missed',
          visitorName: request.name,
          visitorEmail: request.email,
          inviteId: visit?.inviteId ?? null,
          invitationId: request.invitationId,
          alertId: visit?.alertId ?? null,
          country: visit?.country ?? null,
          pageUrl: visit?.pageUrl ?? null,
          missedReason: isOnline ? null : 'offlineMessage',
          wish,
          answers,
          at,
        },
        [
          requested,
          ...(further.length > 0 ? [answered] : []),
          ...(routed ? [routed] : []),
          ...(isOnline ? [] : [missed]),
        ],
      );
      if (!isRepeat) this.#afterChange(chat);
      return chat;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // Another tab was first: there is one open chat, and this is it.
      const open = await readSettled(this.#db, (trx) => findNewestChat(trx, siteId, visitorId));
      if (!open) throw error;
      return open;
    }
  }

  /** First responder owns the chat. Throws `conflict` saying who has it, or that the operator's limit is reached. */
  async accept(siteId: string, chatId: string, operator: OperatorInChat): Promise<ChatSummary> {
    const at = this.#parts.now();
    const accepted = await acceptPendingChat(
      this.#db,
      siteId,
      chatId,
      { id: operator.operatorId, name: operator.name },
      at,
    );
    if (accepted) {
      this.#afterEntry(accepted);
      this.#afterChange(accepted.chat);
      return accepted.chat;
    }
    const chat = await this.get(siteId, chatId);
    if (chat.state === 'active' && chat.operatorId === operator.operatorId) return chat;
    throw await whyNotAccepted(this.#db, chat, operator.operatorId);
  }

  /** Stores a message of the visitor. */
  sendAsVisitor(
    siteId: string,
    chatId: string,
    visitorId: string,
    message: { cid: string; body: string },
  ): Promise<ChatEntry> {
    const sender = { kind: 'visitor', id: visitorId, name: null } as const;
    return this.#sendMessage(siteId, chatId, { states: openStates, visitorId }, sender, message);
  }

  /** Stores a message of the operator who has the chat. */
  sendAsOperator(
    siteId: string,
    chatId: string,
    operator: OperatorInChat,
    message: { cid: string; body: string },
  ): Promise<ChatEntry> {
    const sender = { kind: 'operator', id: operator.operatorId, name: operator.name } as const;
    return this.#sendMessage(siteId, chatId, { states: ['active'], operatorId: operator.operatorId }, sender, message);
  }

  /** Stores a file of the visitor, or of the operator who has the chat. `alongside` writes the file itself. */
  sendFile(
    siteId: string,
    chatId: string,
    by: { visitorId: string } | OperatorInChat,
    file: SaidEntry & { content: FileContent },
  ): Promise<ChatEntry> {
    if ('visitorId' in by) {
      const sender = { kind: 'visitor', id: by.visitorId, name: null } as const;
      return this.#say(siteId, chatId, { states: openStates, visitorId: by.visitorId }, sender, file);
    }
    const sender = { kind: 'operator', id: by.operatorId, name: by.name } as const;
    return this.#say(siteId, chatId, { states: ['active'], operatorId: by.operatorId }, sender, file);
  }

  #sendMessage(
    siteId: string,
    chatId: string,
    guard: Parameters<typeof appendEntry>[3],
    sender: NewEntry['sender'],
    { cid, body }: { cid: string; body: string },
  ): Promise<ChatEntry> {
    const content = { kind: 'message', body: maskCardNumbers(body) } as const;
    return this.#say(siteId, chatId, guard, sender, { cid, content });
  }

  async #say(
    siteId: string,
    chatId: string,
    guard: Parameters<typeof appendEntry>[3],
    sender: NewEntry['sender'],
    said: SaidEntry,
  ): Promise<ChatEntry> {
    const at = this.#parts.now();
    const appended = await appendEntry(this.#db, siteId, chatId, guard, {
      ...said,
      sender,
      at,
      // From the operator's message on it is the visitor's turn, until they say something.
      patch: sender.kind === 'operator' ? { quiet_since: at, confirm_until: null } : { quiet_since: null, nudged: 0 },
    });
    if (!appended) throw await this.#whyNot(siteId, chatId, sender.kind, guard.visitorId);
    if (!appended.isRepeat) this.#afterEntry(appended);
    return appended.entry;
  }

  async #whyNot(
    siteId: string,
    chatId: string,
    kind: 'visitor' | 'operator' | 'system',
    visitorId?: string,
  ): Promise<AppError> {
    const chat = await this.get(siteId, chatId);
    if (visitorId !== undefined && chat.visitorId !== visitorId) return new AppError('not_found', 'No such chat');
    if (kind === 'operator' && chat.state === 'pending') return new AppError('conflict', 'Accept the chat first');
    if (kind === 'operator' && chat.state === 'active')
      return new AppError('forbidden', `${chat.operatorName ?? 'Somebody else'} has this chat`);
    return new AppError('conflict', 'This chat is over');
  }

  /**
   * Ends a chat for both sides; a pending one that the visitor gives up is missed. Ending twice is no error. Throws
   * `conflict` when its operator would close it without the wrap-up that it needs.
   */
  async end(
    siteId: string,
    chatId: string,
    by: { visitorId: string } | OperatorInChat,
    reason: string | null = null,
  ): Promise<ChatSummary> {
    const chat = await this.get(siteId, chatId);
    if ('visitorId' in by && chat.visitorId !== by.visitorId) throw new AppError('not_found', 'No such chat');
    if ('visitorId' in by && chat.state === 'pending') {
      const missed = await this.#miss(chat, 'visitorGaveUp');
      if (missed) return missed;
    }
    const at = this.#parts.now();
    const isVisitor = 'visitorId' in by;
    const needsWrapUp = await this.#parts.requiresWrapUp(siteId);
    const sender = isVisitor
      ? ({ kind: 'visitor', id: by.visitorId, name: chat.visitorName } as const)
      : ({ kind: 'operator', id: by.operatorId, name: by.name } as const);
    const ended = await appendEntry(
      this.#db,
      siteId,
      chatId,
      isVisitor
        ? { states: ['active'], visitorId: by.visitorId }
        : { states: ['active'], operatorId: by.operatorId, ...(needsWrapUp ? { isWrappedUp: true } : {}) },
      {
        sender,
        cid: null,
        at,
        content: { kind: 'ended', by: sender.kind, reason },
        patch: { state: 'closed', ended_at: at, ended_by: sender.kind },
        waitsForWrapUp: needsWrapUp,
      },
    );
    if (ended) {
      this.#afterEntry(ended);
      this.#afterChange(ended.chat);
      return ended.chat;
    }
    const now = await this.get(siteId, chatId);
    const isTheirs = !isVisitor && now.operatorId === by.operatorId;
    if (isTheirs && (now.state === 'ended' || (now.state === 'active' && now.wrapUp === null)))
      throw new AppError('conflict', 'Choose a wrap-up before you close this chat', {
        fields: [{ path: 'wrapUp', message: 'is needed before the chat can be closed' }],
      });
    if (now.state === 'pending' || now.state === 'active') throw await this.#whyNot(siteId, chatId, sender.kind);
    return now;
  }

  /** Hands an active chat back to the queue; its waiting time starts anew. */
  async leave(siteId: string, chatId: string, operator: OperatorInChat): Promise<ChatSummary> {
    const at = this.#parts.now();
    const left = await appendEntry(
      this.#db,
      siteId,
      chatId,
      { states: ['active'], operatorId: operator.operatorId },
      {
        sender: { kind: 'operator', id: operator.operatorId, name: operator.name },
        cid: null,
        at,
        content: { kind: 'left', operatorName: operator.name },
        patch: requeued(at, operator.operatorId),
      },
    );
    if (!left) throw await this.#whyNot(siteId, chatId, 'operator');
    this.#afterEntry(left);
    this.#afterChange(left.chat);
    return left.chat;
  }

  /** Keeps a chat that was assigned without asking; one that needs no word any more is no error. */
  async confirm(siteId: string, chatId: string, operator: OperatorInChat): Promise<void> {
    const chat = await confirmChat(this.#db, siteId, chatId, operator.operatorId);
    if (chat) this.#signal(siteId, { kind: 'changed', chatId, chat });
  }

  /** Hands all active chats of an operator back: they signed out, or went for good. */
  async leaveAll(operator: OperatorInChat): Promise<void> {
    for (const chat of await listActiveChatsOf(this.#db, operator.operatorId))
      await this.leave(chat.siteId, chat.id, operator).catch((error) =>
        this.#parts.logger.warn({ chatId: chat.id, error: String(error) }, 'chat could not be handed back'),
      );
  }

  async #miss(
    chat: Pick<ChatSummary, 'siteId' | 'id'>,
    reason: 'visitorGaveUp' | 'timedOut' | 'nobodyOnline',
  ): Promise<ChatSummary | null> {
    const at = this.#parts.now();
    const missed = await appendEntry(
      this.#db,
      chat.siteId,
      chat.id,
      { states: ['pending'] },
      {
        sender: system,
        cid: null,
        at,
        content: { kind: 'missed', reason },
        patch: { state: 'missed', ended_at: at, missed_reason: reason, pending_since: null },
      },
    );
    if (!missed) return null;
    this.#afterEntry(missed);
    this.#afterChange(missed.chat);
    return missed.chat;
  }

  /** Notes in the chat's log that the visitor walked to another page. */
  async notePage(siteId: string, chatId: string, page: { url: string; title: string }): Promise<void> {
    const noted = await appendEntry(
      this.#db,
      siteId,
      chatId,
      { states: openStates },
      {
        sender: system,
        cid: null,
        at: this.#parts.now(),
        content: { kind: 'pageChanged', ...page },
        patch: { page_url: page.url },
      },
    );
    if (!noted) return;
    this.#afterEntry(noted);
    this.#signal(siteId, { kind: 'changed', chatId, chat: noted.chat });
  }

  /** Notes that the visitor of an open chat has no page open any more, or is back. */
  async noteVisitorPresence(siteId: string, chatId: string, isPresent: boolean): Promise<void> {
    const chat = await updateVisitorPresence(this.#db, siteId, chatId, isPresent ? null : this.#parts.now());
    if (chat) this.#signal(siteId, { kind: 'changed', chatId, chat });
  }

  /** Shows the chat under the visitor's changed name and e-mail address; what stands in the log stays. */
  async noteContact(
    siteId: string,
    chatId: string,
    contact: { name: string | null; email: string | null },
  ): Promise<void> {
    const chat = await updateChatContact(this.#db, siteId, chatId, contact);
    if (chat) this.#signal(siteId, { kind: 'changed', chatId, chat });
  }

  typing(siteId: string, chatId: string, by: 'visitor' | 'operator', typing: boolean, operator?: OperatorInChat): void {
    this.#signal(siteId, { kind: 'typing', chatId, by, typing, operator });
  }

  /** Shows the operator what the visitor has typed and not sent: masked like messages, and nowhere kept. */
  draft(siteId: string, chatId: string, text: string): void {
    this.#signal(siteId, { kind: 'draft', chatId, text: maskCardNumbers(text) });
  }

  /** Moves a side's read mark. */
  async seen(siteId: string, chatId: string, by: 'visitor' | 'operator', seq: number): Promise<void> {
    if (await moveSeen(this.#db, siteId, chatId, by, seq)) this.#signal(siteId, { kind: 'seen', chatId, by, seq });
  }

  /** One chat of a site; throws `not_found`. */
  async get(siteId: string, chatId: string): Promise<ChatSummary> {
    const chat = await findChat(this.#db, siteId, chatId);
    if (!chat) throw new AppError('not_found', 'No such chat');
    return chat;
  }

  /** The chat that a visitor's window shows: an open one, or one that ended less than the return time ago. */
  async findForVisitor(siteId: string, visitorId: string): Promise<ChatSummary | null> {
    const chat = await findNewestChat(this.#db, siteId, visitorId);
    if (!chat) return null;
    if (chat.endedAt === null) return chat;
    const limits = await this.#parts.limitsOf(siteId);
    return chat.missedReason !== 'offlineMessage' && limits && this.#parts.now() - chat.endedAt < limits.chatReturnMs
      ? chat
      : null;
  }

  /** A chat as its visitor may know it. */
  forVisitor(chat: ChatSummary): VisitorChat {
    return {
      chatId: chat.id,
      state: visibleState(chat),
      operatorName: chat.operatorName,
      operatorPresent: chat.operatorId !== null && this.#parts.isOperatorConnected(chat.operatorId),
      lastSeq: chat.lastSeq,
    };
  }

  /** Misses what waited too long, ends what the visitor left, asks or ends where they fell silent, hands back what the operator left. Safe on several nodes at once. */
  async sweep(): Promise<void> {
    const now = this.#parts.now();
    let afterId = '';
    for (;;) {
      // Page by page: chats of sites with long limits must not keep others from their turn.
      const page = await listOverdueChats(this.#db, now - 60_000, afterId);
      for (const { chat, leftAt } of page) await this.#judgeOverdue(chat, leftAt, now);
      afterId = page.at(-1)?.chat.id ?? '';
      if (page.length < overduePage) break;
    }
    await this.#sweepQuiet(now);
    await this.#handBackAbandoned(now);
    for (const siteId of await listSitesWithOutstanding(this.#db)) await this.closeEased(siteId);
  }

  /** Closes the chats of a site that wait for a wrap-up, if none is needed any more. */
  async closeEased(siteId: string): Promise<void> {
    if (await this.#parts.requiresWrapUp(siteId)) return;
    for (const chat of await closeOutstanding(this.#db, siteId))
      this.#signal(siteId, { kind: 'changed', chatId: chat.id, chat });
  }

  /** Misses a pending chat that nobody took; null: it is pending no more. */
  missUnanswered(
    chat: Pick<ChatSummary, 'siteId' | 'id'>,
    reason: 'timedOut' | 'nobodyOnline',
  ): Promise<ChatSummary | null> {
    return this.#miss(chat, reason);
  }

  /** Tells that a chat was routed or passed on. `entry`: what its log says of it, if anything. */
  tellRouted(chat: ChatSummary, entry: ChatEntry | null): void {
    if (entry) this.#signal(chat.siteId, { kind: 'entry', chatId: chat.id, entry });
    this.#signal(chat.siteId, { kind: 'changed', chatId: chat.id, chat });
  }

  /** The same of a chat that has another operator now, or waits again. */
  tellHandedOver(chat: ChatSummary, entry: ChatEntry): void {
    this.#signal(chat.siteId, { kind: 'entry', chatId: chat.id, entry });
    this.#afterChange(chat);
  }

  /** Tells all who are concerned what became of a chat: an entry, if there is one, and that its state or operator is another. */
  tellMoved(chat: ChatSummary, entry: ChatEntry | null): void {
    if (entry) this.#signal(chat.siteId, { kind: 'entry', chatId: chat.id, entry });
    this.#afterChange(chat);
  }

  /** Tells lists that a chat changed in what is not in its log. */
  tellListed(chat: ChatSummary): void {
    this.#signal(chat.siteId, { kind: 'changed', chatId: chat.id, chat });
  }

  /** Tells those who follow a chat of an entry that is for operators, and that its summary changed. */
  tellClassified(chat: ChatSummary, entry: ChatEntry): void {
    this.#signal(chat.siteId, { kind: 'entry', chatId: chat.id, entry });
    this.#signal(chat.siteId, { kind: 'changed', chatId: chat.id, chat });
  }

  async #judgeOverdue(chat: ChatSummary, leftAt: number | null, now: number): Promise<void> {
    const limits = await this.#parts.limitsOf(chat.siteId);
    if (!limits) return;
    const isVisitorGone = leftAt !== null && now - leftAt >= limits.chatReturnMs;
    if (chat.state === 'pending' && isVisitorGone) await this.#miss(chat, 'visitorGaveUp');
    else if (chat.pendingSince !== null && now - chat.pendingSince >= limits.pendingTimeoutMs)
      await this.#miss(chat, 'timedOut');
    else if (chat.state === 'active' && isVisitorGone) await this.#endBySystem(chat, 'visitorLeft');
  }

  async #sweepQuiet(now: number): Promise<void> {
    let afterId = '';
    for (;;) {
      const page = await listQuietChats(this.#db, afterId);
      for (const { chat, quietSince, isNudged } of page) {
        const inactivity = (await this.#parts.limitsOf(chat.siteId))?.inactivity;
        if (!inactivity) continue;
        const quietMs = now - quietSince;
        if (inactivity.closeMs > 0 && quietMs >= inactivity.closeMs) await this.#endBySystem(chat, 'visitorInactive');
        else if (!isNudged && inactivity.messageMs > 0 && quietMs >= inactivity.messageMs)
          await this.#nudge(chat, inactivity.message);
      }
      afterId = page.at(-1)?.chat.id ?? '';
      if (page.length < overduePage) break;
    }
  }

  /** Asks the visitor once whether they are still there. */
  async #nudge(chat: ChatSummary, body: string): Promise<void> {
    const nudged = await appendEntry(
      this.#db,
      chat.siteId,
      chat.id,
      { states: ['active'], isNotNudged: true },
      { sender: system, cid: null, at: this.#parts.now(), content: { kind: 'message', body }, patch: { nudged: 1 } },
    );
    if (nudged) this.#afterEntry(nudged);
  }

  async #endBySystem(chat: ChatSummary, reason: 'visitorLeft' | 'visitorInactive'): Promise<void> {
    const at = this.#parts.now();
    const ended = await appendEntry(
      this.#db,
      chat.siteId,
      chat.id,
      { states: ['active'] },
      {
        sender: system,
        cid: null,
        at,
        content: { kind: 'ended', by: 'system', reason },
        patch: { state: 'closed', ended_at: at, ended_by: 'system' },
        waitsForWrapUp: await this.#parts.requiresWrapUp(chat.siteId),
      },
    );
    if (!ended) return;
    this.#afterEntry(ended);
    this.#afterChange(ended.chat);
  }

  async #handBackAbandoned(now: number): Promise<void> {
    const gone = new Set<string>();
    for (const operator of await listActiveOperators(this.#db)) {
      if (this.#parts.isOperatorConnected(operator.operatorId)) continue;
      gone.add(operator.operatorId);
      const since = this.#goneSince.get(operator.operatorId) ?? now;
      this.#goneSince.set(operator.operatorId, since);
      if (now - since >= operatorGoneMs) await this.leaveAll(operator);
    }
    for (const operatorId of this.#goneSince.keys()) if (!gone.has(operatorId)) this.#goneSince.delete(operatorId);
  }

  #afterEntry({ entry, chat }: Appended): void {
    this.#signal(chat.siteId, { kind: 'entry', chatId: chat.id, entry });
    // Lists show the newest message; entries that change the state are followed by their own signal.
    if (entry.content.kind === 'message' || entry.content.kind === 'file')
      this.#signal(chat.siteId, { kind: 'changed', chatId: chat.id, chat });
  }

  #afterChange(chat: ChatSummary): void {
    this.#signal(chat.siteId, { kind: 'changed', chatId: chat.id, chat });
    const isOpen = chat.state === 'pending' || chat.state === 'active';
    this.#parts.tellVisit(
      chat.siteId,
      chat.visitorId,
      isOpen ? { id: chat.id, state: chat.state as 'pending' | 'active' } : null,
    );
    if (chat.state === 'pending' || chat.state === 'missed') this.#parts.onWaiting?.(chat);
    this.#parts.onLoadChanged();
    if (chat.state === 'pending') this.#parts.onPending?.(chat);
  }

  #signal(siteId: string, signal: ChatSignal): void {
    this.#parts.bus
      .publish(chatChannel(siteId), signal)
      .catch((error) =>
        this.#parts.logger.warn({ error: String(error) }, 'the bus is away: readers will look by themselves'),
      );
  }
}
