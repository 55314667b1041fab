import './words/speak-english.ts';
import type { VisitorChat, VisitorEntry } from '@foyer/protocol/chat';
import type { AskedSurveys } from '@foyer/protocol/survey';
import type { ChatWindowFrame, WindowSettings } from '@foyer/protocol/visitor-socket';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Keep } from './keep.ts';
import { session } from './session.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const chatId = '6f0d0c1e-3c55-4f5a-9d35-0a1b2c3d4e5f';
const noForm = { enabled: false, title: '', intro: '', translations: {}, questions: [] };
const surveys: AskedSurveys = { preChat: noForm, offline: noForm, postChat: noForm, rating: null };
const settings: WindowSettings = {
  language: 'en',
  dir: 'ltr',
  title: 'Chat',
  openingText: 'Hello',
  waitingText: 'One moment',
  waitingMessages: [],
  offlineText: 'Nobody here',
  color: '#16324f',
  buttonColors: { ground: '#16324f', text: '#ffffff' },
  buttonNews: { unread: 'new messages', open: 'your chat is open' },
  theme: 'system',
  radius: 16,
  size: 'medium',
  logo: null,
  button: 'round',
  buttonText: 'Chat',
  corner: 'bottom-right',
  offsetX: 20,
  offsetY: 20,
  opens: 'inline',
  whenOffline: 'form',
  offlineUrl: null,
  emoji: true,
  typingPreview: false,
  typingNotice: null,
  files: null,
  transcripts: false,
};
const chat = (change: Partial<VisitorChat> = {}): VisitorChat => ({
  chatId,
  state: 'active',
  operatorName: 'Ann',
  operatorPresent: true,
  lastSeq: 0,
  ...change,
});
const entry = (seq: number, cid: string | null = null): VisitorEntry => ({
  seq,
  at: seq,
  sender: { kind: cid ? 'visitor' : 'operator', name: 'Ann', operatorId: null },
  cid,
  content: { kind: 'message', body: `message ${seq}` },
});

type Sent = { type: string } & Record<string, unknown>;

/** A window, the server's end of its socket, and what the browser keeps between pages. */
function openWindow(storage = new Map<string, string>()) {
  const sent: Sent[] = [];
  const unsent: string[] = [];
  let ticketsWanted = 0;
  let isUp = false;
  let handlers: { hello(): object | null; onFrame(frame: ChatWindowFrame): void; onDown(tries: number): void };
  const kept: Keep = {
    read: (name) => JSON.parse(storage.get(name) ?? 'null'),
    write: (name, value) => void (value === null ? storage.delete(name) : storage.set(name, JSON.stringify(value))),
  };
  const greet = () => {
    const hello = handlers.hello();
    if (hello) sent.push(hello as Sent);
  };
  const visitor = session({
    siteKey: 'k',
    url: 'wss://foyer.example/t/socket',
    kept,
    connect: ((_url: string, given: typeof handlers) => {
      handlers = given;
      return {
        send: (message: Sent) => isUp && sent.push(message) > 0,
        greet,
        check() {},
        open: greet,
        close: () => (isUp = false),
      };
    }) as unknown as Parameters<typeof session>[0]['connect'],
    onTicketWanted: () => ticketsWanted++,
    onUnsent: (bodies) => unsent.push(...bodies),
    onChange() {},
  });
  const hear = (frame: ChatWindowFrame) => handlers.onFrame(frame);
  return {
    visitor,
    unsent,
    storage,
    hear,
    greet,
    welcome(open: VisitorChat | null = null, token: string | null = null) {
      isUp = true;
      hear({
        type: 'welcome',
        online: true,
        token,
        settings,
        contact: { name: null, email: null },
        surveys,
        chat: open,
      });
    },
    breakDown() {
      isUp = false;
      handlers.onDown(0);
    },
    ticketsWanted: () => ticketsWanted,
    /** What was sent since the last look. */
    sent: (type?: string) => sent.splice(0).filter((message) => !type || message.type === type),
  };
}

test('without a token the page is asked for a ticket; the token that comes for it is kept and used from then on', () => {
  const { visitor, greet, welcome, breakDown, ticketsWanted, sent, storage } = openWindow();
  greet();
  expect(ticketsWanted()).toBe(1);
  expect(sent()).toEqual([]);
  visitor.giveTicket('ticket-1');
  expect(sent()).toMatchObject([{ type: 'hello', kind: 'chat', ticket: 'ticket-1' }]);
  welcome(null, 'token-1');
  breakDown();
  greet();
  expect(sent('hello')).toMatchObject([{ token: 'token-1' }]);
  expect(ticketsWanted()).toBe(1);
  expect(storage.get('token')).toBe('"token-1"');
});

