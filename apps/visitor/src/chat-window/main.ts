import { readableColours } from '@foyer/protocol/readable-colours';
import { connect } from '../connection.ts';
import './chat.css';
import { hostPage } from './host-page.ts';
import { keep } from './keep.ts';
import { session } from './session.ts';
import { chatWindow } from './window.ts';

const siteKey = location.pathname.split('/').filter(Boolean).at(-1) ?? '';
let isShown = false;

const page = hostPage(start, (message) => {
  switch (message.type) {
    case 'shown':
      isShown = true;
      if (message.invitationId) visitor?.invited(message.invitationId);
      draw();
      if (message.focus) view.focus();
      return;
    case 'hidden':
      isShown = false;
      return;
    case 'ticket':
      return visitor?.giveTicket(message.ticket);
    case 'no-ticket':
      return visitor?.refuse();
  }
});

const local = keep(() => localStorage, siteKey);
const drafts = keep(() => sessionStorage, siteKey);
let visitor: ReturnType<typeof session> | null = null;
let readUpTo = -1;
let toldUnread = 0;

const view = chatWindow(drafts, {
  onMinimise: () => page?.tell({ type: 'close' }),
  onWish: (wish) => visitor?.requestChat(wish),
  onSend: (body) => visitor?.sendMessage(body),
  onAnswer: (messages) => visitor?.answer(messages),
  onRetry: (cid) => visitor?.retry(cid),
  onTyped: (text) => visitor?.typed(text),
  onStoppedTyping: () => visitor?.stoppedTyping(),
  onEnd: () => visitor?.endChat(),
  onStartAgain: () => visitor?.startAgain() ?? [],
});
document.body.replaceChildren(view.element);
if (!page) view.drawAlone();

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
  draw();
}

function draw(): void {
  if (!visitor) return;
  const state = visitor.state();
  if (state.settings) {
    const { style } = document.documentElement;
    const { ground, text } = readableColours(state.settings.color);
    style.setProperty('--accent', ground);
    style.setProperty('--on-accent', text);
    document.title = state.settings.title;
  }
  view.draw(state);

  const messages = state.entries.filter(
    ({ sender, content }) => sender.kind === 'operator' && content.kind === 'message',
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
