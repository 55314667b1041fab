import type { Expression } from '@foyer/protocol/condition';

/** The condition or group at a dotted path of a document, as an expression; null: none stands there. */
export function termAt(document: unknown, path: string | null): Expression | null {
  if (path === null) return null;
  let found: unknown = document;
  for (const step of path.split('.')) found = (found as Record<string, unknown> | null | undefined)?.[step];
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return null;
  if ('variable' in found) return { all: [found as never] };
  return 'all' in found || 'any' in found || 'none' in found ? (found as Expression) : null;
}
