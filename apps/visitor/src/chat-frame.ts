import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { guard } from './guard.ts';
import { cornerInset } from './launcher.ts';
import type { FromChatWindow, ToChatWindow } from './window-messages.ts';
import type { Wish } from './wish.ts';

interface Surroundings {
  root: ShadowRoot;
  origin: string;
  siteKey: string;
  onTicketWanted(): void;
  onUnread(count: number): void;
  onCloseWanted(): void;
}

/** The chat window's iframe on our origin: made on first use, then only hidden and shown. */
export interface ChatFrame {
  isOpen(): boolean;
  /** `focus`: the visitor asked for it, so the window takes the focus. */
  show(settings: WindowSettings, focus: boolean, wish: Wish, invitationId?: string): void;
  hide(): void;
  /** Takes the window away: shown again, it is a new one. */
  drop(): void;
  /** Hands a ticket over, or says that there is none. */
  answer(ticket: string | null): void;
}

export function chatFrame({ root, origin, siteKey, onTicketWanted, onUnread, onCloseWanted }: Surroundings): ChatFrame {
  let frame: HTMLIFrameElement | null = null;
  let port: MessagePort | null = null;
  let isOpen = false;
  let shown: ToChatWindow = { type: 'hidden' };

  // The window asks once it runs, and gets a channel of its own: nobody else on the page can write to it.
  const greet = guard((event: MessageEvent) => {
    const target = frame?.contentWindow;
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
    if (message.type === 'need-ticket') onTicketWanted();
    if (message.type === 'unread') onUnread(message.count);
  }

  function say(message: ToChatWindow): void {
    port?.postMessage(message);
  }

  function make(title: string): HTMLIFrameElement {
    addEventListener('message', greet);
    const made = document.createElement('iframe');
    made.className = 'frame';
    made.title = title;
    made.allow = '';
    // The window checks who embeds it: it needs the page's origin, and nothing more.
    made.referrerPolicy = 'origin';
    made.src = `${origin}/chat/${siteKey}`;
    // Before the button, so that the button lies over a window that doesn't load.
    root.prepend(made);
    return made;
  }

  return {
    isOpen: () => isOpen,
    show(settings, focus, wish, invitationId) {
      isOpen = true;
      frame ??= make(settings.title);
      frame.style.inset = cornerInset(settings.corner, 96);
      frame.hidden = false;
      if (focus) frame.focus();
      shown = { type: 'shown', focus, wish, ...(invitationId ? { invitationId } : {}) };
      say(shown);
    },
    hide() {
      isOpen = false;
      if (frame) frame.hidden = true;
      shown = { type: 'hidden' };
      say(shown);
    },
    drop() {
      port?.close();
      port = null;
      frame?.remove();
      frame = null;
    },
    answer: (ticket) => say(ticket === null ? { type: 'no-ticket' } : { type: 'ticket', ticket }),
  };
}
