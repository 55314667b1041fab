import type { LegalHold } from '@foyer/protocol/privacy';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { isKnownPerson } from './person.ts';

/** Whether a hold keeps a visitor, for their own sake or that of one of their chats. */
export async function isHeld(db: Kysely<Database>, siteId: string, visitorId: string): Promise<boolean> {
  const row = await db
    .selectFrom('legal_hold')
    .select('id')
    .where('site_id', '=', siteId)
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', '=', 'visitor'), eb('id', '=', visitorId)]),
        eb.and([
          eb('kind', '=', 'chat'),
          eb(
            'id',
            'in',
            eb
              .selectFrom('chat')
              .select('chat.id')
              .where('chat.site_id', '=', siteId)
              .where('visitor_id', '=', visitorId),
          ),
        ]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether there is such a visitor or chat to be held. */
export async function isThere(
  db: Kysely<Database>,
  siteId: string,
  kind: LegalHold['kind'],
  id: string,
): Promise<boolean> {
  if (kind === 'visitor') return isKnownPerson(db, siteId, id);
  const chat = await db
    .selectFrom('chat')
    .select('id')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return chat !== undefined;
}

/** One hold, or null. */
export async function findHold(
  db: Kysely<Database>,
  siteId: string,
  kind: LegalHold['kind'],
  id: string,
): Promise<LegalHold | null> {
  const row = await db
    .selectFrom('legal_hold')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toHold(row) : null;
}

/** Sets a hold, or its reason anew. */
export async function setHold(db: Kysely<Database>, siteId: string, hold: LegalHold): Promise<LegalHold> {
  const { kind, id, reason, at, operatorName } = hold;
  await db
    .insertInto('legal_hold')
    .values({ site_id: siteId, kind, id, reason, at, operator_name: operatorName })
    .onConflict((conflict) =>
      conflict.columns(['site_id', 'kind', 'id']).doUpdateSet({ reason, at, operator_name: operatorName }),
    )
    .execute();
  return hold;
}

/** Lifts a hold; false: there is none. */
export async function liftHold(
  db: Kysely<Database>,
  siteId: string,
  kind: LegalHold['kind'],
  id: string,
): Promise<boolean> {
  const lifted = await db
    .deleteFrom('legal_hold')
    .where('site_id', '=', siteId)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst();
  return Number(lifted.numDeletedRows) > 0;
}

function toHold(row: Selectable<Database['legal_hold']>): LegalHold {
  return {
    kind: row.kind === 'chat' ? 'chat' : 'visitor',
    id: row.id,
    reason: row.reason,
    at: row.at,
    operatorName: row.operator_name,
  };
}
