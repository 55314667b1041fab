import { randomHex } from './random-hex.ts';

const key = 'foyer.visitor';
const seenKey = 'foyer.seen';
const isId = /^[0-9a-f]{32}$/;
/** Thirteen months since the last page view; then the browser is a stranger again. */
const keptMs = 395 * 86_400_000;

/**
 * The browser's first-party id on this origin: 32 hex digits, in localStorage, or in a cookie where that is shut; its
 * thirteen months start again on every page. With both shut, an id for this page only.
 */
export function visitorId(now: number): string {
  try {
    const kept = localStorage.getItem(key) ?? '';
    const isFresh = now - Number(localStorage.getItem(seenKey)) < keptMs;
    const id = isId.test(kept) && isFresh ? kept : (readCookie() ?? randomHex(16));
    localStorage.setItem(key, id);
    localStorage.setItem(seenKey, String(now));
    return id;
  } catch {
    const id = readCookie() ?? randomHex(16);
    try {
      const secure = location.protocol === 'https:' ? '; secure' : '';
      // biome-ignore lint/suspicious/noDocumentCookie: CookieStore is not in every browser that gets here
      document.cookie = `${key}=${id}; path=/; max-age=${keptMs / 1000}; samesite=lax${secure}`;
    } catch {
      // A sandboxed frame: nothing can be kept.
    }
    return id;
  }
}

function readCookie(): string | null {
  try {
    return /(?:^|; )foyer\.visitor=([0-9a-f]{32})(?:;|$)/.exec(document.cookie)?.[1] ?? null;
  } catch {
    return null;
  }
}
