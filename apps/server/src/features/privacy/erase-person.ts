import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { daysOf, freezeDays } from './frozen-days.ts';
import { gatherPerson, type Person } from './person.ts';
import { eraseRows } from './person-table.ts';
import { personTables } from './person-tables.ts';

/** Ids in one statement at most. */
const idsAtOnce = 400;

/**
 * Deletes all that is stored of a visitor, or makes it nobody's; counts stay. Table by table, each for itself, in an order
 * in which it can be done again from wherever it was broken off. Answers rows by table, without those that had none.
 */
export async function erasePerson(
  storage: Storage,
  siteId: string,
  visitorId: string,
  { timeZone, areAddressesCut }: { timeZone: string; areAddressesCut: boolean },
): Promise<Record<string, number>> {
  const { db } = storage;
  const person = await gatherPerson(db, siteId, visitorId, areAddressesCut);
  await freezeDays(db, siteId, await daysOfFacts(db, person, timeZone));
  const anonymous = { visitorId: randomBytes(16).toString('hex'), visitId: newId() };
  const rows: Record<string, number> = {};
  for (const [table, rule] of Object.entries(personTables)) {
    let count = 0;
    for (const part of inParts(person)) count += await eraseRows(db, table, rule, part, anonymous);
    if (count > 0) rows[table] = count;
  }
  return rows;
}

/** The same person by few ids at a time, so that no statement grows without limit. */
function inParts(person: Person): Person[] {
  const lists = ['visitIds', 'chatIds', 'fileIds', 'addresses', 'emails'] as const;
  const parts = Math.max(1, ...lists.map((list) => Math.ceil(person[list].length / idsAtOnce)));
  return Array.from({ length: parts }, (_none, part) => {
    const cut = lists.map((list) => [list, person[list].slice(part * idsAtOnce, (part + 1) * idsAtOnce)]);
    return { ...person, ...Object.fromEntries(cut) };
  });
}

/** The local days on which something of the person was counted. */
async function daysOfFacts(db: Kysely<Database>, person: Person, timeZone: string): Promise<Set<string>> {
  const [visits, chats, invitations] = await Promise.all([
    db
      .selectFrom('visit')
      .select(['started_at as from', 'last_hit_at as to'])
      .where('site_id', '=', person.siteId)
      .where('visitor_id', '=', person.visitorId)
      .execute(),
    db
      .selectFrom('chat')
      .select(['requested_at as from', (eb) => eb.fn.coalesce('ended_at', 'requested_at').as('to')])
      .where('site_id', '=', person.siteId)
      .where('visitor_id', '=', person.visitorId)
      .execute(),
    db
      .selectFrom('invitation')
      .select(['queued_at as from', (eb) => eb.fn.coalesce('ended_at', 'queued_at').as('to')])
      .where('site_id', '=', person.siteId)
      .where('visitor_id', '=', person.visitorId)
      .execute(),
  ]);
  const spans = [...visits, ...chats, ...invitations].map(({ from, to }) => [Number(from), Number(to)] as const);
  return daysOf(spans, timeZone);
}
