import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { connect } from '../connection.ts';
import type { ToChatWindow } from '../window-messages.ts';
import './chat.css';
import type { Wish as RoutingWish } from '../wish.ts';
import { dress } from './dress.ts';
import { fileSender } from './file-sender.ts';
import { hostPage } from './host-page.ts';
import { keep, keepFor, onWrittenElsewhere } from './keep.ts';
import { pageLanguage } from './own-words.ts';
import { popOut } from './pop-out.ts';
import { session } from './session.ts';
import type { Draft } from './start-form.ts';
import { chatWindow } from './window.ts';

const dayMs = 86_400_000;
const siteKey = location.pathname.split('/').filter(Boolean).at(-1) ?? '';
const isOwnWindow = parent === window;
let isShown = false;
let asked: RoutingWish = {};

const page = hostPage(start, hear);
/** A window of its own belongs to who opened it, and ends with itself. */
const local = keep(placeToKeep, siteKey);
const drafts = keepFor(dayMs, local);
let visitor: ReturnType<typeof session> | null = null;
/** Where the site's privacy settings let the window keep its chat. Throws where it may nowhere. */
function placeToKeep(): Storage {
  const place = new URLSearchParams(location.search).get('keep');
  if (place === 'page') throw new Error('nothing is kept');
  return isOwnWindow || place === 'tab' ? sessionStorage : localStorage;
}
let readUpTo = -1;
let toldUnread = 0;

const sender = fileSender(siteKey, () => local.read<string>('token'), draw);
const ownWindow = popOut({
  siteKey,
  onTicketWanted: () => page?.tell({ type: 'need-ticket' }),
  greeting() {
    const { settings, online, chat } = visitor?.state() ?? {};
    const typed = { draft: drafts.read('draft'), start: drafts.read('start') };
    const known = settings ? { known: { settings, online: online === true, chatOpen: !!chat } } : {};
    return { type: 'shown', focus: true, wish: asked, drafts: typed, ...known };
  },
});

const view = chatWindow(drafts, sender, {
  onMinimise: () => page?.tell({ type: 'close' }),
  onPopOut() {
    const isOpen = ownWindow.open();
    if (isOpen) page?.tell({ type: 'moved' });
    return isOpen;
  },
  onWish: (wish) => visitor?.requestChat(wish),
  onSend: (body) => visitor?.sendMessage(body),
  onAnswer: (messages) => visitor?.answer(messages),
  onRetry: (cid) => visitor?.retry(cid),
  onTyped: (text) => visitor?.typed(text),
  onStoppedTyping: () => visitor?.stoppedTyping(),
  onEnd: () => visitor?.endChat(),
  onTranscriptWanted: (email) => visitor?.wantTranscript(email),
  onStartAgain: () => visitor?.startAgain() ?? [],
});
document.body.replaceChildren(view.element);
if (isOwnWindow) view.standAlone();
// Loaded anew, a window of its own goes on by itself.
if (isOwnWindow && local.read('token') !== null) {
  isShown = true;
  start();
} else if (!page) view.drawAlone();

onWrittenElsewhere('draft', siteKey, () => view.takeDraft(drafts.read<string>('draft') ?? ''));
onWrittenElsewhere('start', siteKey, () => view.takeStart(drafts.read<Draft>('start') ?? {}));

function start(): void {
  visitor ??= session({
    siteKey,
    url: `${location.origin.replace(/^http/, 'ws')}/t/socket`,
    kept: local,
    connect,
    onTicketWanted: () => page?.tell({ type: 'need-ticket' }),
    onUnsent: view.giveBack,
    onChange: draw,
  });
  visitor.asksFor(asked);
  draw();
}

function hear(message: ToChatWindow): void {
  switch (message.type) {
    case 'shown':
      isShown = true;
      if (message.drafts) takeDrafts(message.drafts);
      if (message.known) visitor?.preview(message.known);
      asked = message.wish;
      visitor?.asksFor(asked);
      if (message.invitationId) visitor?.invited(message.invitationId);
      draw();
      if (message.focus) view.focus();
      return;
    case 'hidden':
      isShown = false;
      return;
    case 'ticket':
      if (!ownWindow.answer(message)) visitor?.giveTicket(message.ticket);
      return;
    case 'no-ticket':
      if (!ownWindow.answer(message)) visitor?.refuse();
      return;
  }
}

function takeDrafts({ draft, start: form }: Record<string, unknown>): void {
  drafts.write('draft', draft ?? null);
  drafts.write('start', form ?? null);
  if (typeof draft === 'string') view.takeDraft(draft);
  if (form) view.takeStart(form as Draft);
}

/** A page is in one language; another one is another page. What was typed is kept. */
function speak({ language }: WindowSettings): void {
  if (language === pageLanguage()) return;
  const address = new URL(location.href);
  if (address.searchParams.get('language') === language) return;
  address.searchParams.set('language', language);
  location.replace(address);
}

function draw(): void {
  if (!visitor) return;
  const state = visitor.state();
  if (state.settings) {
    speak(state.settings);
    dress(state.settings);
  }
  view.draw(state);

  const messages = state.entries.filter(
    ({ sender, content }) => sender.kind === 'operator' && (content.kind === 'message' || content.kind === 'file'),
  );
  const isWatched = isShown && !document.hidden;
  if (isWatched) visitor.see();
  if (isWatched || readUpTo < 0) readUpTo = state.isLoaded || isWatched ? state.entries.length : readUpTo;
  if (readUpTo > state.entries.length) readUpTo = state.entries.length;
  const unread = readUpTo < 0 ? 0 : messages.filter(({ seq }) => seq > readUpTo).length;
  if (unread !== toldUnread) page?.tell({ type: 'unread', count: unread });
  toldUnread = unread;
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  visitor?.wake();
  draw();
});
addEventListener('online', () => visitor?.wake());
addEventListener('pageshow', (event) => event.persisted && visitor?.wake());
