import type { FromChatWindow, ToChatWindow } from '../window-messages.ts';

interface Surroundings {
  siteKey: string;
  /** What the new window is told first. */
  greeting(): ToChatWindow;
  onTicketWanted(): void;
}

/** The chat in a window of its own, opened from the one in the page. */
export interface PopOut {
  /** Opens it, or shows the one that is open; false: the browser does not allow it. */
  open(): boolean;
  /** Hands a ticket over if the new window waits for one; false: it doesn't. */
  answer(message: ToChatWindow): boolean;
}

export function popOut({ siteKey, greeting, onTicketWanted }: Surroundings): PopOut {
  let opened: Window | null = null;
  let port: MessagePort | null = null;
  let waits = false;

  addEventListener('message', (event) => {
    if (!opened || event.source !== opened || event.origin !== location.origin || event.data?.foyer !== 'ready') return;
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<FromChatWindow>) => {
      if (data.type !== 'need-ticket') return;
      waits = true;
      onTicketWanted();
    };
    opened.postMessage({ foyer: 'port' }, location.origin, [channel.port2]);
    port.postMessage(greeting());
  });

  return {
    open() {
      if (opened && !opened.closed) {
        opened.focus();
        return true;
      }
      const address = new URL(location.href);
      address.searchParams.set('window', 'own');
      opened = window.open(address, `foyer-${siteKey}`, 'popup,width=420,height=680');
      return opened !== null && !opened.closed;
    },
    answer(message) {
      if (!waits) return false;
      waits = false;
      port?.postMessage(message);
      return true;
    },
  };
}
