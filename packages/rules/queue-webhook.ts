import type { Effect, RuleReference } from './effect.ts';
import type { RuleSetSource } from './rule-set.ts';

/** The webhook of an event, if the site wants to hear of such ones. */
export function queueWebhook(event: string, rule: RuleReference, { notifications }: RuleSetSource): Effect[] {
  return notifications.webhookEvents.includes(event) ? [{ type: 'webhook.queued', event, rule }] : [];
}
