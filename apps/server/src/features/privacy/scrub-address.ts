import type { PrivacyInput } from '@foyer/protocol/privacy';
import { maskCardNumbers } from '../chats/mask-card-numbers.ts';

/** Takes out of page addresses and titles what a site does not want to keep of its visitors. */
export interface Scrubber {
  /** An address without the parameters that are dropped; what is left stands as it did, letter by letter. */
  readonly address: (url: string) => string;
  readonly text: (text: string) => string;
}

/** What stands for an e-mail address. */
const hidden = '***';
/** What ends a word that may be an e-mail address, in addresses and in titles. */
const betweenWords = /([\s/?&=#;,:<>"'()|]+)/;
const domainEnd = /\.[a-z]{2,24}$/i;

/** Compiles a site's privacy settings. */
export function compileScrubber({ parameters, masksPersonalText }: PrivacyInput): Scrubber {
  const names = new Set(parameters.names.map((name) => name.toLowerCase()));
  const isKept = (pair: string) => names.has(nameOf(pair)) === (parameters.keep === 'only');
  const keepOf = (pairs: string) =>
    pairs
      .split('&')
      .filter((pair) => pair === '' || isKept(pair))
      .join('&');

  return {
    address(url) {
      const [, start = '', query, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
      const path = start.replace(/^([a-z-]+:\/\/)[^/@]*@/i, '$1');
      const kept = query === undefined ? '' : keepOf(query.slice(1));
      const asked = kept === '' ? (query === '?' ? '?' : '') : `?${masksPersonalText ? maskCardNumbers(kept) : kept}`;
      // Some services hand over tokens behind the hash.
      const inFragment = fragment?.includes('=') ? `#${keepOf(fragment.slice(1))}` : (fragment ?? '');
      const whole = `${path}${asked}${inFragment === '#' ? '' : inFragment}`;
      return masksPersonalText ? hideMailAddresses(whole) : whole;
    },
    text: (text) => (masksPersonalText ? hideMailAddresses(maskCardNumbers(text)) : text),
  };
}

function nameOf(pair: string): string {
  const [raw = ''] = pair.split('=', 1);
  try {
    return decodeURIComponent(raw.replaceAll('+', ' ')).trim().toLowerCase();
  } catch {
    return raw.toLowerCase();
  }
}

/** Word by word, so that no text can make it slow. */
function hideMailAddresses(text: string): string {
  if (!text.includes('@') && !text.includes('%40')) return text;
  return text
    .split(betweenWords)
    .map((word) => {
      const at = Math.max(word.indexOf('@'), word.indexOf('%40'));
      return at > 0 && domainEnd.test(word) ? hidden : word;
    })
    .join('');
}
