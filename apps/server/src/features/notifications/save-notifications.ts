import type { NotificationsChange, SavedNotifications } from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { requeueConfigured } from '../outbox/requeue-configured.ts';
import { applyChange, type ChangedNotifications, rotateWebhookSecret } from './apply-change.ts';
import { getStored, type StoredNotifications, saveStored } from './notifications-repository.ts';
import type { SecretBox } from './secret-box.ts';

/**
 * Saves a change, and lets wait again what had nothing to be sent with before. Throws `conflict` when it was made on
 * another version, `invalid_request` when a secret has to be entered again.
 */
export function saveNotifications(
  db: Kysely<Database>,
  box: SecretBox,
  siteId: string,
  change: NotificationsChange,
  now: number,
): Promise<SavedNotifications> {
  return save(db, siteId, change.version, (current) => applyChange(siteId, current, change, box, now), now);
}

/** Makes a new secret for the webhook. Throws `conflict` when there is no webhook, or the version is another. */
export function renewWebhookSecret(
  db: Kysely<Database>,
  box: SecretBox,
  siteId: string,
  version: number,
  now: number,
): Promise<SavedNotifications> {
  const change = (current: StoredNotifications) => {
    const rotated = rotateWebhookSecret(siteId, current, box, now);
    if (!rotated) throw new AppError('conflict', 'No webhook is configured');
    return rotated;
  };
  return save(db, siteId, version, change, now);
}

function save(
  db: Kysely<Database>,
  siteId: string,
  version: number,
  change: (current: StoredNotifications) => ChangedNotifications,
  now: number,
): Promise<SavedNotifications> {
  return db.transaction().execute(async (trx) => {
    const stale = new AppError('conflict', 'Somebody else has changed the notifications; read them again');
    const current = await getStored(trx, siteId);
    if (current.shown.version !== version) throw stale;
    const { stored, webhookSecret } = change(current);
    const newVersion = await saveStored(trx, siteId, stored);
    if (newVersion === null) throw stale;
    await requeueConfigured(trx, siteId, stored.shown, now);
    return { ...stored.shown, version: newVersion, webhookSecret };
  });
}
