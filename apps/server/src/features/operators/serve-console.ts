import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatSummary } from '@foyer/protocol/chat';
import { type OperatorFrame, type OperatorMessage, operatorVerbs } from '@foyer/protocol/operator-socket';
import type { Ring } from '@foyer/protocol/ring';
import type { Visit } from '@foyer/rules/visit';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { EventBus } from '../../bus/event-bus.ts';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import { toErrorFrame } from '../../http/error-frame.ts';
import { InOrder } from '../../http/in-order.ts';
import { newId } from '../../http/new-id.ts';
import { hasRole, mayUseSite, type OperatorPrincipal } from '../../http/principal.ts';
import { readAbout, readFrame } from '../../http/read-frame.ts';
import type { SocketConnection } from '../../http/socket-connection.ts';
import { admitOperatorVerb, type ChatTouch } from '../../http/verb-access.ts';
import type { Storage } from '../../storage/storage.ts';
import { type ChatSignal, chatChannel } from '../chats/chat-channels.ts';
import type { ChatFollowers } from '../chats/chat-followers.ts';
import type { ChatMonitors } from '../chats/chat-monitors.ts';
import type { ChatNotices } from '../chats/chat-notices.ts';
import type { ChatService } from '../chats/chat-service.ts';
import { withdrawHelp } from '../chats/end-help.ts';
import { listOpenChats } from '../chats/list-chats.ts';
import { mayReadChat } from '../chats/may-read-chat.ts';
import { type PendingReminder, reminderChannel } from '../chats/pending-reminders.ts';
import { askForHelp, speakAsSupervisor, takeOverChat, whisper } from '../chats/supervise-chat.ts';
import {
  acceptTransfer,
  cancelTransfer,
  declineTransfer,
  offerTransfer,
  type TransferParts,
} from '../chats/transfer-chat.ts';
import { onConfigurationChange } from '../sites/configuration-changes.ts';
import { listSites } from '../sites/list-sites.ts';
import { isTeamVerb, serveTeam } from '../team/serve-team.ts';
import type { TeamChat } from '../team/team-chat.ts';
import { inviteByHand } from '../visits/invite-by-hand.ts';
import type { LiveLists } from '../visits/live-lists.ts';
import type { SiteConfigurations } from '../visits/site-configuration.ts';
import type { Popup } from '../visits/visit-channels.ts';
import {
  type LiveChange,
  liveChannel,
  popupChannel,
  storedChannel,
  type VisitStored,
} from '../visits/visit-channels.ts';
import { describeVisit } from '../visits/visit-detail.ts';
import type { VisitEngine } from '../visits/visit-engine.ts';
import { describeMe } from './me.ts';
import { Monitoring } from './monitoring.ts';
import { noticeTeller } from './notice-teller.ts';
import { type OperatorStatuses, type StatusSignal, statusChannel } from './operator-statuses.ts';
import { RoutedChats } from './routed-chats.ts';
import type { Staff } from './staff.ts';

