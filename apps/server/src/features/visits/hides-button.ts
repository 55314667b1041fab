import type { Site } from '@foyer/protocol/site';
import { compilePagePattern, matchesSomePage, readPageAddress } from '@foyer/rules/page-pattern';

/** Whether the site wants no chat button on the page of an address. */
export function hidesButton(site: Site): (url: string) => boolean {
  const patterns = site.chatWindow.hiddenOn.map((pattern) => compilePagePattern(pattern, site.keepsFragments));
  return (url) => patterns.length > 0 && matchesSomePage(patterns, readPageAddress(url));
}
