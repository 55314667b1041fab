import type { IdPlace } from '@foyer/protocol/privacy';
import type { AskedSurveys } from '@foyer/protocol/survey';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { guard } from './guard.ts';
import { cornerInset } from './launcher.ts';
import type { FromChatWindow, ToChatWindow } from './window-messages.ts';
import type { Wish } from './wish.ts';

/** What the page knows of the site, for a window that has not asked yet. */
export type Known = Extract<ToChatWindow, { type: 'shown' }>['known'] & {};

const sizes = { small: [340, 520], medium: [400, 640], large: [460, 760] } as const;
/** Of a button and the gap above it, px. */
const buttonPx = 76;
const tabPx = 56;
/** On a smaller screen a window of its own would only hide the page. */
const smallestPopUp = 480;

interface Surroundings {
  root: ShadowRoot;
  origin: string;
  siteKey: string;
  onTicketWanted(): void;
  onUnread(count: number): void;
  onCloseWanted(): void;
  /** The window in the page was hidden. */
  onHidden(): void;
}

/** The chat window's iframe on our origin: made on first use, then only hidden and shown. */
export interface ChatFrame {
  isOpen(): boolean;
  /** `keeps`: where the window may keep its chat. `focus`: the visitor asked for it, so the window takes the focus. Where the site wants that, it is one of its own. */
  show(known: Known, keeps: IdPlace, focus: boolean, wish: Wish, invitationId?: string): void;
  hide(): void;
  /** Tells the window what it will ask. */
  learn(surveys: AskedSurveys): void;
  /** Takes the window away: shown again, it is a new one. */
  drop(): void;
  /** Hands a ticket over, or says that there is none. */
  answer(ticket: string | null): void;
}

export function chatFrame(surroundings: Surroundings): ChatFrame {
  const { root, origin, siteKey, onTicketWanted, onUnread, onCloseWanted, onHidden } = surroundings;
  let frame: HTMLIFrameElement | null = null;
  let popUp: Window | null = null;
  let port: MessagePort | null = null;
  let isOpen = false;
  let shown: ToChatWindow = { type: 'hidden' };

  // The window asks once it runs, and gets a channel of its own: nobody else on the page can write to it.
  const greet = guard((event: MessageEvent) => {
    const target = popUp && event.source === popUp ? popUp : frame?.contentWindow;
    if (!target || event.source !== target || event.origin !== origin || event.data?.foyer !== 'ready') return;
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = guard((message: MessageEvent<FromChatWindow>) => hear(message.data));
    target.postMessage({ foyer: 'port' }, origin, [channel.port2]);
    frame?.classList.add('ready');
    say(shown);
  });

  function hear(message: FromChatWindow): void {
    if (message.type === 'close') onCloseWanted();
    if (message.type === 'moved') hide();
    if (message.type === 'need-ticket') onTicketWanted();
    if (message.type === 'unread') onUnread(message.count);
  }

  function say(message: ToChatWindow): void {
    port?.postMessage(message);
  }

  function address({ language }: WindowSettings, keeps: IdPlace): string {
    return `${origin}/chat/${siteKey}?language=${language}${keeps === 'browser' ? '' : `&keep=${keeps}`}`;
  }

  /** Whether it is open in a window of its own; false: the browser does not allow it. */
  function openPopUp(settings: WindowSettings, keeps: IdPlace): boolean {
    if (popUp && !popUp.closed) {
      popUp.focus();
      return true;
    }
    const [width, height] = sizes[settings.size];
    popUp = open(`${address(settings, keeps)}&window=own`, `foyer-${siteKey}`, `popup,width=${width},height=${height}`);
    return !!popUp && !popUp.closed;
  }

  function hide(): void {
    isOpen = false;
    if (frame) frame.hidden = true;
    shown = { type: 'hidden' };
    say(shown);
    onHidden();
  }

  function make(title: string): HTMLIFrameElement {
    const made = document.createElement('iframe');
    made.className = 'frame';
    made.title = title;
    made.allow = '';
    // The window checks who embeds it: it needs the page's origin, and nothing more.
    made.referrerPolicy = 'origin';
    // Before the button, so that the button lies over a window that doesn't load.
    root.prepend(made);
    return made;
  }

  addEventListener('message', greet);
  return {
    isOpen: () => isOpen,
    show(known, keeps, focus, wish, invitationId) {
      const { settings } = known;
      const { button, corner, offsetX, offsetY, opens, radius, size } = settings;
      shown = { type: 'shown', focus, wish, known, ...(invitationId ? { invitationId } : {}) };
      if (opens === 'popup' && focus && !frame && innerWidth > smallestPopUp && openPopUp(settings, keeps)) return;
      isOpen = true;
      frame ??= make(settings.title);
      // Another language is another page; what was typed is kept.
      const source = address(settings, keeps);
      if (frame.src !== source) frame.src = source;
      const isTab = button === 'tab';
      const block = isTab ? offsetY : offsetY + buttonPx;
      const { style } = frame;
      style.inset = cornerInset(corner, block, isTab ? tabPx : offsetX);
      style.width = `${sizes[size][0]}px`;
      style.height = `${sizes[size][1]}px`;
      style.maxHeight = `calc(100vh - ${block + 20}px)`;
      style.borderRadius = `${radius}px`;
      frame.hidden = false;
      if (focus) frame.focus();
      say(shown);
    },
    hide,
    drop() {
      port?.close();
      port = null;
      frame?.remove();
      frame = null;
    },
    learn(surveys) {
      if (shown.type !== 'shown' || !shown.known) return;
      shown.known.surveys = surveys;
      say({ ...shown, focus: false });
    },
    answer: (ticket) => say(ticket === null ? { type: 'no-ticket' } : { type: 'ticket', ticket }),
  };
}
