import type { Notifications } from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { recordChange } from '../changes/record-change.ts';
import { getStored, saveStored } from './notifications-repository.ts';

/**
 * Switches a site's webhook off, if it is on and still goes to this address. Null when it is not, or when the document
 * was changed in the same moment. To be called in a transaction.
 */
export async function stopWebhook(
  trx: Kysely<Database>,
  siteId: string,
  url: string,
  stopped: { at: number; reason: string },
): Promise<Notifications | null> {
  const stored = await getStored(trx, siteId);
  const { webhook } = stored.shown;
  if (!webhook?.enabled || webhook.url !== url) return null;
  const shown = { ...stored.shown, webhook: { ...webhook, enabled: false, stopped } };
  const version = await saveStored(trx, siteId, { ...stored, shown });
  if (version === null) return null;
  const changer = { operatorId: null, name: 'Foyer', at: stopped.at };
  const change = { siteId, kind: 'notifications', id: siteId, name: 'Notifications' } as const;
  await recordChange(trx, changer, { ...change, before: stored.shown, after: shown });
  return { ...shown, version };
}
