import type { OutboxMessage } from '@foyer/protocol/outbox';
import type { Insertable } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** What happened that somebody outside is to be told of. */
export interface NewOutboxItem {
  readonly siteId: string;
  readonly id: string;
  readonly at: number;
  /** What makes it one and the same within the site: a second try finds the row and does nothing. */
  readonly occurrence: string;
  /** What it is sent for, in words, e.g. the rule's name. */
  readonly cause: string;
  readonly visitorId: string | null;
  readonly visitId: string | null;
  readonly message: OutboxMessage;
}

export type OutboxRow = Readonly<Required<Insertable<Database['outbox']>>>;

/** The row of an item that waits to be sent. Whether it may be, and by what, is found out when it is. */
export function toOutboxRow({
  siteId,
  id,
  at,
  occurrence,
  cause,
  visitorId,
  visitId,
  message,
}: NewOutboxItem): OutboxRow {
  return {
    site_id: siteId,
    id,
    kind: message.kind,
    recipient: storable(recipientOf(message), 320),
    cause: storable(cause, 200),
    visitor_id: visitorId,
    visit_id: visitId,
    payload: JSON.stringify(message),
    state: 'waiting',
    attempts: 0,
    created_at: at,
    queued_at: at,
    next_at: at,
    lease_until: null,
    admitted_at: null,
    settled_at: null,
    last_answer: null,
    occurrence: storable(occurrence, 600), // it is indexed, and an index holds no long texts
  };
}

function recipientOf(message: OutboxMessage): string {
  if (message.kind === 'webhook') return message.event;
  return message.kind === 'push' ? message.operator : message.to;
}

/** Text as every database can hold it, cut to a length. */
export function storable(text: string, max: number): string {
  return text.slice(0, max).toWellFormed().replaceAll('\0', '\ufffd');
}
