import { maxRulesPerSite } from '@foyer/protocol/document';
import { type ProspectRule, type ProspectRuleInput, prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { makeRoomBehind, writeOrder } from '../../storage/document-order.ts';
import type { Database } from '../../storage/tables.ts';
import { deleteDocument, updateDocument } from '../../storage/versioned-documents.ts';
import { copyOfDocument } from '../sites/copy-of-document.ts';

/** Rows are outside data too: one left by an older version gets its defaults, or fails here by name. */
function toProspectRule(row: Selectable<Database['prospect_rule']>): ProspectRule {
  return prospectRuleSchema.parse({ ...JSON.parse(row.body), id: row.id, version: row.version });
}

/** A site's prospect rules in their order. */
export async function selectProspectRules(db: Kysely<Database>, siteId: string): Promise<ProspectRule[]> {
  const rows = await db
    .selectFrom('prospect_rule')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(toProspectRule);
}

/** Ids of a site's prospect rules, in no order. */
export async function selectProspectRuleIds(db: Kysely<Database>, siteId: string): Promise<string[]> {
  const rows = await db.selectFrom('prospect_rule').select('id').where('site_id', '=', siteId).execute();
  return rows.map((row) => row.id);
}

export async function findProspectRule(db: Kysely<Database>, siteId: string, id: string): Promise<ProspectRule | null> {
  const row = await db
    .selectFrom('prospect_rule')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toProspectRule(row) : null;
}

/** Adds a rule after all others. Throws `conflict` when there is no room. Within a transaction. */
export async function insertProspectRule(
  trx: Kysely<Database>,
  siteId: string,
  input: ProspectRuleInput,
): Promise<ProspectRule> {
  const row = {
    site_id: siteId,
    id: newId(),
    position: (await lastPosition(trx, siteId)) + 1,
    version: 1,
    body: JSON.stringify(input),
  };
  await trx.insertInto('prospect_rule').values(row).execute();
  return toProspectRule(row);
}

/** The last position taken, 0 when there is none. Throws `conflict` when the site has as many rules as it can have. */
async function lastPosition(db: Kysely<Database>, siteId: string): Promise<number> {
  const last = await db
    .selectFrom('prospect_rule')
    .select((eb) => [eb.fn.max('position').as('position'), eb.fn.countAll().as('count')])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (Number(last?.count ?? 0) >= maxRulesPerSite)
    throw new AppError('conflict', `A site can have at most ${maxRulesPerSite.toLocaleString('en')} prospect rules`);
  return Number(last?.position ?? 0);
}

/** Puts a disabled copy right behind a rule; null: no such rule. Within a transaction. */
export async function copyProspectRule(
  trx: Kysely<Database>,
  siteId: string,
  id: string,
): Promise<ProspectRule | null> {
  const rows = await trx.selectFrom('prospect_rule').selectAll().where('site_id', '=', siteId).execute();
  const original = rows.find((row) => row.id === id);
  if (!original) return null;
  await lastPosition(trx, siteId);
  const row = {
    ...original,
    id: newId(),
    position: await makeRoomBehind(trx, 'prospect_rule', siteId, original),
    version: 1,
    body: copyOfDocument(
      original.body,
      rows.map(({ body }) => body),
    ),
  };
  await trx.insertInto('prospect_rule').values(row).execute();
  return toProspectRule(row);
}

/** Changes a rule that still has this version; null when it has another, or is gone. */
export async function updateProspectRule(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  version: number,
  input: ProspectRuleInput,
): Promise<ProspectRule | null> {
  const row = await updateDocument(db, 'prospect_rule', { siteId, id, version }, input);
  return row ? toProspectRule(row) : null;
}

/** Deletes a rule that still has this version; false when it has another, or is gone. */
export function deleteProspectRule(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  version: number,
): Promise<boolean> {
  return deleteDocument(db, 'prospect_rule', { siteId, id, version });
}

/** Puts a site's rules in the order of these ids. Within a transaction. */
export async function updateProspectRuleOrder(
  trx: Kysely<Database>,
  siteId: string,
  ids: readonly string[],
): Promise<void> {
  await writeOrder(trx, 'prospect_rule', siteId, ids);
}
