import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Contact details of a visitor, as far as they are known. */
export interface Contact {
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly variables: Readonly<Record<string, string>>;
}

const nothing: Contact = { name: null, company: null, email: null, phone: null, variables: {} };

/** What is stored of a visitor; nothing when there is no such visitor. */
export async function findContact(db: Kysely<Database>, siteId: string, visitorId: string): Promise<Contact> {
  const row = await db
    .selectFrom('visitor')
    .select(['name', 'company', 'email', 'phone', 'variables'])
    .where('site_id', '=', siteId)
    .where('id', '=', visitorId)
    .executeTakeFirst();
  return row ? { ...row, variables: JSON.parse(row.variables) } : nothing;
}
