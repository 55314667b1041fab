import { assertNever } from '@foyer/protocol/assert-never';
import { phoneSchema } from '@foyer/protocol/notifications';
import { type OutboxData, type OutboxMessage, outboxMessageSchema } from '@foyer/protocol/outbox';
import type { EgressGuard } from '../../http/egress-guard.ts';
import type { Storage } from '../../storage/storage.ts';
import type {
  DeliverySettings,
  SmsSettings,
  SmtpSettings,
  Transport,
  WebhookSettings,
} from '../notifications/delivery-settings.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import { planPush } from '../push/plan-push.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { mailOfReply, mailOfTranscript } from './chat-mail.ts';
import { type MailContent, mailByTemplate, mailOfNotice } from './mail-content.ts';
import { mergeValuesOf, type Surroundings } from './merge-values.ts';
import { type AdmissionLimit, admitItem, type LeasedItem } from './outbox-repository.ts';
import type { Outcome } from './outcome.ts';
import { placeOfAccountLink } from './place-of-account-link.ts';
import { oneLine, renderTemplate } from './render-template.ts';
import { sendMail } from './send-mail.ts';
import { sendSms } from './send-sms.ts';
import { sendWebhook } from './send-webhook.ts';
import { addressHash, type UnsubscribeLinks } from './unsubscribe-links.ts';
import { isUnsubscribed } from './unsubscribed-repository.ts';

const hourMs = 3_600_000;
/** All that a web server has for one request and its answer. */
const webLimitMs = 15_000;
/** The same of a mail server; shorter than a lease. */
const mailLimitMs = 45_000;

/** Nobody has proved that a visitor's address is theirs. */
const visitorMailLimits: readonly AdmissionLimit[] = [
  { of: 'recipient', most: 3, withinMs: hourMs },
  { of: 'site', most: 100, withinMs: hourMs },
];

type MailMessage = Extract<OutboxMessage, { kind: 'email' }>;

/**
 * Limits by template. An operator's own words count for their address as all else does, but what strangers ask for must
 * not use up the site's share of them.
 */
const limitsOn: Readonly<Partial<Record<MailMessage['template'], readonly AdmissionLimit[]>>> = {
  visitor: visitorMailLimits,
  transcript: visitorMailLimits,
  reply: visitorMailLimits.filter(({ of }) => of === 'recipient'),
};

/** What is to be done with an item: send it within a time, or hold it back and say why. */
export type Plan =
  | { readonly kind: 'send'; readonly limitMs: number; readonly send: (signal: AbortSignal) => Promise<Outcome> }
  | { readonly kind: 'hold'; readonly state: 'notConfigured' | 'suppressed' | 'dead'; readonly reason: string };

/** What planning needs beside the item. */
export interface DeliveryParts {
  readonly storage: Storage;
  readonly guard: EgressGuard;
  readonly box: SecretBox;
  readonly links: UnsubscribeLinks;
  /** Public address of this server, without a trailing slash. */
  readonly origin: () => string;
  readonly now: () => number;
}

/** Finds out whether and how an item is sent, by the settings and the wishes of the recipient as they are now. */
export async function planDelivery(parts: DeliveryParts, item: LeasedItem, settings: DeliverySettings): Promise<Plan> {
  const message = readMessage(item.payload);
  if (!message) return hold('dead', 'This item cannot be read');
  switch (message.kind) {
    case 'email':
      return planMail(parts, item, message, settings);
    case 'sms':
      return planSms(parts, item, message, settings.sms);
    case 'webhook':
      return planWebhook(parts, item, message, settings.webhook);
    case 'push':
      return planPush(parts, item, message);
    default:
      return assertNever(message);
  }
}

