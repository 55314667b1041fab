import type { FromChatWindow, ToChatWindow } from '../window-messages.ts';
import { isOriginOf } from './origin-of.ts';

/** Who embeds this window, or opened it; messages go over a channel that nobody else on that page can write to. */
export interface HostPage {
  tell(message: FromChatWindow): void;
}

/**
 * Asks the embedding page, or the one that opened this window, for a channel. Only its own window and origin are listened
 * to, and only the first channel counts. Null: there is no such page.
 */
export function hostPage(onConnected: () => void, onMessage: (message: ToChatWindow) => void): HostPage | null {
  const isFramed = parent !== window;
  const host: Window | null = isFramed ? parent : opener;
  const origin = isFramed ? parentOrigin() : null;
  if (host === null || (isFramed && origin === null)) return null;
  let port: MessagePort | null = null;

  addEventListener('message', (event) => {
    const isRight = origin === null ? isOriginOf(event.origin, siteOrigins()) : event.origin === origin;
    if (event.source !== host || !isRight || event.data?.foyer !== 'port' || port) return;
    port = event.ports[0] ?? null;
    if (!port) return;
    port.onmessage = (message: MessageEvent<ToChatWindow>) => onMessage(message.data);
    onConnected();
  });
  // Which page opened a window, a browser doesn't say; that it is there is no secret.
  host.postMessage({ foyer: 'ready' }, origin ?? '*');
  return { tell: (message) => port?.postMessage(message) };
}

function parentOrigin(): string | null {
  const [nearest] = location.ancestorOrigins ?? [];
  if (nearest) return nearest;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return null;
  }
}

/** Origins of the site's pages, as the server wrote them into this one. */
function siteOrigins(): string[] {
  const listed = document.querySelector<HTMLMetaElement>('meta[name=foyer-origins]')?.content ?? '';
  return listed.split(' ').filter(Boolean);
}
