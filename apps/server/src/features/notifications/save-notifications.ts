import type { NotificationsChange, SavedNotifications } from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { type Changer, recordChange } from '../changes/record-change.ts';
import { requeueConfigured } from '../outbox/requeue-configured.ts';
import { applyChange, type ChangedNotifications, rotateWebhookSecret } from './apply-change.ts';
import { getStored, type StoredNotifications, saveStored } from './notifications-repository.ts';
import type { SecretBox } from './secret-box.ts';

interface SaveParts {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
  readonly changer: Changer;
}

/**
 * Saves a change, and lets wait again what had nothing to be sent with before. Throws `conflict` when it was made on
 * another version, `invalid_request` when a secret has to be entered again.
 */
export function saveNotifications(
  parts: SaveParts,
  siteId: string,
  change: NotificationsChange,
  now: number,
): Promise<SavedNotifications> {
  return save(parts, siteId, change.version, (current) => applyChange(siteId, current, change, parts.box, now), now);
}

/** Makes a new secret for the webhook. Throws `conflict` when there is no webhook, or the version is another. */
export function renewWebhookSecret(
  parts: SaveParts,
  siteId: string,
  version: number,
  now: number,
): Promise<SavedNotifications> {
  const change = (current: StoredNotifications) => {
    const rotated = rotateWebhookSecret(siteId, current, parts.box, now);
    if (!rotated) throw new AppError('conflict', 'No webhook is configured');
    return rotated;
  };
  return save(parts, siteId, version, change, now);
}

function save(
  { db, changer }: SaveParts,
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
    await recordChange(trx, changer, {
      siteId,
      kind: 'notifications',
      id: siteId,
      name: 'Notifications',
      before: current.shown,
      after: stored.shown,
    });
    return { ...stored.shown, version: newVersion, webhookSecret };
  });
}
