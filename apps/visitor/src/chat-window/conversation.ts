import { element, setAttribute, setText } from './element.ts';
import { type FieldCard, fieldCard } from './field-card.ts';
import { findLinks } from './find-links.ts';
import { locale, words } from './own-words.ts';
import { type Row, rows } from './rows.ts';
import type { SurveyMessage, WindowState } from './session.ts';
import { shownFile } from './shown-file.ts';

const markWords = { sending: words.sending, sent: words.sent, seen: words.seen, failed: words.notSent } as const;
/** Nearer to the end than this the log follows new messages by itself. */
const nearEndPx = 80;

/** The log of messages, as an element and how to bring it up to date. */
export interface Conversation {
  element: HTMLElement;
  draw(state: WindowState): void;
  scrollToEnd(): void;
}

/** `address`: where a file of a chat can be fetched just now. */
export function conversation(
  onRetry: (cid: string) => void,
  address: (chatId: string, fileId: string) => Promise<string | null>,
  onAnswer: (messages: SurveyMessage[]) => void,
): Conversation {
  const list = element('div', {
    class: 'rows',
    role: 'log',
    'aria-label': words.messages,
    'aria-live': 'off',
    tabindex: 0,
  });
  const dots = element('div', { class: 'typing', hidden: true }, element('span'), element('span'), element('span'));
  const who = element('span', { class: 'hidden-text' });
  dots.append(who);
  const scroller = element('div', { class: 'scroller' }, list, dots);
  const more = element('button', { type: 'button', class: 'more', hidden: true }, words.newMessages);
  const shown = new Map<string, { row: string; element: HTMLElement }>();
  const cards = new Map<string, FieldCard>();
  let followsEnd = true;
  let chatId = '';

  scroller.addEventListener('scroll', () => {
    followsEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
    if (followsEnd) more.hidden = true;
  });
  more.addEventListener('click', scrollToEnd);
  // A field that grows, or a keyboard that comes up, must not hide the newest message.
  new ResizeObserver(() => followsEnd && scrollToEnd()).observe(scroller);

  function scrollToEnd(): void {
    scroller.scrollTop = scroller.scrollHeight;
    followsEnd = true;
    more.hidden = true;
  }

  return {
    element: element('div', { class: 'conversation' }, scroller, more),
    draw(state) {
      chatId = state.chat?.chatId ?? '';
      const wanted = rows(state);
      const lastOwn = wanted.findLast(({ side }) => side === 'visitor');
      const before = shown.size;
      const keys = new Set(wanted.map(({ key }) => key));
      for (const [key, { element }] of shown) {
        if (keys.has(key)) continue;
        element.remove();
        shown.delete(key);
        cards.delete(key);
      }
      let previous: Element | null = null;
      for (const row of wanted) {
        const isLastOwn = row === lastOwn;
        const fingerprint = JSON.stringify([row, isLastOwn]);
        let current = shown.get(row.key);
        if (!current || current.row !== fingerprint) {
          // Only the line under a bubble changes as it goes from sending to seen: nothing is read out twice.
          if (current && isSameBody(current.row, row)) drawMeta(current.element, row, isLastOwn);
          else {
            const made = drawRow(row, isLastOwn);
            current?.element.replaceWith(made);
            current = { row: fingerprint, element: made };
          }
          current.row = fingerprint;
          shown.set(row.key, current);
        }
        const place: Element | null = previous ? previous.nextElementSibling : list.firstElementChild;
        if (current.element !== place) list.insertBefore(current.element, place);
        previous = current.element;
      }
      for (const card of cards.values()) card.draw(state);
      // What was said before is not read out on opening; what comes from now on is.
      setAttribute(list, 'aria-live', state.isLoaded ? 'polite' : 'off');
      const name = state.chat?.operatorName;
      dots.hidden = !state.isOperatorTyping;
      setText(who, state.isOperatorTyping ? (name ? words.typing(name) : words.someoneTyping) : '');
      const isOwn = wanted.length > before && wanted.at(-1)?.side === 'visitor';
      if (followsEnd || isOwn) scrollToEnd();
      else if (wanted.length > before) more.hidden = false;
    },
    scrollToEnd,
  };

  function drawRow(row: Row, isLastOwn: boolean): HTMLElement {
    cards.delete(row.key);
    if (row.card) {
      const card = fieldCard({ ...row.card, text: row.text }, document.documentElement.lang, onAnswer);
      cards.set(row.key, card);
      return card.element;
    }
    if (row.side === 'note') return element('p', { class: 'note' }, row.text);
    const bubble = element('div', { class: 'bubble', dir: 'auto' });
    const { file } = row;
    const fromChat = chatId;
    if (file) bubble.append(shownFile(file, () => address(fromChat, file.fileId)));
    else
      for (const { label, href } of findLinks(row.text))
        bubble.append(
          href === null ? label : element('a', { href, target: '_blank', rel: 'noopener nofollow noreferrer' }, label),
        );
    const made = element(
      'div',
      {},
      element('span', { class: 'hidden-text' }, row.side === 'visitor' ? words.you : `${row.name ?? words.operator}:`),
      bubble,
      element('div', { class: 'meta' }),
    );
    drawMeta(made, row, isLastOwn);
    return made;
  }

  function drawMeta(target: HTMLElement, row: Row, isLastOwn: boolean): void {
    if (row.side === 'note' || row.card) return;
    target.className = `row ${row.side}${row.startsGroup ? ' first' : ''}${row.endsGroup ? ' last' : ''}${row.mark === 'failed' ? ' failed' : ''}`;
    const meta = target.lastElementChild as HTMLElement;
    const mark =
      row.mark && (isLastOwn || row.mark === 'sending' || row.mark === 'failed') ? markWords[row.mark] : null;
    const name = row.side === 'operator' && row.name ? `${row.name} · ` : '';
    meta.replaceChildren(
      ...(row.endsGroup || mark ? [name, time(row.at), ...(mark ? [` · ${mark}`] : [])] : []),
      ...(row.failure === null ? [] : [`. ${row.failure} `, retryButton(row.key)]),
    );
  }

  function retryButton(cid: string): HTMLElement {
    const button = element('button', { type: 'button', class: 'link' }, words.tryAgain);
    button.addEventListener('click', () => onRetry(cid));
    return button;
  }
}

function isSameBody(fingerprint: string, { text, side }: Row): boolean {
  const [before] = JSON.parse(fingerprint) as [Row];
  return before.text === text && before.side === side;
}

function time(at: number): HTMLElement {
  const date = new Date(at);
  const clock = date.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' });
  const isToday = date.toDateString() === new Date().toDateString();
  const day = date.toLocaleDateString(locale(), { day: 'numeric', month: 'short' });
  return element('time', { datetime: date.toISOString() }, isToday ? clock : `${day}, ${clock}`);
}
