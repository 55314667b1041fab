import type { ApiScope } from '@foyer/protocol/api-key';

/** What stands below a site and is not one of its documents. */
const areaOfSite: Readonly<Record<string, 'visitors' | 'chats'>> = {
  visits: 'visitors',
  'live-visits': 'visitors',
  visitors: 'visitors',
  customers: 'visitors',
  prospects: 'visitors',
  exceptions: 'visitors',
  spiders: 'visitors',
  reports: 'visitors',
  chats: 'chats',
  'missed-chats': 'chats',
  blocks: 'chats',
};

/** Users as documents. What lets somebody in, such as links, sessions and second factors, is for people alone. */
const userPath = /^\/api\/v1\/users(\/(:userId(\/restore)?)?)?$/;
/** What an operator's own screen opens, in the name of that person. */
const personPath = /^\/api\/v1\/sites\/:siteId\/(client-form\/(open|test)|report-schedules\/send-to-me)$/;
const sitePath = /^\/api\/v1\/sites(?:\/?$|\/:siteId(?:\/([^/]+))?)/;

/**
 * What an API key needs to call a route, from the address it is declared with: reading it takes `read`, everything else
 * `write`. Null: no key may, because it touches the caller's own account or what lets somebody in, is done in a person's
 * name, or needs no sign-in.
 */
export function rightOf(
  method: string,
  url: string,
  { who, touches }: { readonly who: string; readonly touches: string },
): ApiScope | null {
  if (who === 'anyone' || touches === 'self' || personPath.test(url)) return null;
  const level = method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  if (userPath.test(url)) return `users:${level}`;
  const below = sitePath.exec(url);
  if (!below) return null;
  return `${areaOfSite[below[1] ?? ''] ?? 'settings'}:${level}`;
}

/** Whether these scopes include a right; who may write may read. */
export function allows(scopes: readonly ApiScope[], right: ApiScope): boolean {
  return scopes.includes(right) || scopes.includes(right.replace(/:read$/, ':write') as ApiScope);
}
