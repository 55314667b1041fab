import { randomBytes } from 'node:crypto';
import type { Notifications, NotificationsChange } from '@foyer/protocol/notifications';
import { AppError } from '../../http/app-error.ts';
import type { SealedSecrets, StoredNotifications } from './notifications-repository.ts';
import type { SecretBox } from './secret-box.ts';
import { placeOf } from './secret-places.ts';

/** For so long the webhook's secret before the newest is valid beside it. */
const overlapMs = 24 * 3_600_000;

/** What happens where a secret is neither sent nor kept: the change is refused, or saved without. */
type WhenMissing = 'refuse' | 'leaveOut';

/** A document to be saved, and the webhook's secret where it was just made: told this once. */
export interface ChangedNotifications {
  readonly stored: StoredNotifications;
  readonly webhookSecret: string | null;
}

type Fields = { path: string; message: string }[];

/**
 * The document after a change. Secrets that the change leaves out are kept, unless they would be sent to another host
 * than the one they were entered for. Throws `invalid_request`, naming each secret that has to be entered; a change from a
 * file is saved without them.
 */
export function applyChange(
  siteId: string,
  current: StoredNotifications,
  { version, smtp, sms, webhook, ...plain }: NotificationsChange,
  box: SecretBox,
  now: number,
  whenMissing: WhenMissing = 'refuse',
): ChangedNotifications {
  const fields: Fields = [];
  const smtpPassword = sealPassword(siteId, current, smtp, box, fields);
  const smsHeaders = sealHeaders(siteId, current, sms, box, fields);
  if (fields.length > 0 && whenMissing === 'refuse')
    throw new AppError('invalid_request', 'Some secrets are missing', { fields });

  const before = current.shown.webhook;
  const webhookSecret = webhook && !before ? newWebhookSecret() : null;
  const isWebhookRenewed = webhook?.url !== before?.url || (webhook?.enabled === true && before?.enabled === false);
  const shown: Notifications = {
    ...plain,
    version,
    smtp: smtp ? { ...without(smtp, 'password'), hasPassword: smtpPassword !== null } : null,
    sms: sms
      ? {
          ...sms,
          headers: sms.headers.map(({ name, secret, value }) => ({
            name,
            secret,
            value: secret ? null : (value ?? ''),
            hasValue: !secret || smsHeaders[name.toLowerCase()] !== undefined,
          })),
        }
      : null,
    webhook: webhook
      ? {
          ...webhook,
          stopped: webhook.enabled ? null : (before?.stopped ?? null),
          secretCreatedAt: before?.secretCreatedAt ?? now,
          previousSecretUntil: before?.previousSecretUntil ?? null,
        }
      : null,
  };
  const secrets: SealedSecrets = {
    smtpPassword,
    smsHeaders,
    webhook: webhookSecret
      ? box.seal(webhookSecret, placeOf.webhook(siteId))
      : webhook
        ? current.secrets.webhook
        : null,
    previousWebhook: webhook ? current.secrets.previousWebhook : null,
  };
  const webhookFailingSince = isWebhookRenewed ? null : current.webhookFailingSince;
  return { stored: { shown, secrets, webhookFailingSince }, webhookSecret };
}

/** The document with a new secret for its webhook, the one before valid beside it for a day; null: there is no webhook. */
export function rotateWebhookSecret(
  siteId: string,
  { shown, secrets, webhookFailingSince }: StoredNotifications,
  box: SecretBox,
  now: number,
): ChangedNotifications | null {
  if (!shown.webhook) return null;
  const webhookSecret = newWebhookSecret();
  return {
    stored: {
      shown: {
        ...shown,
        webhook: { ...shown.webhook, secretCreatedAt: now, previousSecretUntil: now + overlapMs },
      },
      secrets: {
        ...secrets,
        webhook: box.seal(webhookSecret, placeOf.webhook(siteId)),
        previousWebhook: secrets.webhook,
      },
      webhookFailingSince,
    },
    webhookSecret,
  };
}

/** As Standard Webhooks writes a symmetric secret: 256 random bits. */
function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function sealPassword(
  siteId: string,
  { shown, secrets }: StoredNotifications,
  smtp: NotificationsChange['smtp'],
  box: SecretBox,
  fields: Fields,
): string | null {
  if (!smtp || smtp.password === null) return null;
  if (smtp.password !== undefined) return box.seal(smtp.password, placeOf.smtpPassword(siteId));
  if (secrets.smtpPassword === null || isSameMailServer(shown.smtp, smtp)) return secrets.smtpPassword;
  fields.push({ path: 'smtp.password', message: `enter it again: it was for ${shown.smtp?.host}` });
  return null;
}

function sealHeaders(
  siteId: string,
  { shown, secrets }: StoredNotifications,
  sms: NotificationsChange['sms'],
  box: SecretBox,
  fields: Fields,
): Record<string, string> {
  const sealed: Record<string, string> = {};
  const isSameServer = isSameSmsService(shown.sms, sms);
  for (const [index, { name, secret, value }] of sms?.headers.entries() ?? []) {
    const key = name.toLowerCase();
    const kept = secrets.smsHeaders[key];
    const fail = (message: string) => fields.push({ path: `sms.headers.${index}.value`, message });
    if (sms?.headers.findIndex((one) => one.name.toLowerCase() === key) !== index)
      fields.push({ path: `sms.headers.${index}.name`, message: 'stands here twice' });
    else if (value === undefined && !(secret && kept !== undefined)) fail('enter a value');
    else if (secret && value !== undefined) sealed[key] = box.seal(value, placeOf.smsHeader(siteId, key));
    else if (secret && kept !== undefined) {
      if (isSameServer) sealed[key] = kept;
      else fail(`enter it again: it was for ${shown.sms?.url}`);
    }
  }
  return sealed;
}

/** Whether a password entered for the one may go to the other. */
export function isSameMailServer(one: { host: string } | null, other: { host: string } | null): boolean {
  return one !== null && other !== null && one.host.toLowerCase() === other.host.toLowerCase();
}

/** Whether secret headers entered for the one may go to the other. */
export function isSameSmsService(one: { url: string } | null, other: { url: string } | null): boolean {
  return one !== null && other !== null && new URL(one.url).origin === new URL(other.url).origin;
}

function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const { [key]: _left, ...rest } = object;
  return rest;
}
