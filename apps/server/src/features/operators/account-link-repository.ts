import { accountLinkPurposes } from '@foyer/protocol/operator';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { hashToken, newToken } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

const purposeSchema = z.enum(accountLinkPurposes);
type Purpose = z.infer<typeof purposeSchema>;

/** A link as it is kept: nobody can make its token out of it. */
export interface StoredLink {
  readonly operatorId: string;
  readonly purpose: Purpose;
  readonly expiresAt: number;
}

/** Makes an operator's link; the one before it is void. The answer is its token. */
export async function insertAccountLink(trx: Kysely<Database>, link: StoredLink): Promise<string> {
  const token = newToken();
  await deleteAccountLink(trx, link.operatorId);
  await trx
    .insertInto('account_link')
    .values({
      token_hash: hashToken(token),
      operator_id: link.operatorId,
      purpose: link.purpose,
      expires_at: link.expiresAt,
    })
    .execute();
  return token;
}

/** The link with this token, if it is neither used nor too old. */
export async function findAccountLink(db: Kysely<Database>, token: string, now: number): Promise<StoredLink | null> {
  const row = await db
    .selectFrom('account_link')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return null;
  return { operatorId: row.operator_id, purpose: purposeSchema.parse(row.purpose), expiresAt: row.expires_at };
}

/** Uses a link up; false: somebody was first. */
export async function redeemAccountLink(trx: Kysely<Database>, token: string, now: number): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('account_link')
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}

/** Makes an operator's link void; false: there was none. */
export async function deleteAccountLink(trx: Kysely<Database>, operatorId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('account_link')
    .where('operator_id', '=', operatorId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}

/** Links that are not used up, by operator id; some may be too old. */
export async function selectAccountLinks(
  db: Kysely<Database>,
): Promise<ReadonlyMap<string, { purpose: Purpose; expiresAt: number }>> {
  const rows = await db.selectFrom('account_link').select(['operator_id', 'purpose', 'expires_at']).execute();
  return new Map(
    rows.map((row) => [row.operator_id, { purpose: purposeSchema.parse(row.purpose), expiresAt: row.expires_at }]),
  );
}
