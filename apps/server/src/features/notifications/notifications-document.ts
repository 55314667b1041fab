import {
  keptSecret,
  type Notifications,
  type NotificationsChange,
  type NotificationsFile,
  notificationsChangeSchema,
} from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { requeueConfigured } from '../outbox/requeue-configured.ts';
import { applyChange, isSameMailServer, isSameSmsService } from './apply-change.ts';
import { readDeliverySettings } from './delivery-settings.ts';
import { getStored, saveStored } from './notifications-repository.ts';
import type { SecretBox } from './secret-box.ts';

/** A secret that a file neither brings nor finds on the server. */
export interface MissingSecret {
  readonly path: string;
  readonly words: string;
}

/** A site's notifications as they stand in a configuration file, without secrets. */
export async function readNotificationsFile(
  db: Kysely<Database>,
  siteId: string,
): Promise<{ version: number; content: NotificationsFile }> {
  const { shown } = await getStored(db, siteId);
  return { version: shown.version, content: toFile(shown) };
}

/**
 * A file's notifications as they would be exported once they are saved, but for secrets that it brings and that are not
 * there yet; and the secrets that are then still missing.
 */
export async function settleNotificationsFile(
  db: Kysely<Database>,
  box: SecretBox,
  siteId: string,
  file: NotificationsFile,
  now: number,
): Promise<{ content: NotificationsFile; missing: MissingSecret[] }> {
  const { shown } = await getStored(db, siteId);
  const { smtp: smtpNow, sms: smsNow } = await readDeliverySettings(db, box, siteId, now);
  const passwordNow = typeof smtpNow === 'object' ? (smtpNow?.password ?? null) : null;
  const headersNow = new Map(
    typeof smsNow === 'object'
      ? Object.entries(smsNow?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
      : [],
  );
  const missing: MissingSecret[] = [];

  let { smtp, sms } = file;
  if (smtp) {
    const isSame = isSameMailServer(shown.smtp, smtp);
    const isKnown = isSame && shown.smtp?.hasPassword === true;
    const isUnchanged = smtp.password === passwordNow && isSame;
    const isNoneNow = smtp.password === null && !isKnown;
    if (smtp.user === null) smtp = { ...smtp, password: null };
    else if (isUnchanged || isNoneNow) smtp = { ...smtp, password: keptSecret };
    if (smtp.user !== null && (smtp.password === null || (isKept(smtp.password) && !isKnown)))
      missing.push({ path: 'smtp.password', words: `the password of ${smtp.user} at ${smtp.host}` });
  }
  if (sms) {
    const isSame = isSameSmsService(shown.sms, sms);
    const known = new Set(
      shown.sms?.headers.flatMap(({ name, secret, hasValue }) => (secret && hasValue ? [name.toLowerCase()] : [])),
    );
    const headers = sms.headers.map((header) => {
      const isUnchanged = isSame && header.secret && headersNow.get(header.name.toLowerCase()) === header.value;
      return isUnchanged ? { ...header, value: keptSecret } : header;
    });
    for (const [index, { name, secret, value }] of headers.entries())
      if (secret && isKept(value) && !(isSame && known.has(name.toLowerCase())))
        missing.push({ path: `sms.headers.${index}.value`, words: `the header ${name} of ${new URL(sms.url).host}` });
    sms = { ...sms, headers };
  }
  return { content: { ...file, smtp, sms }, missing };
}

/** Saves a file's notifications; null: they have another version. `webhookSecret` as in `saveNotifications`. */
export async function saveNotificationsFile(
  trx: Kysely<Database>,
  box: SecretBox,
  siteId: string,
  version: number,
  file: NotificationsFile,
  now: number,
): Promise<{ webhookSecret: string | null } | null> {
  const current = await getStored(trx, siteId);
  if (current.shown.version !== version) return null;
  const { stored, webhookSecret } = applyChange(siteId, current, toChange(file, version), box, now, 'leaveOut');
  if ((await saveStored(trx, siteId, stored)) === null) return null;
  await requeueConfigured(trx, siteId, stored.shown, now);
  return { webhookSecret };
}

function toFile({ version: _version, smtp, sms, webhook, ...plain }: Notifications): NotificationsFile {
  let smtpFile: NotificationsFile['smtp'] = null;
  if (smtp) {
    const { hasPassword: _has, ...rest } = smtp;
    // Whether a password is there already is a matter of the server, not of the configuration.
    smtpFile = { ...rest, password: smtp.user === null ? null : keptSecret };
  }
  return {
    ...plain,
    smtp: smtpFile,
    sms: sms && {
      ...sms,
      headers: sms.headers.map(({ name, secret, value }) => ({
        name,
        secret,
        value: secret ? keptSecret : (value ?? ''),
      })),
    },
    webhook: webhook && { url: webhook.url, enabled: webhook.enabled, events: webhook.events },
  };
}

function toChange({ smtp, sms, ...rest }: NotificationsFile, version: number): NotificationsChange {
  // What a change leaves out is kept.
  return notificationsChangeSchema.parse({
    ...rest,
    version,
    smtp: smtp && { ...smtp, password: isKept(smtp.password) ? undefined : smtp.password },
    sms: sms && {
      ...sms,
      headers: sms.headers.map(({ name, secret, value }) => ({
        name,
        secret,
        value: isKept(value) ? undefined : value,
      })),
    },
  });
}

function isKept(secret: string | null | typeof keptSecret): secret is typeof keptSecret {
  return typeof secret === 'object' && secret !== null;
}
