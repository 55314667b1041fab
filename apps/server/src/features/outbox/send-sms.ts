import type { EgressGuard } from '../../http/egress-guard.ts';
import { sendEgressRequest } from '../../http/egress-request.ts';
import type { SmsSettings } from '../notifications/delivery-settings.ts';
import { type Outcome, outcomeOfAnswer, outcomeOfError } from './outcome.ts';
import { renderTemplate } from './render-template.ts';

/** Answers that are about this one SMS and will not change. */
const refusals = { 400: 'refused', 422: 'refused' } as const;

/** Sends an SMS by the site's own HTTP request. The id goes along, so that a provider can tell a repeat. */
export async function sendSms(
  guard: EgressGuard,
  sms: SmsSettings,
  { id, to, text }: { id: string; to: string; text: string },
  now: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const escapeValue = sms.contentType === 'application/json' ? escapeJson : escapeForm;
  try {
    const answer = await sendEgressRequest(
      guard,
      {
        url: sms.url,
        method: sms.method,
        headers: { ...sms.headers, 'content-type': sms.contentType, 'idempotency-key': id },
        body: renderTemplate(sms.body, { to, text }, escapeValue),
      },
      signal,
    );
    return outcomeOfAnswer(answer, refusals, now);
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** As it stands between the quotes of a JSON string. */
function escapeJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function escapeForm(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+');
}
