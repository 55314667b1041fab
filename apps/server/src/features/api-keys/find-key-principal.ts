import type { Kysely } from 'kysely';
import type { OperatorPrincipal } from '../../http/principal.ts';
import type { Database } from '../../storage/tables.ts';
import { takeApiKey, tokenStart } from './api-key-repository.ts';

/** The token of an `Authorization: Bearer …` header; null: the request has none. */
export function readBearer(authorization: string | undefined): string | null {
  return /^Bearer +(\S{1,200})$/i.exec(authorization ?? '')?.[1] ?? null;
}

/**
 * What the bearer of an API key may do; null: it is unknown, was taken back, or has expired. Its scopes and sites count; the
 * role is only so high that no route thinks it too low.
 */
export async function findKeyPrincipal(
  db: Kysely<Database>,
  token: string,
  now: number,
): Promise<OperatorPrincipal | null> {
  const key = token.startsWith(tokenStart) ? await takeApiKey(db, token, now) : null;
  if (!key) return null;
  return {
    operatorId: key.id,
    name: `API key ${key.name}`,
    role: 'administrator',
    siteIds: key.siteIds === null ? null : new Set(key.siteIds),
    sessionHash: '',
    needsTwoFactor: false,
    scopes: key.scopes,
  };
}