test('a token that the server no longer knows is dropped, and a ticket asked for', () => {
  const { greet, hear, ticketsWanted, sent, storage } = openWindow(new Map([['token', '"old"']]));
  greet();
  hear({ type: 'error', code: 'not_signed_in', message: 'Unknown token' });
  expect(storage.has('token')).toBe(false);
  expect(ticketsWanted()).toBe(1);
  expect(sent('hello')).toMatchObject([{ token: 'old' }]);
});

test('messages go one at a time and in order; what was not acknowledged goes again, under its own id', () => {
  const { visitor, hear, welcome, breakDown, sent } = openWindow();
  welcome(chat());
  sent();
  visitor.sendMessage('first');
  visitor.sendMessage('second');
  const [first, ...more] = sent('message.sent');
  expect(first).toMatchObject({ body: 'first', chatId });
  expect(more).toEqual([]);

  breakDown();
  visitor.sendMessage('third');
  welcome(chat());
  expect(sent('message.sent')).toEqual([first]);
  hear({ type: 'ack', cid: first?.cid as string, chatId, seq: 1, at: 10 });
  const [second] = sent('message.sent');
  expect(second).toMatchObject({ body: 'second' });
  hear({ type: 'ack', cid: second?.cid as string, chatId, seq: 2, at: 11 });
  expect(sent('message.sent')).toMatchObject([{ body: 'third' }]);
  expect(visitor.state().entries.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(visitor.state().queued.map(({ body }) => body)).toEqual(['third']);
});

test('a queue left by the page before is sent by the next', () => {
  const before = openWindow();
  before.welcome(chat());
  before.breakDown();
  before.visitor.sendMessage('written in the tunnel');
  const after = openWindow(before.storage);
  after.welcome(chat());
  expect(after.sent('message.sent')).toMatchObject([{ body: 'written in the tunnel' }]);
});

test('an entry that is there already takes its message off the queue, whether its ack came or not', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome(chat());
  visitor.sendMessage('hello');
  const cid = sent('message.sent')[0]?.cid as string;
  hear({ type: 'entry', chatId, entry: entry(1, cid) });
  expect(visitor.state().queued).toEqual([]);
  hear({ type: 'ack', cid, chatId, seq: 1, at: 1 });
  expect(visitor.state().entries).toHaveLength(1);
});

test('a gap is asked for once, from the last entry without one, and nothing is shown before it is filled', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome(chat());
  expect(sent('chat.resumed')).toMatchObject([{ chatId, afterSeq: 0 }]);
  hear({ type: 'entry', chatId, entry: entry(1) });
  hear({ type: 'resumed', chatId, lastSeq: 1 });
  expect(visitor.state().isLoaded).toBe(true);
  hear({ type: 'entry', chatId, entry: entry(4) });
  hear({ type: 'entry', chatId, entry: entry(5) });
  expect(sent('chat.resumed')).toMatchObject([{ afterSeq: 1 }]);
  expect(visitor.state().entries.map(({ seq }) => seq)).toEqual([1]);
  for (const seq of [2, 3, 4, 5]) hear({ type: 'entry', chatId, entry: entry(seq) });
  hear({ type: 'resumed', chatId, lastSeq: 5 });
  expect(visitor.state().entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(sent('chat.resumed')).toEqual([]);
});

test('a resume that brings nothing is not asked for again and again', () => {
  const { hear, welcome, sent } = openWindow();
  welcome(chat({ lastSeq: 3 }));
  sent();
  hear({ type: 'resumed', chatId, lastSeq: 3 });
  expect(sent('chat.resumed')).toEqual([]);
});

test('a long log comes in pages', () => {
  const { hear, welcome, sent } = openWindow();
  welcome(chat({ lastSeq: 2 }));
  sent();
  hear({ type: 'entry', chatId, entry: entry(1) });
  hear({ type: 'entry', chatId, entry: entry(3) });
  hear({ type: 'resumed', chatId, lastSeq: 3 });
  expect(sent('chat.resumed')).toMatchObject([{ afterSeq: 1 }]);
});

test('a reset forgets the log and reads it from the start', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome(chat());
  hear({ type: 'entry', chatId, entry: entry(1) });
  sent();
  hear({ type: 'reset', chatId, reason: 'restored from a backup' });
  expect(visitor.state().entries).toEqual([]);
  expect(sent('chat.resumed')).toMatchObject([{ afterSeq: 0 }]);
});

