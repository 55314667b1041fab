import {
  explanationSchema,
  type RecordedFiring,
  type RuleKind,
  recordedFiringSchema,
} from '@foyer/protocol/explanation';
import type { ProspectRuleStatistics } from '@foyer/protocol/prospect-rule';
import { type Kysely, sql } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
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

/** How often each prospect rule of a site has fired since an instant, in how many visits and for how many visitors. */
export async function countProspectFirings(
  db: Kysely<Database>,
  siteId: string,
  since: number,
): Promise<ProspectRuleStatistics['items']> {
  const rows = await db
    .selectFrom('firing')
    .select((eb) => [
      'rule_id',
      'shadow',
      eb.fn.count('visit_id').distinct().as('visits'),
      eb.fn.count('visitor_id').distinct().as('visitors'),
    ])
    .where('site_id', '=', siteId)
    // As it stands in the index: a parameter would not be known to be the same.
    .where(sql<boolean>`rule_kind = 'prospectRule'`)
    .where('id', '>=', smallestIdAt(since))
    .groupBy(['rule_id', 'shadow'])
    .execute();
  const none = { visits: 0, visitors: 0 };
  const found = new Map<string, ProspectRuleStatistics['items'][number]>();
  for (const { rule_id: id, shadow, visits, visitors } of rows) {
    const reach = { visits: Number(visits), visitors: Number(visitors) };
    const known = found.get(id) ?? { id, fired: none, inShadow: none };
    found.set(id, shadow === 1 ? { ...known, inShadow: reach } : { ...known, fired: reach });
  }
  return [...found.values()];
}
