import { assertNever } from '@foyer/protocol/assert-never';
import type { WebhookEvent } from '@foyer/protocol/notifications';
import type { OutboxData, OutboxMessage } from '@foyer/protocol/outbox';
import type { Effect } from '@foyer/rules/effect';
import type { Visit } from '@foyer/rules/visit';
import { newId } from '../../http/new-id.ts';
import { type OutboxRow, toOutboxRow } from '../outbox/outbox-row.ts';

/** An effect that goes out of the house. */
export type QueuedEffect = Extract<Effect, { type: 'email.queued' | 'sms.queued' | 'webhook.queued' }>;

/** The item of the outbox that an effect asks for, with all that there is to say about the visit at this instant. */
export function outboxRowOf(
  effect: QueuedEffect,
  { siteId, siteName, at, visit }: { siteId: string; siteName: string; at: number; visit: Visit },
): OutboxRow {
  const { rule } = effect;
  const message = messageOf(effect, outboxDataOf(visit, { siteName, rule: { kind: rule.kind, name: rule.name }, at }));
  const to = message.kind === 'webhook' ? message.event : message.to;
  return toOutboxRow({
    siteId,
    id: newId(),
    at,
    // Which firing it hangs on is settled before: within one, each recipient hears once.
    occurrence: `${message.kind} ${rule.id} ${visit.id} ${at} ${to}`,
    cause: rule.name,
    visitorId: visit.visitorId,
    visitId: visit.id,
    message,
  });
}

/** All that there is to say about a visit at an instant. */
export function outboxDataOf(
  visit: Visit,
  { siteName, rule, at }: { siteName: string; rule: OutboxData['rule']; at: number },
): OutboxData {
  return {
    site: siteName,
    rule,
    visitor: {
      id: visit.visitorId,
      name: visit.visitor.name,
      company: visit.visitor.company,
      email: visit.visitor.email,
      phone: visit.visitor.phone,
    },
    page: { url: visit.page.url, title: visit.page.title },
    entryPage: visit.entryPage,
    referrer: visit.source.referrer,
    country: visit.place.country,
    visit: { id: visit.id, number: visit.visitNumber },
    link: `/console/visitors/${visit.id}`,
    at,
  };
}

function messageOf(effect: QueuedEffect, data: OutboxData): OutboxMessage {
  switch (effect.type) {
    case 'email.queued':
      return { kind: 'email', to: effect.to, template: effect.template, data };
    case 'sms.queued':
      return { kind: 'sms', to: effect.to, data };
    case 'webhook.queued':
      return { kind: 'webhook', event: effect.event as WebhookEvent, data };
    default:
      return assertNever(effect);
  }
}
