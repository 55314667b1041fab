import { type Notifications, notificationsSchema } from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';

const secretsSchema = z.strictObject({
  smtpPassword: z.string().nullable(),
  /** By the header's name in lower case. */
  smsHeaders: z.record(z.string(), z.string()),
  webhook: z.string().nullable(),
  previousWebhook: z.string().nullable(),
});

/** A site's secrets, sealed. */
export type SealedSecrets = z.infer<typeof secretsSchema>;

/** The document as it is kept: what may be answered, and the secrets apart from it. */
export interface StoredNotifications {
  readonly shown: Notifications;
  readonly secrets: SealedSecrets;
  /** Since when the webhook has only failed; null: it has not, or was never asked. */
  readonly webhookFailingSince: number | null;
}

const bodySchema = z.strictObject({ shown: notificationsSchema.omit({ version: true }), secrets: secretsSchema });

/** A site's notifications; nothing configured and version 0 when it has never saved any. */
export async function getStored(db: Kysely<Database>, siteId: string): Promise<StoredNotifications> {
  const row = await db.selectFrom('notifications').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  if (!row)
    return {
      shown: notificationsSchema.parse({ smtp: null, sms: null, webhook: null, version: 0 }),
      secrets: { smtpPassword: null, smsHeaders: {}, webhook: null, previousWebhook: null },
      webhookFailingSince: null,
    };
  const { shown, secrets } = bodySchema.parse(JSON.parse(row.body));
  return {
    shown: { ...shown, version: row.version },
    secrets,
    webhookFailingSince: row.webhook_failing_since,
  };
}

/** Saves the document if it still has the version that `shown` names (0: none saved yet). The new version, or null. */
export async function saveStored(
  db: Kysely<Database>,
  siteId: string,
  { shown: { version, ...shown }, secrets, webhookFailingSince }: StoredNotifications,
): Promise<number | null> {
  const columns = {
    version: version + 1,
    body: JSON.stringify({ shown, secrets }),
    webhook_failing_since: webhookFailingSince,
  };
  const saved =
    version === 0
      ? await db
          .insertInto('notifications')
          .values({ site_id: siteId, ...columns })
          .onConflict((conflict) => conflict.column('site_id').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable('notifications')
          .set(columns)
          .where('site_id', '=', siteId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  return saved?.version ?? null;
}

/** Remembers since when the webhook only fails, or with null that it does not. */
export async function setWebhookFailingSince(
  db: Kysely<Database>,
  siteId: string,
  since: number | null,
): Promise<void> {
  const update = db.updateTable('notifications').set({ webhook_failing_since: since }).where('site_id', '=', siteId);
  await (since === null ? update : update.where('webhook_failing_since', 'is', null)).execute();
}
