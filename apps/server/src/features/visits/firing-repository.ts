import {
  explanationSchema,
  type RecordedFiring,
  type RuleKind,
  recordedFiringSchema,
} from '@foyer/protocol/explanation';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Whose firings are read. */
export interface FiringFilter {
  readonly visitorId: string;
  readonly visitId: string;
  readonly kind?: RuleKind | undefined;
  readonly ruleId?: string | undefined;
}

/** Firings of a visit as recorded, newest first. */
export async function listFirings(
  db: Kysely<Database>,
  siteId: string,
  { visitorId, visitId, kind, ruleId }: FiringFilter,
  limit: number,
): Promise<RecordedFiring[]> {
  let query = db
    .selectFrom('firing')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .where('visit_id', '=', visitId)
    .orderBy('id', 'desc')
    .limit(limit);
  if (kind !== undefined) query = query.where('rule_kind', '=', kind);
  if (ruleId !== undefined) query = query.where('rule_id', '=', ruleId);
  return (await query.execute()).map((row) =>
    recordedFiringSchema.parse({
      id: row.id,
      kind: row.rule_kind,
      ruleId: row.rule_id,
      name: row.rule_name,
      version: row.rule_version,
      at: row.at,
      shadow: row.shadow === 1,
      explanation: explanationSchema.nullable().parse(JSON.parse(row.explanation)),
    }),
  );
}

/** Which rules fired in a visit, in shadow or not, each as `kind id`. */
export async function listFiredRules(
  db: Kysely<Database>,
  siteId: string,
  { visitorId, visitId }: FiringFilter,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('firing')
    .select(['rule_kind', 'rule_id'])
    .distinct()
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .where('visit_id', '=', visitId)
    .execute();
  return new Set(rows.map((row) => `${row.rule_kind} ${row.rule_id}`));
}
