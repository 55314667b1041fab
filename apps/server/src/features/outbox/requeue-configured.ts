import type { Notifications } from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { requeueItems } from './outbox-repository.ts';

/** What is older is no news any more: an administrator decides whether it is still sent. */
const sentByItselfMs = 24 * 3_600_000;

/** Lets items wait again that had nothing to be sent with until now, the ones of the last 24 hours. */
export async function requeueConfigured(
  trx: Kysely<Database>,
  siteId: string,
  { smtp, sms, webhook }: Pick<Notifications, 'smtp' | 'sms' | 'webhook'>,
  now: number,
): Promise<void> {
  const isConfigured = { email: smtp !== null, sms: sms !== null, webhook: webhook?.enabled === true };
  for (const kind of ['email', 'sms', 'webhook'] as const)
    if (isConfigured[kind])
      await requeueItems(trx, siteId, { state: 'notConfigured', kind, createdSince: now - sentByItselfMs }, now);
}
