import type { CompiledInvite } from './invites.ts';
import type { PageAddress } from './page-pattern.ts';

/** Finds the invites that send themselves on a page without trying every pattern there is. */
export interface AutoSendIndex {
  /** Those whose pages include this one, in list order. */
  onPage(page: PageAddress): CompiledInvite[];
}

/** Indexes by exact address; patterns with wildcards are tried one by one. */
export function indexAutoSends(invites: readonly CompiledInvite[]): AutoSendIndex {
  const byAddress = new Map<string, Set<number>>();
  const wild: number[] = [];
  invites.forEach(({ invite, pages }, place) => {
    if (!invite.enabled) return;
    for (const { exact } of pages) {
      if (exact === null) continue;
      const places = byAddress.get(exact) ?? new Set();
      byAddress.set(exact, places.add(place));
    }
    if (pages.some(({ exact }) => exact === null)) wild.push(place);
  });
  return {
    onPage: (page) => {
      const places = new Set([...(byAddress.get(page.path) ?? []), ...(byAddress.get(page.pathAndQuery) ?? [])]);
      for (const place of wild) {
        if (invites[place]?.pages.some((pattern) => pattern.exact === null && pattern.matches(page))) places.add(place);
      }
      return [...places].sort((a, b) => a - b).flatMap((place) => invites[place] ?? []);
    },
  };
}
