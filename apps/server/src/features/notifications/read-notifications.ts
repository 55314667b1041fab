import type { Notifications } from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getStored } from './notifications-repository.ts';

/** A site's notifications, without its secrets; nothing configured and version 0 when it has never saved any. */
export async function readNotifications(db: Kysely<Database>, siteId: string): Promise<Notifications> {
  return (await getStored(db, siteId)).shown;
}
