import { assertNever } from '@foyer/protocol/assert-never';
import type { NotificationTest, NotificationTestResult } from '@foyer/protocol/notifications';
import type { OutboxData } from '@foyer/protocol/outbox';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { readDeliverySettings, type Transport } from '../notifications/delivery-settings.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { mailByTemplate } from './mail-content.ts';
import type { Outcome } from './outcome.ts';
import { type DeliveryParts, mayBeTexted, smsText, surroundingsOf, webhookBody, whyUnusable } from './plan-delivery.ts';
import { sendMail } from './send-mail.ts';
import { sendSms } from './send-sms.ts';
import { sendWebhook } from './send-webhook.ts';
import { addressHash } from './unsubscribe-links.ts';
import { isUnsubscribed } from './unsubscribed-repository.ts';

/** Somebody waits for the answer. */
const limitMs = 15_000;

/** Sends one made-up item at once, outside of the outbox, and says what the other side answered. */
export async function sendTest(
  parts: DeliveryParts & { readonly box: SecretBox; readonly deadline: (ms: number) => AbortSignal },
  siteId: string,
  test: NotificationTest,
): Promise<NotificationTestResult> {
  const { storage, guard, now } = parts;
  const settings = await readDeliverySettings(storage.db, parts.box, siteId, now());
  const data = madeUpData((await lookUpSite(storage.db, siteId))?.name ?? '', now());
  const surroundings = await surroundingsOf(parts, siteId);
  const signal = parts.deadline(limitMs);
  const id = newId();
  switch (test.kind) {
    case 'email': {
      const smtp = usable(settings.smtp, 'No mail server is configured');
      if (await isUnsubscribed(storage.db, siteId, addressHash(siteId, test.to)))
        return { accepted: false, answer: 'The address wants no mail from this site' };
      const content = mailByTemplate(settings.staffMail, data, surroundings, null);
      const mail = {
        id,
        to: test.to,
        at: now(),
        unsubscribeUrl: null,
        ...content,
        subject: `Test: ${content.subject}`,
      };
      return toResult(await sendMail(guard, smtp, mail, signal));
    }
    case 'sms': {
      const sms = usable(settings.sms, 'No SMS service is configured');
      if (!mayBeTexted(sms, test.to))
        return { accepted: false, answer: 'The number is of a country that is not on the list' };
      const text = smsText(sms, data, surroundings);
      return toResult(await sendSms(guard, sms, { id, to: test.to, text }, now(), signal));
    }
    case 'webhook': {
      const webhook = usable(settings.webhook, 'No webhook is configured');
      const body = webhookBody('test', data, parts.origin());
      return toResult(await sendWebhook(guard, webhook, { id, body }, now(), signal));
    }
    default:
      return assertNever(test);
  }
}

function usable<T extends object>(transport: Transport<T>, missing: string): T {
  if (typeof transport === 'object' && transport !== null) return transport;
  throw new AppError('conflict', whyUnusable(transport, missing));
}

function toResult({ kind, answer }: Outcome): NotificationTestResult {
  return { accepted: kind === 'accepted', answer };
}

/** A visit that never was, for tests and previews. */
export function madeUpData(site: string, at: number): OutboxData {
  return {
    site,
    rule: { kind: 'prospectRule', name: 'A test' },
    visitor: {
      id: '0'.repeat(32),
      name: 'Ann Example',
      company: 'Example Ltd',
      email: 'ann@example.com',
      phone: '+447700900123',
    },
    page: { url: 'https://www.example.com/prices', title: 'Prices' },
    entryPage: 'https://www.example.com/',
    referrer: 'https://www.example.org/',
    country: 'GB',
    visit: { id: '00000000-0000-7000-8000-000000000000', number: 3 },
    link: '/console/',
    at,
  };
}
