import type { Visit } from '@foyer/rules/visit';
import type { Kysely } from 'kysely';
import type { VisitStore } from '../../bus/visit-store.ts';
import type { Database } from '../../storage/tables.ts';

/** What a visitor is called and where they are, or were at their newest visit; null: nobody has this id. */
export async function findWhereabouts(
  { db, store }: { db: Kysely<Database>; store: VisitStore<Visit> },
  siteId: string,
  visitorId: string,
): Promise<{ name: string | null; address: string | null } | null> {
  const live = await store.get(siteId, visitorId);
  if (live) return { name: live.visitor.name, address: live.place.address };
  const [visitor, visit] = await Promise.all([
    db
      .selectFrom('visitor')
      .select('name')
      .where('site_id', '=', siteId)
      .where('id', '=', visitorId)
      .executeTakeFirst(),
    db
      .selectFrom('visit')
      .select('address')
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ]);
  return visitor || visit ? { name: visitor?.name ?? null, address: visit?.address ?? null } : null;
}
