import type { PushPayload } from '@foyer/protocol/push';
import webPush from 'web-push';
import type { EgressGuard } from '../../http/egress-guard.ts';
import { sendEgressRequest } from '../../http/egress-request.ts';
import { type Outcome, outcomeOfAnswer, outcomeOfError } from '../outbox/outcome.ts';
import type { PushKeys } from './push-keys.ts';
import type { Subscription } from './subscription-repository.ts';

/** A push service keeps a message so long for a browser that is away: afterwards it is no news. */
const keptSeconds = 120;
/** The subscription is no more: 404 and 410 of RFC 8030, section 7.3. Otherwise the message alone was refused. */
const refusals = { 400: 'refused', 401: 'refused', 403: 'refused', 404: 'gone', 410: 'gone', 413: 'refused' } as const;
/** Who is answerable, where the server has no address on the Internet of its own. */
const fallbackSubject = 'mailto:push@foyer.invalid';

export interface PushSender {
  readonly guard: EgressGuard;
  readonly keys: PushKeys;
  /** Public address of this server. */
  readonly origin: string;
}

/** Sends a message to one browser, encrypted for it (RFC 8291), to where the guard allows. */
export async function sendPush(
  { guard, keys, origin }: PushSender,
  subscription: Subscription,
  payload: PushPayload,
  now: number,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const subject = origin.startsWith('https:') ? origin : fallbackSubject;
    const { endpoint, headers, body } = webPush.generateRequestDetails(
      { endpoint: subscription.endpoint, keys: subscription.keys },
      JSON.stringify(payload),
      { TTL: keptSeconds, urgency: 'high', contentEncoding: 'aes128gcm', vapidDetails: { subject, ...keys } },
    );
    const texts = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    return outcomeOfAnswer(
      await sendEgressRequest(guard, { url: endpoint, method: 'POST', headers: texts, body: body ?? '' }, signal),
      refusals,
      now,
    );
  } catch (error) {
    return outcomeOfError(error);
  }
}
