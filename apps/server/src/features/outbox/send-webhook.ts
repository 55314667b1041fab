import { Webhook } from 'standardwebhooks';
import type { EgressGuard } from '../../http/egress-guard.ts';
import { sendEgressRequest } from '../../http/egress-request.ts';
import type { WebhookSettings } from '../notifications/delivery-settings.ts';
import { type Outcome, outcomeOfAnswer, outcomeOfError } from './outcome.ts';

const refusals = { 410: 'gone' } as const;

/** Sends a webhook, signed as Standard Webhooks with each secret that is valid. The id is the same at every try. */
export async function sendWebhook(
  guard: EgressGuard,
  { url, secrets }: Pick<WebhookSettings, 'url' | 'secrets'>,
  { id, body }: { id: string; body: string },
  now: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const sentAt = new Date(now);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Foyer',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
  };
  try {
    return outcomeOfAnswer(
      await sendEgressRequest(guard, { url, method: 'POST', headers, body }, signal),
      refusals,
      now,
    );
  } catch (error) {
    return outcomeOfError(error);
  }
}
