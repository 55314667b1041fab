import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { RoutingWish } from '@foyer/protocol/routing';
import {
  type ChatWindowFrame,
  type ChatWindowMessage,
  chatVerbs,
  type VisitorHello,
} from '@foyer/protocol/visitor-socket';
import { cleanTextOrNull } from '@foyer/rules/clean-text';
import type { Visit } from '@foyer/rules/visit';
import type { Logger } from 'pino';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import { toErrorFrame } from '../../http/error-frame.ts';
import { InOrder } from '../../http/in-order.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import { readAbout, readFrame } from '../../http/read-frame.ts';
import type { SocketConnection } from '../../http/socket-connection.ts';
import { admitChatVerb } from '../../http/verb-access.ts';
import type { VisitorHandshake } from '../../http/visitor-handshake.ts';
import { toBlockedContent } from '../blocks/block-reason.ts';
import { findBlock } from '../blocks/find-block.ts';
import { chatWishOf, decideWish, isAnswerable, needsOf } from '../routing/chat-wish.ts';
import { answersByName } from '../surveys/take-answers.ts';
import type { Places } from '../visits/facts/find-place.ts';
import { isShutOut } from '../visits/is-excluded.ts';
import type { SiteConfiguration, SiteConfigurations } from '../visits/site-configuration.ts';
import { windowSettings } from '../visits/window-settings.ts';
import type { ChatFollowers } from './chat-followers.ts';
import { draftSignal } from './draft-signal.ts';
import type { QueueBoard } from './queue-board.ts';
import { promiseTranscript, type TranscriptParts } from './send-transcript.ts';
import { insertVisitorToken, redeemVisitorToken, type VisitorTickets } from './visitor-ticket.ts';
import { toVisitorEntry, visibleState } from './visitor-view.ts';
import {
  type SurveyWhere,
  surveysFor,
  takeField,
  takePostChat,
  takeRating,
  takeRequest,
  tellAnswers,
  type WindowSurveyParts,
} from './window-surveys.ts';

export interface ChatWindowParts extends WindowSurveyParts {
  readonly store: VisitStore<Visit>;
  readonly followers: ChatFollowers;
  readonly tickets: VisitorTickets;
  readonly configurations: SiteConfigurations;
  readonly places: Places;
  readonly limits: RateLimits;
  readonly membersOf: (siteId: string) => Parameters<typeof isAnswerable>[0];
  /** Whether anybody is Online for what a page asks for. */
  readonly isOnlineFor: (site: SiteConfiguration, wish: RoutingWish) => boolean;
  /** When a site that is closed by its hours opens again, epoch ms. */
  readonly opensAt: (siteId: string) => number | null;
  readonly transcripts: TranscriptParts;
  readonly windows: Set<OpenWindow>;
  /** Ends a chat of somebody who was blocked while they asked for it. */
  readonly endRefused: (siteId: string, chatId: string, content: ReturnType<typeof toBlockedContent>) => Promise<void>;
  readonly queue: QueueBoard;
  /** Whether all that was known of a visitor was erased. */
  readonly isErased: (siteId: string, visitorId: string) => boolean;
  readonly logger: Logger;
}

/** A chat window connected to this node, to be told when staff comes or goes. */
export interface OpenWindow {
  readonly siteId: string;
  readonly visitorId: string;
  readonly send: (frame: ChatWindowFrame) => void;
  /** Whether anybody is Online for what its page asks for; null: it asks for nothing, and the site's word counts. */
  readonly isOnline: (() => boolean) | null;
  /** Operators came or went: who is in the chat may have changed. */
  readonly refresh: () => void;
  /** The site's settings may have changed. */
  readonly tellSettings: () => Promise<void>;
  /** Visitors may have been blocked: this one's window goes then. */
  readonly lookAtBlocks: () => Promise<void>;
  /** What it asks may be other than it was. */
  readonly tellSurveys: () => Promise<void>;
  /** Its visitor was erased. */
  readonly close: () => void;
}

