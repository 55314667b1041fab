import type { ReferringSite } from '@foyer/protocol/referring-site';
import { cleanTextOrNull } from './clean-text.ts';
import { matchHost } from './match-host.ts';

/** Where a visit came from. All null, and no search, for a direct or an internal one. */
export interface Referrer {
  /** The referrer's address without user, password and fragment, at most 2000 characters. */
  referrer: string | null;
  /** Lower case, international names in their `xn--` form, without port. */
  referrerHost: string | null;
  /** Name of the first referring site that has the host. */
  referringSite: string | null;
  /** Whether that site is a search engine: one with a phrase parameter. */
  isSearch: boolean;
  /** At most 300 characters. Most engines keep it to themselves. */
  searchPhrase: string | null;
}

const direct: Referrer = {
  referrer: null,
  referrerHost: null,
  referringSite: null,
  isSearch: false,
  searchPhrase: null,
};

/** Longer ones are cut before they are read, so that nobody makes us work. */
const maxReadLength = 8192;

/** Schemes a browser sends as referrer; Chrome on Android names the application that opened it with the last. */
const schemes = new Set(['http:', 'https:', 'android-app:']);

/**
 * Reads a referrer as the page reports it. One from the page's own host and port is internal; a leading `www.` makes no
 * other host. Unreadable ones count as none.
 */
export function readReferrer(referrerUrl: string | null, pageUrl: string, sites: readonly ReferringSite[]): Referrer {
  const url = parse(referrerUrl);
  if (!url || ownHost(url) === ownHost(parse(pageUrl))) return direct;

  const host = url.hostname.toLowerCase();
  const site = sites.find(({ hosts }) => hosts.some((pattern) => matchHost(host, pattern))) ?? null;
  const parameter = site?.phraseParameter ?? null;
  return {
    referrer: cleanTextOrNull(url.href, 2000),
    referrerHost: host,
    referringSite: site?.name ?? null,
    isSearch: parameter !== null,
    searchPhrase: parameter === null ? null : cleanTextOrNull(url.searchParams.get(parameter), 300),
  };
}

function parse(text: string | null): URL | null {
  if (text === null) return null;
  const url = URL.parse(text.slice(0, maxReadLength));
  if (!url || !schemes.has(url.protocol) || url.hostname === '') return null;
  // Each assignment reads the whole address again.
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  if (url.href.includes('#')) url.hash = '';
  return url;
}

function ownHost(url: URL | null): string | null {
  return url === null ? null : url.host.toLowerCase().replace(/^www\./, '');
}
