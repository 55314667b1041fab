import type { FromChatWindow, ToChatWindow } from '../window-messages.ts';

/** The page that embeds this window; messages go over a channel that nobody else on that page can write to. */
export interface HostPage {
  tell(message: FromChatWindow): void;
}

/**
 * Asks the embedding page for a channel. Only its own window and origin are listened to, and only the first channel counts.
 * Null: there is no such page.
 */
export function hostPage(onConnected: () => void, onMessage: (message: ToChatWindow) => void): HostPage | null {
  const origin = parentOrigin();
  if (origin === null) return null;
  let port: MessagePort | null = null;

  addEventListener('message', (event) => {
    if (event.source !== parent || event.origin !== origin || event.data?.foyer !== 'port' || port) return;
    port = event.ports[0] ?? null;
    if (!port) return;
    port.onmessage = (message: MessageEvent<ToChatWindow>) => onMessage(message.data);
    onConnected();
  });
  parent.postMessage({ foyer: 'ready' }, origin);
  return { tell: (message) => port?.postMessage(message) };
}

function parentOrigin(): string | null {
  if (parent === window) return null;
  const [nearest] = location.ancestorOrigins ?? [];
  if (nearest) return nearest;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return null;
  }
}
