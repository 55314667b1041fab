import type { VisitorChat, VisitorEntry } from '@foyer/protocol/chat';
import type { AskedSurveys } from '@foyer/protocol/survey';
import type { ChatWindowFrame, ChatWindowMessage, WindowSettings } from '@foyer/protocol/visitor-socket';
import { cleanText } from '../clean-text.ts';
import type { connect } from '../connection.ts';
import { randomHex } from '../random-hex.ts';
import type { Wish as RoutingWish } from '../wish.ts';
import { draftSignal } from './draft-signal.ts';
import { entryLog } from './entry-log.ts';
import type { Keep } from './keep.ts';
import { pageLanguage } from './own-words.ts';
import { sayWhen, sayWhy } from './say-why.ts';
import { type Queued, sendQueue } from './send-queue.ts';
import type { Fault } from './survey-fields.ts';
import { type SurveyMessage, surveyOutbox } from './survey-outbox.ts';
import { type TranscriptState, transcriptWish } from './transcript-wish.ts';
import { typingSignal } from './typing-signal.ts';

const protocolVersion = 1;
/** Dots that nobody renews go out. */
const typingShownMs = 6_000;
/** An unanswered request older than this is no longer what the visitor wants: it goes back into the form. */
const requestKeptMs = 600_000;
const retryMs = 2_000;

type ChatRequested = Extract<ChatWindowMessage, { type: 'chat.requested' }>;
/** What the start form asks. */
export type Wish = Pick<ChatRequested, 'form' | 'answers' | 'language'>;
export type { SurveyMessage };

/** A pending chat's place; 1: next. `expectedWaitMs` null: nobody can say. */
export type Place = Pick<Extract<ChatWindowFrame, { type: 'queue.changed' }>, 'position' | 'expectedWaitMs'>;

/** What the page knows before the window has asked by itself. */
export interface Preview {
  settings: WindowSettings;
  online: boolean;
  chatOpen: boolean;
  surveys?: AskedSurveys;
}

/** All that the window shows. `refused`: no ticket is to be had. */
export interface WindowState {
  link: 'connecting' | 'open' | 'lost' | 'refused';
  online: boolean;
  /** When a site that is closed by its hours opens again, epoch ms; null: that is not known. */
  opensAt: number | null;
  settings: WindowSettings | null;
  contact: { name: string | null; email: string | null };
  /** What is asked before and after a chat; null: not known yet. */
  surveys: AskedSurveys | null;
  chat: VisitorChat | null;
  entries: readonly VisitorEntry[];
  /** Whether the log was read up to its present end once. */
  isLoaded: boolean;
  queued: Queued[];
  isRequesting: boolean;
  requestError: string | null;
  /** What was wrong with the answers before the chat, by question. */
  requestFaults: readonly Fault[];
  /** Answers after the chat, or to what the operator asked for, are on their way. */
  isSurveyBusy: boolean;
  surveyError: string | null;
  surveyFaults: readonly Fault[];
  isOperatorTyping: boolean;
  /** Where the pending chat stands; null: not told yet, or not pending. */
  queue: Place | null;
  /** Since when the chat is pending, epoch ms by this browser's clock; null: it is not. */
  waitingSince: number | null;
  /** The server takes the visitor's messages more slowly than they come. */
  isSlowedDown: boolean;
  /** Up to which seq the operator has seen the chat. */
  seenByOperator: number;
  transcript: TranscriptState;
}

interface Surroundings {
  siteKey: string;
  url: string;
  kept: Keep;
  connect: typeof connect;
  /** Asks the page for a ticket; `giveTicket` or `refuse` answers. */
  onTicketWanted(): void;
  /** Messages for a chat that is over and forgotten: they belong to the visitor again. */
  onUnsent(bodies: string[]): void;
  onChange(): void;
}

/** One visitor's side of a chat: what is known, what is on its way, and what the visitor can do. */
export interface Session {
  state(): WindowState;
  /** Shows the form for a new chat at once: what the visitor types meanwhile is sent when the connection stands. */
  preview(known: Preview): void;
  giveTicket(ticket: string): void;
  refuse(): void;
  invited(invitationId: string): void;
  /** For whom the page's chats are. */
  asksFor(wish: RoutingWish): void;
  requestChat(wish: Wish): void;
  /** Rates the chat, or answers what is asked after it or by the operator. */
  answer(messages: readonly SurveyMessage[]): void;
  sendMessage(body: string): void;
  retry(cid: string): void;
  typed(text: string): void;
  stoppedTyping(): void;
  /** The visitor sees the log as it is now. */
  see(): void;
  endChat(): void;
  /** Has the transcript sent to an address: at once, or when the chat ends. */
  wantTranscript(email: string): void;
  /** Leaves an ended chat behind. Answers what of it was never sent. */
  startAgain(): string[];
  wake(): void;
}

