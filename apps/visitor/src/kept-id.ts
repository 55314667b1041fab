import type { PagePrivacy } from '@foyer/protocol/privacy';

const key = 'foyer.visitor';
const seenKey = 'foyer.seen';
/** 32 hex digits; a plus behind them: the visitor has allowed it. */
const isId = /^[0-9a-f]{32}\+?$/;
/** Thirteen months since the last page view; then the browser is a stranger again. */
const keptMs = 395 * 86_400_000;

const places = { browser: () => localStorage, tab: () => sessionStorage };

/** The visitor's id that an earlier page has kept on this origin. */
export interface KeptId {
  id: string;
  consent: boolean;
}

/** What is kept; null: nothing, or too long ago. */
export function findKept(): KeptId | null {
  for (const open of Object.values(places))
    try {
      const text = open().getItem(key) ?? '';
      if (isId.test(text) && Date.now() - Number(open().getItem(seenKey)) < keptMs)
        return { id: text.slice(0, 32), consent: text.length > 32 };
    } catch {
      // Shut.
    }
  return null;
}

/** Keeps an id where it may be, and nowhere else; its thirteen months start again. Null: none is kept any more. */
export function keepId(kept: KeptId | null, where: PagePrivacy['keeps']): void {
  for (const place of ['browser', 'tab'] as const)
    try {
      const storage = places[place]();
      if (kept && place === where) {
        storage.setItem(key, kept.id + (kept.consent ? '+' : ''));
        storage.setItem(seenKey, String(Date.now()));
      } else {
        storage.removeItem(key);
        storage.removeItem(seenKey);
      }
    } catch {
      // Shut: the id is this page's alone.
    }
}
