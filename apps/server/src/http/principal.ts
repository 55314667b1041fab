import type { Role } from '@foyer/protocol/operator';

/** Who calls, as the session says; nothing of it is ever taken from the request. */
export interface OperatorPrincipal {
  readonly operatorId: string;
  readonly name: string;
  readonly role: Role;
  /** Sites they may see; null: all (administrators). */
  readonly siteIds: ReadonlySet<string> | null;
  readonly sessionHash: string;
}

/** Whether this operator may touch anything of this site. */
export function mayUseSite(principal: OperatorPrincipal, siteId: string): boolean {
  return principal.siteIds === null || principal.siteIds.has(siteId);
}

const rank: Record<Role, number> = { operator: 1, supervisor: 2, administrator: 3 };

/** Whether a role has at least the rights of another. */
export function hasRole(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed];
}
