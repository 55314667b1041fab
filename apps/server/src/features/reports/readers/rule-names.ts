import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/tables.ts';

/** Names of rules by their ids: as they are called now, or were when they were deleted. */
export async function readRuleNames(
  db: Kysely<Database>,
  siteId: string,
  kind: 'alert' | 'prospectRule',
  present: readonly { readonly id: string; readonly name: string }[],
  ids: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map(present.map(({ id, name }) => [id, name]));
  const gone = ids.filter((id) => id !== '' && !names.has(id));
  if (gone.length === 0) return names;
  const changes = await db
    .selectFrom('change')
    .select(['document_id', 'document_name'])
    .where('site_id', '=', siteId)
    .where('kind', '=', kind)
    .where('document_id', 'in', gone.slice(0, 500))
    .orderBy('id')
    .execute();
  for (const { document_id, document_name } of changes) names.set(document_id, document_name);
  return names;
}