type ChatHello = Extract<VisitorHello, { kind: 'chat' }>;
const maxWaiting = 100;
const typingEveryMs = 500;

/** Serves one chat window: the visitor's side of their chat, resumed on any node. */
export async function greetChat(
  parts: ChatWindowParts,
  connection: SocketConnection,
  hello: ChatHello,
  configuration: SiteConfiguration,
  handshake: VisitorHandshake,
): Promise<(frame: string) => void> {
  const { db } = parts.storage;
  const siteId = configuration.site.id;
  const send = (frame: ChatWindowFrame) => connection.send(frame);
  const { visitorId, token } = await identify();

  const visit = await parts.store.get(siteId, visitorId);
  if (await isRefused(configuration, visit)) throw new AppError('excluded', 'Chat is not available');

  let chat: ChatSummary | null = await parts.chats.findForVisitor(siteId, visitorId);
  let stopFollowing: (() => void) | null = null;
  let followedId: string | null = null;
  let lastTypingAt = 0;
  const asks = hello.department !== undefined || hello.skills !== undefined;
  const isOnline = asks ? () => parts.isOnlineFor(configuration, hello) : null;
  const openWindow: OpenWindow = {
    siteId,
    send,
    isOnline,
    refresh: () => chat && tellChat(chat),
    tellSettings,
    lookAtBlocks,
    tellSurveys,
    visitorId,
    close: () => connection.close(4403, 'erased'),
  };
  let lastSaid: string | null = null;
  let queuedId: string | null = null;
  let leaveQueue = () => {};
  let toldSettings = JSON.stringify(windowSettings(configuration, hello.languages));
  /** The invite whose click opened the window, as far as is known. */
  let invitationId: string | null = null;
  let toldSurveys = surveysFor(parts, { configuration, visitorId, visit }, null);
  const drafts = draftSignal((chatId, text) => parts.chats.draft(siteId, chatId, text), parts.now);
  parts.windows.add(openWindow);
  connection.onClosed(() => {
    parts.windows.delete(openWindow);
    drafts.close();
    stopFollowing?.();
    leaveQueue();
    notePresence(false);
  });
  notePresence(true);

  send({
    type: 'welcome',
    online: parts.staffOf(siteId).online > 0 && (isOnline?.() ?? true),
    opensAt: parts.opensAt(siteId),
    token,
    settings: windowSettings(configuration, hello.languages),
    contact: { name: visit?.visitor.name ?? null, email: visit?.visitor.email ?? null },
    surveys: toldSurveys,
    chat: chat ? parts.chats.forVisitor(chat) : null,
  });

  standInQueue();

  const inOrder = new InOrder(maxWaiting);
  return (text) => {
    const taken = inOrder.add(async () => {
      try {
        await handle(readFrame(text, chatVerbs));
      } catch (error) {
        const { cid, chatId } = readAbout(text);
        send(toErrorFrame(error, { cid, chatId }, parts.logger));
      }
    });
    if (!taken) connection.close(1008, 'too many frames');
  };

  /** Of a visitor who is not tracked nothing but their window tells whether they are there. */
  function notePresence(isPresent: boolean): void {
    const note = async () => {
      if (chat === null || (await parts.store.get(siteId, visitorId))) return;
      const others = [...parts.windows].some((one) => one.siteId === siteId && one.visitorId === visitorId);
      if (isPresent || !others) await parts.chats.noteVisitorPresence(siteId, chat.id, isPresent);
    };
    note().catch((error) => parts.logger.warn({ error: String(error) }, 'who is in a chat could not be noted'));
  }

  /** By the token the window keeps, else by a fresh ticket from the page, for which it gets a new token. */
  async function identify(): Promise<{ visitorId: string; token: string | null }> {
    if (hello.token !== undefined) {
      const known = await redeemVisitorToken(db, siteId, hello.token, parts.now());
      if (known !== null) return { visitorId: known, token: null };
    }
    const named = hello.ticket === undefined ? null : parts.tickets.read(hello.ticket, siteId, parts.now());
    if (named === null || parts.isErased(siteId, named))
      throw new AppError('not_signed_in', 'The window needs a new ticket from the page');
    return { visitorId: named, token: await insertVisitorToken(db, siteId, named, parts.now()) };
  }

  async function handle(message: ChatWindowMessage): Promise<void> {
    await admitChatVerb(message, requireOwnChat);
    switch (message.type) {
      case 'chat.requested':
        return request(message);
      case 'surveys.wanted':
        await parts.limits.take('surveysByVisitor', `${siteId} ${visitorId}`);
        invitationId = message.invitationId;
        return tellSurveys();
      case 'chat.rated':
      case 'survey.answered':
      case 'field.answered':
        return answer(message);
      case 'chat.resumed':
        return follow(message.chatId, message.afterSeq);
      case 'message.sent': {
        await admitMessage(message.body);
        drafts.clear();
        const entry = await parts.chats.sendAsVisitor(siteId, message.chatId, visitorId, message);
        return send({ type: 'ack', cid: message.cid, chatId: message.chatId, seq: entry.seq, at: entry.at });
      }
      case 'typing.changed':
        if (message.typing && parts.now() - lastTypingAt < typingEveryMs) return;
        lastTypingAt = parts.now();
        return parts.chats.typing(siteId, message.chatId, 'visitor', message.typing);
      case 'draft.changed':
        return showDraft(message.chatId, message.text);
      case 'entries.seen':
        return parts.chats.seen(siteId, message.chatId, 'visitor', message.seq);
      case 'transcript.requested':
        return promise(message);
      case 'chat.ended': {
        const ended = await parts.chats.end(siteId, message.chatId, { visitorId });
        return tellChat(ended);
      }
      case 'ping':
        return send({ type: 'pong' });
      default:
        return assertNever(message);
    }
  }

  async function request(message: Extract<ChatWindowMessage, { type: 'chat.requested' }>): Promise<void> {
    await parts.limits.take('chatsByVisitor', `${siteId} ${visitorId}`);
    await parts.limits.take('chatsByAddress', handshake.limitKey);
    const live = await parts.store.get(siteId, visitorId);
    const current = (await parts.configurations.find(siteId)) ?? configuration;
    if (await isRefused(current, live)) throw new AppError('excluded', 'Chat is not available');
    const staff = parts.staffOf(siteId);
    const where = { configuration: current, visitorId, visit: live };
    const taken = takeRequest(parts, where, message, staff.online > 0);
    const { bound } = taken;
    const name = cleanTextOrNull(bound.name ?? message.name, 200);
    const email = cleanTextOrNull(bound.email ?? message.email, 254);
    if (live) {
      const contact = { ...(name === null ? {} : { name }), ...(email === null ? {} : { email }) };
      await tellAnswers(parts, where, { ...taken, bound: { ...bound, ...contact } }, taken);
    }
    const question = bound.question ?? message.question ?? null;
    // What the invite asks for that was clicked on stands in the visit.
    const invited = live?.invitation?.id === message.invitationId ? live?.chatWish : null;
    const asked = {
      department: taken.department ?? message.department ?? invited?.department ?? hello.department,
      skills:
        taken.skills.length > 0 ? taken.skills : (message.skills ?? (invited?.skill ? [invited.skill] : hello.skills)),
    };
    const survey = { ...taken.prefilled, ...surveyOf({ name, email, question }), ...answersByName(taken.stored) };
    // What an earlier chat of the visit asked for and was told is no more.
    const fresh = live && { ...live, chatWish: null };
    const wish = decideWish(current, asked, { visit: fresh, staff, at: parts.now(), survey });
    const wished = chatWishOf(wish, null, survey);
    if (live) await parts.engine.happen({ type: 'chat.wished', wish: wished, siteId, visitorId, at: parts.now() });
    const requested = await parts.chats.request({
      siteId,
      visitorId,
      cid: message.cid,
      name: name ?? live?.visitor.name ?? null,
      email: email ?? live?.visitor.email ?? null,
      question,
      invitationId: message.invitationId ?? null,
      answers: taken.stored,
      further: taken.further,
      visit: live
        ? {
            id: live.id,
            pageUrl: live.page.url,
            alertId: live.alertId,
            country: live.place.country,
            inviteId: live.invitation?.id === message.invitationId ? (live.invitation?.inviteId ?? null) : null,
            isConnected: live.disconnectedAt === null,
          }
        : null,
      isOnline: staff.online > 0 && isAnswerable(parts.membersOf(siteId), needsOf(wish), current.routing),
      wish,
    });
    // Whoever blocked them meanwhile may have looked for the chat before it was there.
    const block = await findBlock(db, siteId, { visitorId, address: handshake.address }, parts.now());
    if (block) await parts.endRefused(siteId, requested.id, toBlockedContent(block));
    chat = requested;
    send({ type: 'chat.changed', chat: parts.chats.forVisitor(requested), cid: message.cid });
    standInQueue();
    await follow(requested.id, 0);
  }

  async function promise(message: Extract<ChatWindowMessage, { type: 'transcript.requested' }>): Promise<void> {
    await parts.limits.take('transcriptsByVisitor', `${siteId} ${visitorId}`);
    await parts.limits.take('transcriptsByAddress', handshake.limitKey);
    const asked = await parts.chats.get(siteId, message.chatId);
    const promised = await promiseTranscript(parts.transcripts, asked, message);
    send({ type: 'transcript.promised', chatId: message.chatId, cid: message.cid, ...promised });
  }

  async function whereNow(): Promise<SurveyWhere> {
    const current = (await parts.configurations.find(siteId)) ?? configuration;
    return { configuration: current, visitorId, visit: await parts.store.get(siteId, visitorId) };
  }

  /** What the visitor says when asked, other than before the chat. */
  async function answer(
    message: Extract<ChatWindowMessage, { type: 'chat.rated' | 'survey.answered' | 'field.answered' }>,
  ): Promise<void> {
    await parts.limits.take('surveysByVisitor', `${siteId} ${visitorId}`);
    const where = await whereNow();
    const answered = await (message.type === 'chat.rated'
      ? takeRating(parts, where, message)
      : message.type === 'survey.answered'
        ? takePostChat(parts, where, message)
        : takeField(parts, where, message));
    send({ type: 'ack', cid: message.cid, chatId: message.chatId, seq: answered.lastSeq, at: parts.now() });
  }

  async function tellSurveys(): Promise<void> {
    const surveys = surveysFor(parts, await whereNow(), invitationId);
    if (!connection.isOpen || isDeepStrictEqual(surveys, toldSurveys)) return;
    toldSurveys = surveys;
    send({ type: 'surveys.changed', surveys });
  }

  /** Only where the site shows it, and only once somebody has the chat. */
  async function showDraft(chatId: string, text: string): Promise<void> {
    const current = (await parts.configurations.find(siteId)) ?? configuration;
    if (!current.chatOptions.typingPreview)
      throw new AppError('forbidden', 'Operators of this site do not see what is typed before it is sent');
    if (chat?.state === 'active') drafts.tell(chatId, text);
  }

  /** Excluded, or blocked as the database says at this moment, on whichever node it was done. */
  async function isRefused(current: SiteConfiguration, live: Visit | null): Promise<boolean> {
    const place = { address: handshake.address, ...parts.places.find(handshake.address) };
    if (isShutOut(current, visitorId, place, live, parts.now())) return true;
    return (await findBlock(db, siteId, { visitorId, address: handshake.address }, parts.now())) !== null;
  }

  async function lookAtBlocks(): Promise<void> {
    const current = await parts.configurations.find(siteId);
    if (current?.blocks.hold(visitorId, handshake.address, parts.now()))
      send({ type: 'error', code: 'excluded', message: 'Chat is not available' });
  }

  async function tellSettings(): Promise<void> {
    const current = await parts.configurations.find(siteId);
    if (!current || !connection.isOpen) return;
    const settings = windowSettings(current, hello.languages);
    if (!settings.typingPreview) drafts.clear();
    if (JSON.stringify(settings) === toldSettings) return;
    toldSettings = JSON.stringify(settings);
    send({ type: 'settings.changed', settings });
  }

  /** Slows down floods, and the same words over and over. What is refused here is sent again by the window: nothing is lost. */
  async function admitMessage(body: string): Promise<void> {
    await parts.limits.take('messagesByAddress', handshake.limitKey);
    await parts.limits.take('messagesByVisitor', `${siteId} ${visitorId}`);
    const said = body.trim().toLowerCase();
    if (said === lastSaid) await parts.limits.take('repeatsByVisitor', `${siteId} ${visitorId}`);
    lastSaid = said;
  }

  /** Throws `not_found` unless the chat is this visitor's. */
  async function requireOwnChat(chatId: string): Promise<void> {
    if (chat?.id === chatId) return;
    const found = await parts.chats.get(siteId, chatId);
    if (found.visitorId !== visitorId) throw new AppError('not_found', 'No such chat');
    chat = found;
  }

  function tellChat(changed: ChatSummary): void {
    chat = changed;
    send({ type: 'chat.changed', chat: parts.chats.forVisitor(changed) });
    standInQueue();
  }

  /** Is told of its place while the chat is pending, and no longer. */
  function standInQueue(): void {
    const chatId = connection.isOpen && chat?.state === 'pending' ? chat.id : null;
    if (chatId === queuedId) return;
    leaveQueue();
    queuedId = chatId;
    leaveQueue =
      chatId === null
        ? () => {}
        : parts.queue.join({ siteId, chatId, tell: (place) => send({ type: 'queue.changed', chatId, ...place }) });
  }

  async function follow(chatId: string, afterSeq: number): Promise<void> {
    stopFollowing?.();
    stopFollowing = null;
    followedId = chatId;
    const stop = await parts.followers.follow(siteId, chatId, afterSeq, {
      onEntry: (entry) => {
        send({ type: 'entry', chatId, entry: toVisitorEntry(entry) });
      },
      onResumed: (lastSeq) => {
        send({ type: 'resumed', chatId, lastSeq });
        if (chat && chat.id === chatId && chat.seenByOperator > 0)
          send({ type: 'entries.seen', chatId, seq: chat.seenByOperator });
      },
      onReset: (reason) => send({ type: 'reset', chatId, reason }),
      onChanged: (changed) => {
        // Signals may cross: an older state never replaces a newer one.
        if (chat?.id === changed.id && chat.version > changed.version) return;
        const isSame = chat !== null && hasSameLook(chat, changed);
        if (isSame) chat = changed;
        else tellChat(changed);
      },
      onTyping: (by, typing) => by === 'operator' && send({ type: 'typing.changed', chatId, typing }),
      onSeen: (by, seq) => by === 'operator' && send({ type: 'entries.seen', chatId, seq }),
    });
    if (!connection.isOpen || followedId !== chatId) stop();
    else stopFollowing = stop;
  }
}

/** What was answered before the chat, by the names of the questions. */
function surveyOf(answers: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).flatMap(([name, answer]) => (answer ? [[name, answer]] : [])));
}

/** Whether the visitor would see no difference: each message changes the chat too, and comes by itself. */
function hasSameLook(one: ChatSummary, other: ChatSummary): boolean {
  return one.id === other.id && visibleState(one) === visibleState(other) && one.operatorId === other.operatorId;
}