export interface OperatorParts {
  readonly storage: Storage;
  readonly store: VisitStore<Visit>;
  readonly bus: EventBus;
  readonly configurations: SiteConfigurations;
  readonly engine: VisitEngine;
  readonly chats: ChatService;
  readonly followers: ChatFollowers;
  readonly monitors: ChatMonitors;
  readonly notices: ChatNotices;
  readonly liveLists: LiveLists;
  readonly staff: Staff;
  readonly transfers: TransferParts;
  readonly statuses: OperatorStatuses;
  readonly team: TeamChat;
  readonly connections: Set<OpenConsole>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** A console connected to this node. */
export interface OpenConsole {
  readonly principal: () => OperatorPrincipal;
  readonly tellColleagues: () => void;
  /** Rights changed: goes on with these; null: the session is over. */
  readonly renew: (principal: OperatorPrincipal | null) => void;
}

const maxWaiting = 200;
const typingEveryMs = 500;
/** Details of a watched visit are told at most this often. */
const detailEveryMs = 500;
/** What somebody does at most this often counts as activity. */
const activityEveryMs = 10_000;
/** Verbs that come by themselves, and say nothing of somebody being there. */
const unattended = new Set<OperatorMessage['type']>([
  'hello',
  'ping',
  'ring.reported',
  'visitors.watched',
  'visitors.unwatched',
  'visit.watched',
  'visit.unwatched',
  'chat.watched',
  'chat.unwatched',
  'entries.seen',
  'team.seen',
]);

/** Serves one console: lists, chats, pop-ups of the sites its operator may use. */
export function serveOperator(parts: OperatorParts, connection: SocketConnection, signedIn: OperatorPrincipal): void {
  const { db } = parts.storage;
  let principal = signedIn;
  const connectionId = newId();
  const send = (frame: OperatorFrame) => connection.send(frame);
  const stops = new Map<string, () => void>();
  const siteStops: (() => Promise<void>)[] = [];
  const openChats = new Map<string, ChatSummary>();
  /** Newest version heard of each chat of one's sites: an older state never replaces a newer one, whichever way it comes. */
  const heardVersions = new LRUCache<string, number>({ max: 1000 });
  const routed = new RoutedChats(
    parts.staff,
    () => principal.operatorId,
    () => hasRole(principal.role, 'supervisor'),
  );
  /** Whether each chat was told as one that is for this operator. */
  const toldForMe = new LRUCache<string, { readonly isForMe: boolean | undefined }>({ max: 1000 });
  const lastTypingAt = new Map<string, number>();
  const deltaNumbers = new Map<string, number>();
  const oversees = hasRole(signedIn.role, 'supervisor');
  const monitoring = new Monitoring(parts, connectionId, signedIn, {
    heldChats: () => [...openChats.values()].filter((chat) => chat.state === 'active' && isMine(chat)),
    tell: (chatId, names) => connection.hasGreeted && send({ type: 'monitors.changed', chatId, names }),
  });
  const notices = noticeTeller(parts, () => principal);
  let isClosed = false;
  let isWelcomed = false;
  let ring: Ring | null = null;
  let activeAt = Number.NEGATIVE_INFINITY;
  const report = (work: Promise<unknown>) =>
    void work.catch((error) => parts.logger.warn({ error: String(error) }, 'background work failed'));
  const team = serveTeam({ ...parts, report }, () => principal, send);

  const console_: OpenConsole = {
    principal: () => principal,
    tellColleagues: () => {
      if (!connection.hasGreeted) return;
      reviewRouted();
      send({ type: 'colleagues.changed', colleagues: parts.staff.colleaguesOf(principal.siteIds) });
    },
    renew: (next) => {
      const isSame = next !== null && next.role === principal.role && sameSites(next.siteIds, principal.siteIds);
      if (isSame && next) principal = next;
      // Other rights mean other streams: the console comes back at once and gets what it may have now.
      else {
        send({ type: 'bye', reconnectAfterMs: next === null ? null : 0 });
        connection.close(next === null ? 4401 : 1012, 'session changed');
      }
    },
  };
  parts.connections.add(console_);
  connection.onClosed(() => {
    isClosed = true;
    parts.connections.delete(console_);
    for (const stop of stops.values()) stop();
    for (const stop of siteStops) void stop();
    monitoring.close();
    team.stop();
    if (connection.hasGreeted) {
      const left = parts.staff.leave(connectionId, principal.operatorId);
      left.catch((error) => parts.logger.warn({ error: String(error) }, 'presence'));
      void parts.statuses.depart(principal.operatorId, left);
    }
  });

  const inOrder = new InOrder(maxWaiting);
  connection.onFrame((text) => {
    const taken = inOrder.add(async () => {
      try {
        const message = readFrame(text, operatorVerbs);
        await handle(message);
        const requestId = 'requestId' in message ? message.requestId : undefined;
        if (requestId !== undefined) send({ type: 'done', requestId });
      } catch (error) {
        send(toErrorFrame(error, readAbout(text), parts.logger));
      }
    });
    if (!taken) connection.close(1008, 'too many frames');
  });

  async function handle(message: OperatorMessage): Promise<void> {
    await admitOperatorVerb(message, { principal, hasGreeted: connection.hasGreeted, requireChat });
    const me = { operatorId: principal.operatorId, name: principal.name };
    if (!unattended.has(message.type)) await noteActivity(message.type);
    if (isTeamVerb(message)) return team.handle(message);
    switch (message.type) {
      case 'hello':
        return greet();
      case 'ping':
        return send({ type: 'pong' });
      case 'visitors.watched':
        return watchVisitors(message.siteId, message.view);
      case 'visitors.unwatched':
        return stop(`visitors ${message.siteId}`);
      case 'visit.watched':
        return watchVisit(message.siteId, message.visitId);
      case 'visit.unwatched':
        return stop(`visit ${message.siteId} ${message.visitId}`);
      case 'invite.sent':
        return inviteByHand(parts, { ...message, operatorId: principal.operatorId });
      case 'status.chosen':
        await parts.statuses.choose(principal.operatorId, connectionId, message.status);
        await join();
        return send({ type: 'status.changed', status: message.status });
      case 'status.set':
        return parts.statuses.set(message.siteId, message.operatorId, message.status, principal.name);
      case 'activity.seen':
        return;
      case 'ring.reported':
        ring = message.ring;
        return join();
      case 'chat.accepted':
        await parts.chats.accept(message.siteId, message.chatId, me);
        return;
      case 'chat.watched':
        return watchChat(message.siteId, message.chatId, message.afterSeq);
      case 'chat.unwatched':
        stop(`chat ${message.chatId}`);
        return monitoring.leave(message.chatId);
      case 'message.sent': {
        const entry = await parts.chats.sendAsOperator(message.siteId, message.chatId, me, message);
        return send({ type: 'ack', cid: message.cid, chatId: message.chatId, seq: entry.seq, at: entry.at });
      }
      case 'message.spoken': {
        const entry = await speakAsSupervisor(parts, message, me, message);
        return send({ type: 'ack', cid: message.cid, chatId: message.chatId, seq: entry.seq, at: entry.at });
      }
      case 'whisper.sent': {
        const entry = await whisper(parts, message, { ...me, isSupervisor: oversees }, message);
        return send({ type: 'ack', cid: message.cid, chatId: message.chatId, seq: entry.seq, at: entry.at });
      }
      case 'chat.takenOver':
        await takeOverChat(parts, message, me, message.fromOperatorId);
        return;
      case 'help.asked':
        return askForHelp(parts, message, me, message.note);
      case 'help.withdrawn':
        return withdrawHelp(parts, message, me);
      case 'typing.changed': {
        const last = lastTypingAt.get(message.chatId) ?? 0;
        if (message.typing && parts.now() - last < typingEveryMs) return;
        lastTypingAt.set(message.chatId, parts.now());
        return parts.chats.typing(message.siteId, message.chatId, 'operator', message.typing, me);
      }
      case 'entries.seen':
        return parts.chats.seen(message.siteId, message.chatId, 'operator', message.seq);
      case 'chat.ended':
        await parts.chats.end(message.siteId, message.chatId, me);
        return;
      case 'notice.confirmed':
        return notices.confirm(
          openChats.get(message.chatId) ?? (await parts.chats.get(message.siteId, message.chatId)),
          message.notice,
        );
      case 'chat.left':
        await parts.chats.leave(message.siteId, message.chatId, me);
        return;
      case 'chat.confirmed':
        await parts.chats.confirm(message.siteId, message.chatId, me);
        return;
      case 'transfer.offered':
        await offerTransfer(parts.transfers, message.siteId, message.chatId, message, me);
        return;
      case 'transfer.cancelled':
        await cancelTransfer(parts.transfers, message.siteId, message.chatId, me);
        return;
      case 'transfer.accepted':
        await acceptTransfer(parts.transfers, message.siteId, message.chatId, me);
        return;
      case 'transfer.declined':
        await declineTransfer(parts.transfers, message.siteId, message.chatId, me);
        return;
      default:
        return assertNever(message);
    }
  }

  async function greet(): Promise<void> {
    if (connection.hasGreeted) throw new AppError('invalid_request', 'Hello was said already');
    connection.hasGreeted = true;
    await parts.statuses.arrive(principal.operatorId);
    const me = await describeMe(db, principal.operatorId);
    const sites = await listSites(db, principal.siteIds);
    // Subscribed before the lists are read, so that nothing falls between.
    for (const site of sites) await followSite(site.id);
    await team.follow(sites.map(({ id }) => id));
    siteStops.push(
      await parts.bus.subscribe(statusChannel, (message) => {
        const { operatorId, connectionId: where, status, cause, by } = message as StatusSignal;
        if (operatorId !== principal.operatorId || where === connectionId) return;
        send({ type: 'status.changed', status, cause, by });
        join().catch((error) => parts.logger.warn({ error: String(error) }, 'presence'));
      }),
      await onConfigurationChange(parts.bus, ({ siteId, documents }) => {
        if (mayUseSite(principal, siteId)) send({ type: 'configuration.changed', siteId, documents });
      }),
    );
    const chats = await listOpenChats(
      db,
      principal.siteIds === null ? null : [...principal.siteIds],
      principal.operatorId,
      oversees,
    );
    // What was heard while the list was read is newer than what it says.
    for (const chat of chats)
      if ((heardVersions.get(chat.id) ?? 0) < chat.version) {
        if (isShown(chat)) openChats.set(chat.id, chat);
      }
    await join();
    if (isClosed) return;
    isWelcomed = true;
    // Whether they could take a chat is known only now that they are here.
    for (const chat of routed.around()) if (isShown(chat)) openChats.set(chat.id, chat);
    send({
      type: 'welcome',
      me,
      now: parts.now(),
      chats: [...openChats.values()].map(markChat),
      colleagues: parts.staff.colleaguesOf(principal.siteIds),
    });
    for (const chat of openChats.values()) noteTold(chat);
    monitoring.tellHolder();
    await team.tellState();
  }

  /** `activity.seen` comes when somebody is back: it is never held back. */
  async function noteActivity(type: OperatorMessage['type']): Promise<void> {
    if (type !== 'activity.seen' && parts.now() - activeAt < activityEveryMs) return;
    activeAt = parts.now();
    await parts.statuses.noteActivity(principal.operatorId);
  }

  async function join(): Promise<void> {
    const me = await describeMe(db, principal.operatorId);
    if (isClosed) return;
    await parts.staff.join(connectionId, {
      operatorId: me.id,
      name: me.name,
      siteIds: principal.siteIds === null ? null : [...principal.siteIds],
      status: me.status,
      maxChats: me.maxChats,
      ring,
    });
    // It may have closed while joining: then nobody would take it down.
    if (isClosed) await parts.staff.leave(connectionId, principal.operatorId);
  }

  async function followSite(siteId: string): Promise<void> {
    const subscriptions = await Promise.all([
      parts.bus.subscribe(popupChannel(siteId), (message) =>
        send({ type: 'popup.sent', siteId, ...(message as Popup) }),
      ),
      parts.bus.subscribe(chatChannel(siteId), (message) => hearChat(message as ChatSignal)),
      parts.bus.subscribe(reminderChannel(siteId), (message) => {
        const reminder = message as PendingReminder;
        if (!routed.couldTake(reminder.chatId)) return;
        send({ type: 'pending.reminded', ...reminder });
        const chat = openChats.get(reminder.chatId);
        if (chat) notices.told(chat, reminder.level);
      }),
    ]);
    siteStops.push(...subscriptions);
    if (isClosed) for (const unsubscribe of subscriptions) void unsubscribe();
  }

  /** Lists show pending chats and one's own, those that wait for their wrap-up too; a chat that is neither any more is told once, so that it can go. */
  function hearChat(signal: ChatSignal): void {
    if (signal.kind === 'seen' && signal.by === 'operator') return hearSeen(signal.chatId, signal.seq);
    if (signal.kind !== 'changed') return;
    const { chat } = signal;
    if ((heardVersions.get(chat.id) ?? 0) > chat.version) return;
    heardVersions.set(chat.id, chat.version);
    if (chat.state === 'missed') send({ type: 'missed.changed', chat });
    const concerns = isShown(chat);
    if (!concerns && !openChats.has(chat.id) && !stops.has(`chat ${chat.id}`)) return;
    if ((openChats.get(chat.id)?.version ?? 0) > chat.version) return;
    if (concerns) openChats.set(chat.id, chat);
    else openChats.delete(chat.id);
    tellChat(chat);
    if (isMine(chat)) monitoring.tellHolder();
  }

  function tellChat(chat: ChatSummary): void {
    send({ type: 'chat.changed', chat: markChat(chat) });
    noteTold(chat);
  }

  /** Of a chat that waits it is kept who of those who could take it was told. */
  function noteTold(chat: ChatSummary): void {
    if (chat.pendingSince === null || routed.couldTake(chat.id)) notices.told(chat, 'request');
  }

  /** The chat as this console is told of it. */
  function markChat(chat: ChatSummary): ChatSummary {
    const marked = routed.mark(chat);
    toldForMe.set(chat.id, { isForMe: marked.isForMe });
    return marked;
  }

  /** Operators came, went, or belong to something else: what concerns this console may be otherwise. */
  function reviewRouted(): void {
    if (!isWelcomed) return;
    for (const chat of routed.around()) {
      const known = openChats.get(chat.id);
      const marked = routed.mark(chat);
      const concerns = isShown(chat);
      if (concerns === (known !== undefined) && (!concerns || toldForMe.get(chat.id)?.isForMe === marked.isForMe))
        continue;
      if (concerns) openChats.set(chat.id, chat);
      else openChats.delete(chat.id);
      tellChat(chat);
    }
  }

  /** Whether the lists show a chat: for its routing, as one's own, or, to supervisors, because it goes on. */
  function isShown(chat: ChatSummary): boolean {
    const isGoingOn = chat.state === 'active' || chat.state === 'ended';
    return routed.concerns(chat) || (isGoingOn && isMine(chat)) || (oversees && chat.state === 'active');
  }

  function isMine(chat: ChatSummary): boolean {
    return chat.operatorId === principal.operatorId;
  }

  /** Read in one of this operator's tabs: no longer unread in the others. */
  function hearSeen(chatId: string, seq: number): void {
    const known = openChats.get(chatId);
    if (known?.operatorId !== principal.operatorId || known.seenByOperator >= seq) return;
    const chat = { ...known, seenByOperator: seq };
    openChats.set(chatId, chat);
    send({ type: 'chat.changed', chat });
  }

  function stop(key: string): void {
    stops.get(key)?.();
    stops.delete(key);
  }

  async function watchVisitors(siteId: string, view: Parameters<LiveLists['watch']>[1]): Promise<void> {
    stop(`visitors ${siteId}`);
    deltaNumbers.set(siteId, 0);
    const watching = await parts.liveLists.watch(siteId, view, ({ isSnapshot, rows, order, counts }) => {
      const number = (deltaNumbers.get(siteId) ?? 0) + 1;
      deltaNumbers.set(siteId, number);
      if (isSnapshot) send({ type: 'visitors.snapshot', siteId, number, rows: [...rows], counts });
      else send({ type: 'visitors.changed', siteId, number, rows: [...rows], order: [...order], counts });
    });
    if (isClosed) watching.stop();
    else stops.set(`visitors ${siteId}`, watching.stop);
  }

  async function watchVisit(siteId: string, visitId: string): Promise<void> {
    const key = `visit ${siteId} ${visitId}`;
    stop(key);
    const tell = async () => {
      const detail = await describeVisit(parts, siteId, visitId);
      if (detail) send({ type: 'visit.changed', siteId, detail });
      return detail;
    };
    let timer: NodeJS.Timeout | null = null;
    const tellSoon = (changedId: string | undefined) => {
      if (changedId !== visitId || timer) return;
      timer = setTimeout(() => {
        timer = null;
        tell().catch((error) => parts.logger.warn({ error: String(error) }, 'a visit cannot be read just now'));
      }, detailEveryMs);
      timer.unref();
    };
    // A change shows at once, what it led to once it is stored: what is read before that would be what was.
    const subscriptions = await Promise.all([
      parts.bus.subscribe(liveChannel(siteId), (message) => tellSoon((message as LiveChange).row?.visitId)),
      parts.bus.subscribe(storedChannel(siteId), (message) => tellSoon((message as VisitStored).visitId)),
    ]);
    stops.set(key, () => {
      if (timer) clearTimeout(timer);
      for (const unsubscribe of subscriptions) void unsubscribe();
    });
    if (isClosed) return stop(key);
    if (!(await tell())) {
      stop(key);
      throw new AppError('not_found', 'No such visit');
    }
  }

  async function watchChat(siteId: string, chatId: string, afterSeq: number): Promise<void> {
    const key = `chat ${chatId}`;
    stop(key);
    const watched = await parts.chats.get(siteId, chatId);
    if (!(await mayTouch(watched, 'readableChat'))) throw new AppError('forbidden', 'This chat is not yours');
    let mayReadOn = false;
    const unfollow = await parts.followers.follow(siteId, chatId, afterSeq, {
      onEntry: (entry) => send({ type: 'entry', chatId, entry }),
      onResumed: (lastSeq) => send({ type: 'resumed', chatId, lastSeq }),
      onReset: (reason) => send({ type: 'reset', chatId, reason }),
      // `hearChat` tells it. What was everybody's while it waited is its operator's now, and its supervisors'.
      onChanged: (chat) => {
        monitoring.look(chat);
        if (chat.state !== 'active' || isMine(chat) || mayReadOn) return;
        mayReadOn = true; // asked once
        mayReadChat(db, chat, { operatorId: principal.operatorId, oversees }).then(
          (may) => may || stop(key),
          () => stop(key),
        );
      },
      onTyping: (by, typing, operator) => {
        if (by === 'visitor') send({ type: 'typing.changed', chatId, typing });
        else if (operator && operator.operatorId !== principal.operatorId)
          send({ type: 'colleague.typing', chatId, name: operator.name, typing });
      },
      // Whoever else watches the chat sees what is sent, not what is thought.
      onDraft: (text) => {
        const chat = openChats.get(chatId);
        if (chat && (oversees || isMine(chat))) send({ type: 'draft.changed', chatId, text });
      },
      onSeen: (by, seq) => by === 'visitor' && send({ type: 'entries.seen', chatId, seq }),
    });
    if (isClosed) return unfollow();
    stops.set(key, unfollow);
    await monitoring.open(watched);
  }

  /** Throws unless the site has this chat, and it is to this operator what a verb needs. */
  async function requireChat(siteId: string, chatId: string, touches: ChatTouch): Promise<void> {
    const known = openChats.get(chatId);
    if (known?.siteId === siteId && (await mayTouch(known, touches))) return;
    // What was told last may be older than what is stored: an accept is not told before it is done.
    const chat = await parts.chats.get(siteId, chatId);
    if (!(await mayTouch(chat, touches))) throw new AppError('forbidden', 'This chat is not yours');
  }

  async function mayTouch(chat: ChatSummary, touches: ChatTouch): Promise<boolean> {
    switch (touches) {
      case 'chat':
      case 'chatLog':
        return true;
      case 'heldChat':
        return isMine(chat);
      case 'overseenChat':
        return oversees || isMine(chat);
      case 'readableChat':
        return mayReadChat(db, chat, { operatorId: principal.operatorId, oversees });
      default:
        return assertNever(touches);
    }
  }
}

function sameSites(one: ReadonlySet<string> | null, other: ReadonlySet<string> | null): boolean {
  if (one === null || other === null) return one === other;
  return one.size === other.size && [...one].every((siteId) => other.has(siteId));
}
