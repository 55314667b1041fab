import type { ApiScope } from '@foyer/protocol/api-key';
import type { Role } from '@foyer/protocol/operator';

/** Who calls, as the session or the API key says; nothing else of it is ever taken from the request. */
export interface OperatorPrincipal {
  /** Of an API key: its own id. */
  readonly operatorId: string;
  readonly name: string;
  readonly role: Role;
  /** Sites they may see; null: all (administrators). */
  readonly siteIds: ReadonlySet<string> | null;
  /** Empty for an API key. */
  readonly sessionHash: string;
  /** Two-factor sign-in is required of them and not set up. */
  readonly needsTwoFactor: boolean;
  /** What an API key may do; null: this is a person, who may do what their role may. */
  readonly scopes: readonly ApiScope[] | null;
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