/** Rows are outside data too: null for one that an older version or somebody else has left. */
function readMessage(payload: string): OutboxMessage | null {
  try {
    return outboxMessageSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

async function planMail(
  parts: DeliveryParts,
  item: LeasedItem,
  message: MailMessage,
  settings: DeliverySettings,
): Promise<Plan> {
  const { storage, guard, links, box } = parts;
  const { site_id: siteId, id } = item;
  const { template } = message;
  if (template === 'visitor' && !settings.emailVisitors) return hold('suppressed', 'Mail to visitors is switched off');
  if (await isUnsubscribed(storage.db, siteId, addressHash(siteId, message.to)))
    return hold('suppressed', 'The address wants no mail from this site');
  const { smtp } = settings;
  if (!isUsable<SmtpSettings>(smtp)) return holdUnusable(smtp, 'No mail server is configured');
  const limits = limitsOn[template];
  if (limits && !(await isAdmitted(parts, item, limits)))
    return hold('suppressed', 'More mail to visitors than is allowed: 3 an hour to an address, 100 an hour in all');
  const isUnasked = template === 'visitor' || template === 'transcript';
  const unsubscribeUrl = isUnasked ? `${parts.origin()}${links.pathFor(siteId, message.to)}` : null;
  const link = template === 'account' ? box.open(message.sealedLink, placeOfAccountLink(id)) : '';
  if (link === null) return hold('dead', 'Its link was sealed under another FOYER_SECRET: make a new one');
  const content = contentOf(message, settings, await surroundingsOf(parts, siteId), { unsubscribeUrl, link });
  const byHand =
    template === 'reply' ? { isByHand: true, replyTo: settings.replyMail.replyTo ?? smtp.from.address } : {};
  const mail = { id, to: message.to, at: item.created_at, unsubscribeUrl, ...byHand, ...content };
  return { kind: 'send', limitMs: mailLimitMs, send: (signal) => sendMail(guard, smtp, mail, signal) };
}

function contentOf(
  message: MailMessage,
  settings: DeliverySettings,
  surroundings: Surroundings,
  { unsubscribeUrl, link }: { unsubscribeUrl: string | null; link: string },
): MailContent {
  switch (message.template) {
    case 'account':
      return mailOfNotice({ ...message, text: message.text.replace('{{link}}', link) });
    case 'notice':
      return mailOfNotice(message);
    case 'report':
      return message;
    case 'visitor':
      return mailByTemplate(settings.visitorMail, message.data, surroundings, unsubscribeUrl);
    case 'staff':
      return mailByTemplate(settings.staffMail, message.data, surroundings, unsubscribeUrl);
    case 'reply':
      return mailOfReply(settings.replyMail, message, surroundings);
    case 'transcript':
      return mailOfTranscript(settings.transcriptMail, message, surroundings, unsubscribeUrl);
    case 'staffTranscript':
      return mailOfTranscript(settings.staffTranscriptMail, message, surroundings, unsubscribeUrl);
    default:
      return assertNever(message);
  }
}

async function planSms(
  parts: DeliveryParts,
  item: LeasedItem,
  { to, data }: { to: string; data: OutboxData },
  sms: DeliverySettings['sms'],
): Promise<Plan> {
  if (!phoneSchema.safeParse(to).success) return hold('dead', 'This is not an international phone number');
  if (!isUsable<SmsSettings>(sms)) return holdUnusable(sms, 'No SMS service is configured');
  if (!mayBeTexted(sms, to)) return hold('suppressed', 'The number is of a country that is not on the list');
  const day: AdmissionLimit = { of: 'site', most: sms.dailyCap, withinMs: 24 * hourMs };
  if (!(await isAdmitted(parts, item, [day])))
    return hold('suppressed', `More SMS than the ${sms.dailyCap} allowed within 24 hours`);
  const text = smsText(sms, data, await surroundingsOf(parts, item.site_id));
  return {
    kind: 'send',
    limitMs: webLimitMs,
    send: (signal) => sendSms(parts.guard, sms, { id: item.id, to, text }, parts.now(), signal),
  };
}

async function planWebhook(
  parts: DeliveryParts,
  item: LeasedItem,
  { event, data }: { event: string; data: OutboxData },
  webhook: DeliverySettings['webhook'],
): Promise<Plan> {
  if (!isUsable<WebhookSettings>(webhook)) return holdUnusable(webhook, 'No webhook is configured');
  if (webhook.off !== null) return hold('notConfigured', webhook.off);
  if (!webhook.events.includes(event)) return hold('suppressed', 'The webhook does not ask for this event');
  const body = webhookBody(event, data, parts.origin());
  return {
    kind: 'send',
    limitMs: webLimitMs,
    send: (signal) => sendWebhook(parts.guard, webhook, { id: item.id, body }, parts.now(), signal),
  };
}

/** Whether the site lets SMS go to this number's country. */
export function mayBeTexted({ countries }: Pick<SmsSettings, 'countries'>, to: string): boolean {
  return countries.some((prefix) => to.startsWith(prefix));
}

/** What an SMS says. */
export function smsText({ text }: Pick<SmsSettings, 'text'>, data: OutboxData, surroundings: Surroundings): string {
  return oneLine(renderTemplate(text, mergeValuesOf(data, surroundings), (value) => value)).slice(0, 480);
}

/** A webhook's body, as Standard Webhooks advises. */
export function webhookBody(type: string, { at, ...data }: OutboxData, origin: string): string {
  return JSON.stringify({
    type,
    timestamp: new Date(at).toISOString(),
    data: { ...data, link: `${origin}${data.link}` },
  });
}

/** What mail and SMS say of the server and the site. */
export async function surroundingsOf(
  { storage, origin }: Pick<DeliveryParts, 'storage' | 'origin'>,
  siteId: string,
): Promise<Surroundings> {
  const site = await lookUpSite(storage.db, siteId);
  return { origin: origin(), timeZone: site?.timeZone ?? 'UTC' };
}

function isAdmitted(
  { storage, now }: DeliveryParts,
  item: LeasedItem,
  limits: readonly AdmissionLimit[],
): Promise<boolean> {
  return storage.db.transaction().execute((trx) => admitItem(trx, storage.dialect, item, limits, now()));
}

function isUsable<T extends object>(transport: Transport<T>): transport is T {
  return typeof transport === 'object' && transport !== null;
}

function holdUnusable(transport: Transport<object>, reason: string): Plan {
  return hold('notConfigured', whyUnusable(transport, reason));
}

/** Why a transport that is not usable is not; `missing`: what to say when there is none. */
export function whyUnusable(transport: Transport<object>, missing: string): string {
  if (transport === 'unreadable') return 'Its secret was stored under another FOYER_SECRET: enter it again';
  return transport === 'incomplete' ? 'Its password or a secret header is missing: enter it' : missing;
}

function hold(state: 'notConfigured' | 'suppressed' | 'dead', reason: string): Plan {
  return { kind: 'hold', state, reason };
}
