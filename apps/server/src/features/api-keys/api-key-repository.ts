import { type ApiKey, type ApiKeyInput, apiKeySchema } from '@foyer/protocol/api-key';
import type { Kysely, Selectable } from 'kysely';
import { hashToken, newId, newToken } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** Every token begins with it, so that people and scanners of leaked secrets know one when they see it. */
export const tokenStart = 'foyer_';
const prefixLength = tokenStart.length + 6;
/** How old the stored last use may become before it is written anew. */
const touchMs = 60_000;

function toApiKey(row: Selectable<Database['api_key']>): ApiKey {
  return apiKeySchema.parse({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes),
    siteIds: row.site_ids === null ? null : JSON.parse(row.site_ids),
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  });
}

/** All keys, the newest first; expired ones too. */
export async function selectApiKeys(db: Kysely<Database>): Promise<ApiKey[]> {
  const rows = await db.selectFrom('api_key').selectAll().orderBy('id', 'desc').execute();
  return rows.map(toApiKey);
}

/** Makes a key; of its token only the hash is stored. */
export async function insertApiKey(
  trx: Kysely<Database>,
  input: ApiKeyInput,
  createdBy: string,
  now: number,
): Promise<{ key: ApiKey; token: string }> {
  const token = `${tokenStart}${newToken()}`;
  const row = {
    id: newId(),
    token_hash: hashToken(token),
    prefix: token.slice(0, prefixLength),
    name: input.name,
    scopes: JSON.stringify(input.scopes),
    site_ids: input.siteIds === null ? null : JSON.stringify(input.siteIds),
    created_at: now,
    created_by: createdBy,
    expires_at: input.expiresAt,
    last_used_at: null,
  };
  await trx.insertInto('api_key').values(row).execute();
  return { key: toApiKey(row), token };
}

/** Takes a key back for good; null: there is none such. */
export async function deleteApiKey(trx: Kysely<Database>, id: string): Promise<ApiKey | null> {
  const row = await trx.deleteFrom('api_key').where('id', '=', id).returningAll().executeTakeFirst();
  return row ? toApiKey(row) : null;
}

/** The key with this token, if it has not expired; that it was used is noted. */
export async function takeApiKey(db: Kysely<Database>, token: string, now: number): Promise<ApiKey | null> {
  const row = await db
    .selectFrom('api_key')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst();
  if (!row) return null;
  if (now - (row.last_used_at ?? 0) > touchMs)
    await db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', row.id).execute();
  return toApiKey(row);
}