test('a message that must wait holds the others back; one that is refused does not', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome(chat());
  visitor.sendMessage('one');
  visitor.sendMessage('two');
  const one = sent('message.sent')[0]?.cid as string;
  hear({ type: 'error', code: 'too_many_requests', message: '', cid: one, retryAfterMs: 3_000 });
  vi.advanceTimersByTime(2_999);
  expect(sent('message.sent')).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent('message.sent')).toMatchObject([{ cid: one }]);
  hear({ type: 'error', code: 'conflict', message: '', cid: one });
  expect(sent('message.sent')).toMatchObject([{ body: 'two' }]);
  expect(visitor.state().queued[0]).toMatchObject({ body: 'one', failure: 'This chat has ended.' });
});

test('a chat request is made once, however often it has to be sent', () => {
  const { visitor, hear, welcome, breakDown, sent } = openWindow();
  welcome();
  visitor.invited('7d2b3c1e-3c55-4f5a-9d35-0a1b2c3d4e5f');
  visitor.requestChat({ form: 'preChat', answers: { name: 'Bob', question: 'Do you ship?' } });
  const [request] = sent('chat.requested');
  expect(request).toMatchObject({ answers: { name: 'Bob' }, invitationId: '7d2b3c1e-3c55-4f5a-9d35-0a1b2c3d4e5f' });
  breakDown();
  welcome();
  expect(sent('chat.requested')).toEqual([request]);
  expect(visitor.state().isRequesting).toBe(true);
  hear({ type: 'chat.changed', chat: chat({ state: 'pending' }), cid: request?.cid as string });
  expect(visitor.state()).toMatchObject({ isRequesting: false, chat: { state: 'pending' } });
  breakDown();
  welcome(chat({ state: 'pending' }));
  expect(sent('chat.requested')).toEqual([]);
});

test('a request that is refused says why', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome();
  visitor.requestChat({ answers: { question: 'Hi' } });
  hear({
    type: 'error',
    code: 'invalid_request',
    message: 'email: invalid',
    cid: sent('chat.requested')[0]?.cid as string,
  });
  expect(visitor.state()).toMatchObject({
    isRequesting: false,
    requestError: 'This was not accepted. Please check what you wrote.',
  });
});

test("the operator's dots go out after 6 s, or with the message", () => {
  const { visitor, hear, welcome } = openWindow();
  welcome(chat());
  hear({ type: 'typing.changed', chatId, typing: true });
  vi.advanceTimersByTime(5_999);
  expect(visitor.state().isOperatorTyping).toBe(true);
  vi.advanceTimersByTime(1);
  expect(visitor.state().isOperatorTyping).toBe(false);
  hear({ type: 'typing.changed', chatId, typing: true });
  hear({ type: 'entry', chatId, entry: entry(1) });
  expect(visitor.state().isOperatorTyping).toBe(false);
});

test('an ended chat that the visitor has left stays left; what was unsent comes back to them', () => {
  const { visitor, welcome, breakDown } = openWindow();
  welcome(chat());
  breakDown();
  visitor.sendMessage('too late');
  welcome(chat({ state: 'ended' }));
  expect(visitor.startAgain()).toEqual(['too late']);
  welcome(chat({ state: 'ended' }));
  expect(visitor.state().chat).toBeNull();
});

test('what was written for a chat that is over and forgotten comes back to the visitor, once', () => {
  const before = openWindow();
  before.welcome(chat());
  before.breakDown();
  before.visitor.sendMessage('see you tomorrow');
  const after = openWindow(before.storage);
  after.welcome(null);
  after.welcome(null);
  expect(after.unsent).toEqual(['see you tomorrow']);
});

test('what is seen is told once', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome(chat());
  sent();
  visitor.see();
  hear({ type: 'entry', chatId, entry: entry(1) });
  visitor.see();
  visitor.see();
  expect(sent('entries.seen')).toMatchObject([{ chatId, seq: 1 }]);
});

test('a resume that the server could not answer is asked again, so that the log goes on', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome(chat());
  expect(sent('chat.resumed')).toMatchObject([{ chatId, afterSeq: 0 }]);
  hear({ type: 'error', code: 'unavailable', message: 'Later', chatId, retryable: true, retryAfterMs: 1_000 });
  expect(sent('chat.resumed')).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(sent('chat.resumed')).toMatchObject([{ chatId, afterSeq: 0 }]);
  hear({ type: 'entry', chatId, entry: entry(1) });
  hear({ type: 'resumed', chatId, lastSeq: 1 });
  expect(visitor.state().isLoaded).toBe(true);
});

test('what the page knows is shown before the window is connected, and a chat asked for then is sent when it is', () => {
  const { visitor, welcome, sent } = openWindow();
  visitor.preview({ settings, online: true, chatOpen: false, surveys });
  expect(visitor.state()).toMatchObject({ link: 'connecting', online: true, settings: { title: 'Chat' }, chat: null });
  visitor.requestChat({ answers: { question: 'Is it red?' } });
  expect(sent()).toEqual([]);
  welcome();
  expect(sent('chat.requested')).toMatchObject([{ answers: { question: 'Is it red?' } }]);
});

