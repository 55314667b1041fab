import type { Notifications } from '@foyer/protocol/notifications';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { getStored, setWebhookFailingSince } from './notifications-repository.ts';
import type { SecretBox } from './secret-box.ts';
import { placeOf } from './secret-places.ts';

/** What mail is handed over with. */
export type SmtpSettings = Omit<NonNullable<Notifications['smtp']>, 'hasPassword'> & {
  readonly password: string | null;
};

/** What SMS are sent with. */
export type SmsSettings = Omit<NonNullable<Notifications['sms']>, 'headers'> & {
  readonly headers: Readonly<Record<string, string>>;
};

/** What webhooks are sent with. */
export interface WebhookSettings {
  readonly url: string;
  readonly events: readonly string[];
  /** Why nothing is sent; null: it is on. */
  readonly off: string | null;
  /** The newest first. */
  readonly secrets: readonly string[];
  readonly failingSince: number | null;
}

/**
 * A transport; null: not configured; `unreadable`: its secrets were sealed under another installation secret; `incomplete`:
 * one was never entered, as after a configuration file, which has none.
 */
export type Transport<T> = T | 'unreadable' | 'incomplete' | null;

/** All that is needed to send a site's items. Never leaves the server: it holds the secrets. */
export interface DeliverySettings
  extends Pick<
    Notifications,
    'emails' | 'emailVisitors' | 'visitorMail' | 'staffMail' | 'replyMail' | 'transcriptMail' | 'staffTranscriptMail'
  > {
  readonly smtp: Transport<SmtpSettings>;
  readonly sms: Transport<SmsSettings>;
  readonly webhook: Transport<WebhookSettings>;
}

/** A site's notifications with their secrets opened. */
export async function readDeliverySettings(
  db: Kysely<Database>,
  box: SecretBox,
  siteId: string,
  now: number,
): Promise<DeliverySettings> {
  const { shown, secrets, webhookFailingSince } = await getStored(db, siteId);
  const { emails, emailVisitors, visitorMail, staffMail, replyMail, transcriptMail, staffTranscriptMail } = shown;
  const mails = { visitorMail, staffMail, replyMail, transcriptMail, staffTranscriptMail };
  const settings = { emails, emailVisitors, ...mails };

  let smtp: DeliverySettings['smtp'] = null;
  if (shown.smtp) {
    const password =
      secrets.smtpPassword === null ? null : box.open(secrets.smtpPassword, placeOf.smtpPassword(siteId));
    const { hasPassword, ...rest } = shown.smtp;
    smtp =
      password !== null || (!hasPassword && rest.user === null)
        ? { ...rest, password }
        : hasPassword
          ? 'unreadable'
          : 'incomplete';
  }

  let sms: DeliverySettings['sms'] = null;
  if (shown.sms) {
    const values = shown.sms.headers.map(({ name, secret, value }) => {
      const key = name.toLowerCase();
      const text = secret ? box.open(secrets.smsHeaders[key] ?? '', placeOf.smsHeader(siteId, key)) : value;
      return [name, text] as const;
    });
    const headers = Object.fromEntries(values.flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
    sms = shown.sms.headers.some(({ hasValue }) => !hasValue)
      ? 'incomplete'
      : values.some(([, text]) => text === null)
        ? 'unreadable'
        : { ...shown.sms, headers };
  }

  let webhook: DeliverySettings['webhook'] = null;
  if (shown.webhook) {
    const { url, events, enabled, stopped, previousSecretUntil } = shown.webhook;
    const sealed = [secrets.webhook, (previousSecretUntil ?? 0) > now ? secrets.previousWebhook : null];
    const [newest, previous] = sealed.map((one) => (one === null ? null : box.open(one, placeOf.webhook(siteId))));
    const off = enabled ? null : (stopped?.reason ?? 'The webhook is switched off');
    webhook = newest
      ? { url, events, off, secrets: previous ? [newest, previous] : [newest], failingSince: webhookFailingSince }
      : 'unreadable';
  }
  return { ...settings, smtp, sms, webhook };
}

/** Remembers that the webhook was answered well, or since when it only fails. */
export async function noteWebhookHealth(
  db: Kysely<Database>,
  siteId: string,
  before: number | null,
  failedAt: number | null,
): Promise<void> {
  if ((before === null) !== (failedAt === null)) await setWebhookFailingSince(db, siteId, failedAt);
}