export function session({ siteKey, url, kept, connect, onTicketWanted, onUnsent, onChange }: Surroundings): Session {
  const log = entryLog();
  const queue = sendQueue({
    load: () => kept.read<Queued[]>('queue') ?? [],
    save: (items) => kept.write('queue', items),
  });
  let link: WindowState['link'] = 'connecting';
  let isUp = false;
  let online = false;
  let opensAt: number | null = null;
  let settings: WindowSettings | null = null;
  let contact: WindowState['contact'] = { name: null, email: null };
  let chat: VisitorChat | null = null;
  let isLoaded = false;
  let requestError: string | null = null;
  let requestFaults: readonly Fault[] = [];
  let surveys: AskedSurveys | null = null;
  let seenByOperator = 0;
  let operatorTyping: ReturnType<typeof setTimeout> | null = null;

  let ticket: string | null = null;
  let invitationId: string | undefined;
  let pageWish: RoutingWish = {};
  let inFlight: string | null = null;
  let isResuming = false;
  let resumedFrom = -1;
  let toldSeen = 0;
  let chatToEnd: string | null = null;
  let place: Place | null = null;
  let slowedUntil = 0;
  /** The chat that the visitor has left behind, should the server still speak of it. */
  let leftChat = kept.read<string>('left');

  const connection = connect<ChatWindowMessage, ChatWindowFrame>(url, {
    hello() {
      const credentials = kept.read<string>('token')
        ? { token: kept.read<string>('token') }
        : ticket
          ? { ticket }
          : null;
      if (!credentials) onTicketWanted();
      return (
        credentials && {
          type: 'hello',
          kind: 'chat',
          protocol: protocolVersion,
          site: siteKey,
          languages: [pageLanguage()],
          ...credentials,
          ...pageWish,
        }
      );
    },
    onFrame(frame) {
      if (!transcript.hear(frame)) hear(frame);
      onChange();
    },
    onDown() {
      isUp = false;
      inFlight = null;
      isResuming = false;
      hideTyping();
      draft.forget();
      transcript.forget();
      if (link === 'open') link = 'lost';
      onChange();
    },
  });
  const typing = typingSignal((isTyping) => {
    if (chat) connection.send({ type: 'typing.changed', chatId: chat.chatId, typing: isTyping });
  });

  const answers = surveyOutbox((message) => connection.send(message));

  const draft = draftSignal((text) => {
    if (chat) connection.send({ type: 'draft.changed', chatId: chat.chatId, text });
  });

  let transcript = transcriptWish(connection.send);

  function hear(frame: ChatWindowFrame): void {
    switch (frame.type) {
      case 'welcome':
        welcome(frame);
        return;
      case 'availability.changed':
        online = frame.online;
        opensAt = frame.opensAt ?? null;
        return;
      case 'settings.changed':
        settings = frame.settings;
        if (!settings.typingPreview) draft.forget();
        return;
      case 'surveys.changed':
        surveys = frame.surveys;
        return;
      case 'chat.changed':
        if (frame.cid && frame.cid === request()?.cid) requestDone(null);
        follow(frame.chat);
        return;
      case 'queue.changed':
        if (frame.chatId === chat?.chatId) place = frame;
        return;
      case 'ack':
        acknowledged(frame.cid, frame.chatId, frame.seq, frame.at);
        return;
      case 'entry':
        if (frame.chatId === chat?.chatId) take(frame.entry);
        return;
      case 'resumed':
        if (frame.chatId === chat?.chatId) resumed(frame.lastSeq);
        return;
      case 'reset':
        if (frame.chatId !== chat?.chatId) return;
        log.clear();
        isResuming = false;
        resume();
        return;
      case 'typing.changed':
        if (frame.chatId !== chat?.chatId) return;
        hideTyping();
        if (frame.typing)
          operatorTyping = setTimeout(() => {
            hideTyping();
            onChange();
          }, typingShownMs);
        return;
      case 'entries.seen':
        if (frame.chatId === chat?.chatId) seenByOperator = Math.max(seenByOperator, frame.seq);
        return;
      case 'transcript.promised':
        return; // of a wish that nobody waits for any more
      case 'error':
        failed(frame);
        return;
    }
  }

  function welcome(frame: Extract<ChatWindowFrame, { type: 'welcome' }>): void {
    isUp = true;
    link = 'open';
    ticket = null;
    if (frame.token !== null) kept.write('token', frame.token);
    ({ online, settings, contact, surveys } = frame);
    opensAt = frame.opensAt ?? null;
    inFlight = null;
    isResuming = false;
    if (frame.chat) follow(frame.chat);
    else {
      forget();
      const unsent = queue.takeOthers('').map(({ body }) => body);
      if (unsent.length > 0) onUnsent(unsent);
    }
    resume();
    if (chatToEnd) connection.send({ type: 'chat.ended', chatId: chatToEnd });
    chatToEnd = null;
    const waiting = request();
    if (waiting) connection.send(waiting);
    if (invitationId) connection.send({ type: 'surveys.wanted', invitationId });
    answers.resend();
    sendNext();
  }

  // ── The chat and its log ──────────────────────────────────────────────────────────────────────────────────────────

  function follow(changed: VisitorChat): void {
    if (changed.chatId === leftChat) return;
    const isNew = changed.chatId !== chat?.chatId;
    if (isNew) {
      forget();
      transcript = transcriptWish(connection.send);
    }
    if (changed.state === 'ended' || changed.state === 'closed') hideTyping();
    chat = changed;
    kept.write('chat', changed.chatId);
    if (changed.state !== 'pending') place = null;
    noteWaiting();
    if (isNew && isUp) resume();
    sendNext();
  }

  function forget(): void {
    chat = null;
    place = null;
    kept.write('chat', null);
    answers.clear();
    log.clear();
    isLoaded = false;
    seenByOperator = toldSeen = 0;
    hideTyping();
  }

  /** The wait begins when the window first sees it, and outlives the page. */
  function noteWaiting(): void {
    if (chat?.state !== 'pending') kept.write('waiting', null);
    else if (waitingSince() === null) kept.write('waiting', { chatId: chat.chatId, since: Date.now() });
  }

  function waitingSince(): number | null {
    const waiting = kept.read<{ chatId: string; since: number }>('waiting');
    return chat?.state === 'pending' && waiting?.chatId === chat.chatId ? waiting.since : null;
  }

  function take(entry: VisitorEntry): void {
    log.add(entry);
    if (entry.cid !== null) queue.acknowledge(entry.cid);
    if (entry.sender.kind === 'operator') hideTyping();
    if (log.hasGap()) resume();
  }

  /** Asks for what is missing, once at a time. */
  function resume(): void {
    if (!chat || isResuming) return;
    resumedFrom = log.last();
    isResuming = connection.send({ type: 'chat.resumed', chatId: chat.chatId, afterSeq: resumedFrom });
  }

  /** The server could not read the log just now. */
  function resumeLater(afterMs: number): void {
    const asked = chat;
    setTimeout(() => {
      if (!isUp || chat?.chatId !== asked?.chatId) return;
      isResuming = false;
      resume();
    }, afterMs);
  }

  function resumed(lastSeq: number): void {
    isResuming = false;
    const isWhole = !log.hasGap() && log.last() >= lastSeq;
    const hasGrown = log.last() > resumedFrom;
    if (isWhole) isLoaded = true;
    // An answer that brought nothing new would bring nothing the next time either.
    else if (hasGrown) resume();
  }

  function hideTyping(): void {
    if (operatorTyping !== null) clearTimeout(operatorTyping);
    operatorTyping = null;
  }

  // ── What is on its way ────────────────────────────────────────────────────────────────────────────────────────────

  /** One at a time: a message that has to wait must not be overtaken by the next. */
  function sendNext(): void {
    if (!isUp || !chat || inFlight !== null) return;
    const next = queue.next(chat.chatId);
    if (next && connection.send({ type: 'message.sent', chatId: next.chatId, cid: next.cid, body: next.body }))
      inFlight = next.cid;
  }

  function acknowledged(cid: string, chatId: string, seq: number, at: number): void {
    const mine = queue.all(chatId).find((item) => item.cid === cid);
    queue.acknowledge(cid);
    answers.acknowledge(cid);
    if (inFlight === cid) inFlight = null;
    if (mine && chatId === chat?.chatId)
      take({
        seq,
        at,
        cid,
        sender: { kind: 'visitor', name: contact.name, operatorId: null },
        content: { kind: 'message', body: mine.body },
      });
    sendNext();
  }

  /** The chat request that has no answer yet; it outlives the page as messages do. */
  function request(): ChatRequested | null {
    const waiting = kept.read<{ at: number; request: ChatRequested }>('request');
    return waiting && Date.now() - waiting.at < requestKeptMs ? waiting.request : null;
  }

  function requestDone(error: string | null, faults: readonly Fault[] = []): void {
    kept.write('request', null);
    requestError = error;
    requestFaults = faults;
    if (error === null) invitationId = undefined;
  }

  function failed(frame: Extract<ChatWindowFrame, { type: 'error' }>): void {
    if (frame.code === 'not_signed_in') {
      signInAgain();
      return;
    }
    if (frame.code === 'excluded' || (!isUp && (frame.code === 'forbidden' || frame.code === 'not_found'))) {
      refuse();
      return;
    }
    const { cid } = frame;
    if (cid === undefined) {
      if (isResuming && frame.retryable && frame.chatId === chat?.chatId) resumeLater(frame.retryAfterMs ?? retryMs);
      return;
    }
    const isLater = frame.retryable ?? frame.retryAfterMs !== undefined;
    const waiting = request();
    if (waiting?.cid === cid) {
      if (isLater) {
        requestError = frame.retryAfterMs === undefined ? null : sayWhen(frame.retryAfterMs);
        setTimeout(() => request()?.cid === cid && connection.send(waiting), frame.retryAfterMs ?? retryMs);
      } else requestDone(sayWhy(frame.code), frame.fields);
    } else if (answers.has(cid)) {
      if (isLater) setTimeout(answers.resend, frame.retryAfterMs ?? retryMs);
      else answers.refuse(cid, sayWhy(frame.code), frame.fields ?? []);
    } else if (isLater) {
      if (frame.code === 'too_many_requests') slowedUntil = Date.now() + (frame.retryAfterMs ?? retryMs);
      // Stays in flight for the while: what comes after it waits too.
      setTimeout(() => {
        if (inFlight === cid) inFlight = null;
        sendNext();
        onChange();
      }, frame.retryAfterMs ?? retryMs);
    } else {
      queue.refuse(cid, sayWhy(frame.code));
      if (inFlight === cid) inFlight = null;
      sendNext();
    }
  }

  function signInAgain(): void {
    isUp = false;
    const hadToken = kept.read<string>('token') !== null;
    kept.write('token', null);
    ticket = null;
    if (hadToken) {
      onTicketWanted();
      return;
    }
    connection.close();
    setTimeout(connection.open, retryMs);
  }

  function refuse(): void {
    link = 'refused';
    connection.close();
    onChange();
  }

  return {
    state: () => ({
      link,
      online,
      opensAt,
      settings,
      contact,
      chat,
      entries: log.entries(),
      isLoaded,
      queued: chat ? queue.all(chat.chatId).filter(({ cid }) => !log.has(cid)) : [],
      isRequesting: request() !== null,
      requestError,
      requestFaults,
      surveys,
      isSurveyBusy: answers.isBusy(),
      surveyError: answers.error(),
      surveyFaults: answers.faults(),
      isOperatorTyping: operatorTyping !== null,
      queue: place,
      waitingSince: waitingSince(),
      isSlowedDown: Date.now() < slowedUntil,
      seenByOperator,
      transcript: transcript.state(),
    }),
    preview(known) {
      // A chat that was here, or that the page knows of, is waited for instead.
      if (link !== 'connecting' || known.chatOpen || kept.read('chat') !== null || request()) return;
      ({ settings, online } = known);
      surveys ??= known.surveys ?? null;
      onChange();
    },
    giveTicket(given) {
      ticket = given;
      connection.greet();
    },
    refuse,
    invited(id) {
      invitationId = id;
      if (isUp) connection.send({ type: 'surveys.wanted', invitationId: id });
    },
    asksFor(wish) {
      pageWish = wish;
    },
    requestChat(wish) {
      const asked: ChatRequested = { type: 'chat.requested', cid: randomHex(16), ...pageWish, ...wish };
      if (invitationId) asked.invitationId = invitationId;
      requestError = null;
      requestFaults = [];
      kept.write('request', { at: Date.now(), request: asked });
      connection.send(asked);
      onChange();
    },
    answer(messages) {
      answers.add(messages);
      onChange();
    },
    sendMessage(body) {
      if (!chat) return;
      typing.stopped();
      draft.cleared();
      queue.add({ chatId: chat.chatId, cid: randomHex(16), body: cleanText(body, 4000), at: Date.now() });
      sendNext();
      onChange();
    },
    retry(cid) {
      queue.retry(cid, randomHex(16));
      sendNext();
      onChange();
    },
    typed(text) {
      if (chat?.state !== 'active') return;
      typing.typed();
      // Where the site does not show it to its operators, what is typed stays here.
      if (settings?.typingPreview) draft.typed(text);
    },
    stoppedTyping() {
      typing.stopped();
      draft.cleared();
    },
    see() {
      if (!chat || log.last() <= toldSeen) return;
      if (connection.send({ type: 'entries.seen', chatId: chat.chatId, seq: log.last() })) toldSeen = log.last();
    },
    endChat() {
      if (chat && !connection.send({ type: 'chat.ended', chatId: chat.chatId })) chatToEnd = chat.chatId;
    },
    wantTranscript(email) {
      if (chat) transcript.ask(chat.chatId, email);
      onChange();
    },
    startAgain() {
      leftChat = chat?.chatId ?? null;
      kept.write('left', leftChat);
      forget();
      const unsent = queue.takeOthers('').map(({ body }) => body);
      onChange();
      return unsent;
    },
    wake: () => connection.check(),
  };
}