test.each<[what: string, chatOpen: boolean, storage: Map<string, string>]>([
  ['the page knows of a chat', true, new Map()],
  ['a chat was here', false, new Map([['chat', `"${chatId}"`]])],
])('no form for a new chat is shown meanwhile where %s', (_what, chatOpen, storage) => {
  const { visitor } = openWindow(storage);
  visitor.preview({ settings, online: true, chatOpen });
  expect(visitor.state().settings).toBeNull();
});

test('the place in the queue is that of this chat, as long as it is pending', () => {
  const { visitor, hear, welcome } = openWindow();
  const place = { position: 2, expectedWaitMs: 120_000 };
  welcome(chat({ state: 'pending', operatorName: null }));
  hear({ type: 'queue.changed', chatId, ...place });
  hear({ type: 'queue.changed', chatId: '0d2b3c1e-3c55-4f5a-9d35-0a1b2c3d4e5f', position: 9, expectedWaitMs: null });
  expect(visitor.state().queue).toMatchObject(place);
  hear({ type: 'chat.changed', chat: chat() });
  expect(visitor.state()).toMatchObject({ queue: null, waitingSince: null });
});

test('the wait counts from when the window first saw it, over a reload', () => {
  const storage = new Map<string, string>();
  const pending = chat({ state: 'pending', operatorName: null });
  const first = openWindow(storage);
  first.welcome(pending);
  const since = Date.now();
  vi.advanceTimersByTime(40_000);
  const second = openWindow(storage);
  second.welcome(pending);
  expect(second.visitor.state().waitingSince).toBe(since);
});

test('who is slowed down is told so until the server takes messages again', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome(chat());
  visitor.sendMessage('one');
  const cid = sent('message.sent')[0]?.cid as string;
  hear({ type: 'error', code: 'too_many_requests', message: '', cid, retryAfterMs: 3_000 });
  expect(visitor.state().isSlowedDown).toBe(true);
  vi.advanceTimersByTime(3_000);
  expect(visitor.state().isSlowedDown).toBe(false);
  expect(visitor.state().queued).toMatchObject([{ body: 'one', failure: null }]);
});

test('a request that has to wait says when it is made again, and is', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  welcome();
  visitor.requestChat({ answers: { question: 'Hi' } });
  const cid = sent('chat.requested')[0]?.cid as string;
  hear({ type: 'error', code: 'too_many_requests', message: '', cid, retryAfterMs: 20_000 });
  expect(visitor.state()).toMatchObject({
    isRequesting: true,
    requestError: 'That was a little fast. We try again by ourselves in 20 seconds.',
  });
  vi.advanceTimersByTime(20_000);
  expect(sent('chat.requested')).toMatchObject([{ cid }]);
});

test('W-145 a rating is sent again after a break until it is acknowledged; a refusal names the questions', () => {
  const { visitor, hear, welcome, breakDown, sent } = openWindow();
  welcome(chat({ state: 'closed' }));
  visitor.answer([{ type: 'chat.rated', chatId, rating: 4 }]);
  const [rated] = sent('chat.rated');
  expect(visitor.state().isSurveyBusy).toBe(true);
  breakDown();
  welcome(chat({ state: 'closed' }));
  expect(sent('chat.rated')).toEqual([rated]);
  hear({ type: 'ack', cid: rated?.cid as string, chatId, seq: 3, at: 1 });
  expect(visitor.state()).toMatchObject({ isSurveyBusy: false, surveyError: null });
  visitor.answer([{ type: 'survey.answered', chatId, answers: {} }]);
  const fields = [{ path: 'why', message: 'Please fill this in.' }];
  hear({
    type: 'error',
    code: 'invalid_request',
    message: 'no',
    cid: sent('survey.answered')[0]?.cid as string,
    fields,
  });
  expect(visitor.state()).toMatchObject({ isSurveyBusy: false, surveyFaults: fields });
});

test('S-003 the forms are asked for as the invite fills them in', () => {
  const { visitor, hear, welcome, sent } = openWindow();
  const invitationId = '7d2b3c1e-3c55-4f5a-9d35-0a1b2c3d4e5f';
  visitor.invited(invitationId);
  expect(sent('surveys.wanted')).toEqual([]);
  welcome();
  expect(sent('surveys.wanted')).toEqual([{ type: 'surveys.wanted', invitationId }]);
  const filled = {
    ...surveys,
    rating: { style: 'thumbs' as const, question: 'Good?', comment: false, translations: {} },
  };
  hear({ type: 'surveys.changed', surveys: filled });
  expect(visitor.state().surveys).toEqual(filled);
});
