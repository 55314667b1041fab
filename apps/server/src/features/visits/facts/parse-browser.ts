import { cleanText } from '@foyer/rules/clean-text';
import bowser from 'bowser';
import { LRUCache } from 'lru-cache';

/** What a user agent says of itself; null where it says nothing that is known. */
export interface BrowserFacts {
  /** One of Bowser's names, such as `Chrome`, `Microsoft Edge`, `Safari`. */
  browser: string | null;
  /** Dotted digits, as in `124.0.0.0`. */
  browserVersion: string | null;
  /** One of Bowser's names, such as `Windows`, `macOS`, `iOS`, `Android`, without version: browsers freeze that. */
  os: string | null;
  device: 'desktop' | 'mobile' | 'tablet' | null;
}

const unknown: BrowserFacts = { browser: null, browserVersion: null, os: null, device: null };
const known = new LRUCache<string, BrowserFacts>({ max: 5000 });

// For an unknown agent Bowser repeats the sender's own words: only names from its list are taken, so that lists and
// reports stay short.
const browserNames: ReadonlySet<string> = new Set(Object.values(bowser.BROWSER_MAP));
const osNames: ReadonlySet<string> = new Set(Object.values(bowser.OS_MAP));

/** Names browser, system and device from the first 512 characters of a user agent. Never throws. */
export function parseBrowser(userAgent: string): BrowserFacts {
  const agent = cleanText(userAgent, 512);
  if (agent.trim() === '') return unknown;
  const seen = known.get(agent);
  if (seen) return seen;
  const facts = parse(agent);
  known.set(agent, facts);
  return facts;
}

function parse(agent: string): BrowserFacts {
  const { browser, os, platform } = bowser.parse(agent);
  const name = browser.name !== undefined && browserNames.has(browser.name) ? browser.name : null;
  const version = /^\d[\d.]{0,31}/.exec(browser.version ?? '')?.[0] ?? null;
  return {
    browser: name,
    browserVersion: name === null ? null : version,
    os: os.name !== undefined && osNames.has(os.name) ? os.name : null,
    device: toDevice(platform.type),
  };
}

function toDevice(type: string | undefined): BrowserFacts['device'] {
  return type === 'desktop' || type === 'mobile' || type === 'tablet' ? type : null;
}
