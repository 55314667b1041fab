import { cleanText } from '@foyer/rules/clean-text';
import { isbot, isbotMatch } from 'isbot';
import { LRUCache } from 'lru-cache';

export interface SpiderOptions {
  /** Take headless Chrome for a browser: for tests that drive one. Off on a real server. */
  allowHeadless: boolean;
}

const nameless = 'no user agent';
/** The list is one long expression, and most visitors use one of a few hundred browsers. */
const verdicts = new LRUCache<string, boolean>({ max: 5000 });

/**
 * Whether a user agent is a crawler's, by the list of isbot. An empty one is a spider too: our script only runs in
 * browsers, and every browser names itself.
 */
export function isSpider(userAgent: string | undefined, options: SpiderOptions): boolean {
  const agent = read(userAgent);
  if (agent === '') return true;
  const judged = options.allowHeadless ? agent.replace('HeadlessChrome/', 'Chrome/') : agent;
  const known = verdicts.get(judged);
  if (known !== undefined) return known;
  const verdict = isbot(judged);
  verdicts.set(judged, verdict);
  return verdict;
}

/**
 * The word of a spider's user agent that gives it away, such as `Googlebot`, without its version and at most 80
 * characters; `no user agent` for an empty one, null for a browser's.
 */
export function spiderName(userAgent: string | undefined): string | null {
  const agent = read(userAgent);
  if (agent === '') return nameless;
  if (!isbot(agent)) return null;
  // A link gives a spider away too, but names its owner; the spider's own name stands after `compatible;` then.
  const withoutLinks = agent.replace(/https?:\/\/[^\s;)]*/g, '');
  const match = isbotMatch(withoutLinks);
  const word = match === null ? (/compatible;\s*([^;)]+)/.exec(agent)?.[1] ?? agent) : wholeWord(withoutLinks, match);
  return cleanText((word.split('/', 1)[0] || word).trim(), 80) || nameless;
}

/** A match may be a part of a word only: `Bot` of `GPTBot/1.2`. */
function wholeWord(agent: string, match: string): string {
  const start = agent.indexOf(match);
  const before = /[\w.-]*$/.exec(agent.slice(0, start))?.[0] ?? '';
  const after = /^[\w.-]*/.exec(agent.slice(start + match.length))?.[0] ?? '';
  return `${before}${match}${after}`;
}

function read(userAgent: string | undefined): string {
  return cleanText(userAgent ?? '', 512).trim();
}
