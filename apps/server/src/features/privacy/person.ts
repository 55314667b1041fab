import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** By what the rows of one person are found, on one site. */
export interface Person {
  readonly siteId: string;
  readonly visitorId: string;
  readonly visitIds: readonly string[];
  readonly chatIds: readonly string[];
  readonly fileIds: readonly string[];
  /** Where their visits came from; none where the site cuts addresses, since those are of many. */
  readonly addresses: readonly string[];
  /** Folded to lower case. */
  readonly emails: readonly string[];
}

/** Gathers what is known of a person; every list may be empty. */
export async function gatherPerson(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  areAddressesCut: boolean,
): Promise<Person> {
  const ofVisitor = <Table extends 'visit' | 'chat' | 'chat_file'>(table: Table) =>
    db
      .selectFrom(table as 'visit')
      .select('id')
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .execute();
  const [visits, chats, files, visitor, mails, addresses] = await Promise.all([
    ofVisitor('visit'),
    ofVisitor('chat'),
    ofVisitor('chat_file'),
    db
      .selectFrom('visitor')
      .select('email')
      .where('site_id', '=', siteId)
      .where('id', '=', visitorId)
      .executeTakeFirst(),
    db
      .selectFrom('chat')
      .select(['visitor_email', 'transcript_to'])
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .execute(),
    db
      .selectFrom('visit')
      .select('address')
      .distinct()
      .where('site_id', '=', siteId)
      .where('visitor_id', '=', visitorId)
      .execute(),
  ]);
  const known = [visitor?.email, ...mails.flatMap((chat) => [chat.visitor_email, chat.transcript_to])];
  return {
    siteId,
    visitorId,
    visitIds: visits.map(({ id }) => id),
    chatIds: chats.map(({ id }) => id),
    fileIds: files.map(({ id }) => id),
    addresses: areAddressesCut ? [] : addresses.map(({ address }) => address).filter((address) => address !== ''),
    emails: [...new Set(known.flatMap((email) => (email ? [email.toLowerCase()] : [])))],
  };
}

/** Whether anything is stored under a visitor's id. */
export async function isKnownPerson(db: Kysely<Database>, siteId: string, visitorId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from visitor where site_id = ${siteId} and id = ${visitorId}
    union all select id from chat where site_id = ${siteId} and visitor_id = ${visitorId}
    union all select id from visit where site_id = ${siteId} and visitor_id = ${visitorId}`.execute(db);
  return rows.length > 0;
}
