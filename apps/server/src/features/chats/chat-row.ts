import { type ChatEntry, type ChatSummary, chatEntrySchema, chatSummarySchema } from '@foyer/protocol/chat';
import { type StoredAnswer, storedAnswerSchema } from '@foyer/protocol/survey';
import type { Selectable } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { routeOf } from './chat-route.ts';

export type ChatRow = Selectable<Database['chat']>;

/** A chat as operators see it in lists; a row that an older version left fails here, by name. */
export function toSummary(row: ChatRow): ChatSummary {
  return chatSummarySchema.parse({
    id: row.id,
    siteId: row.site_id,
    visitorId: row.visitor_id,
    visitId: row.visit_id,
    state: row.state,
    visitorName: row.visitor_name,
    visitorEmail: row.visitor_email,
    visitorPresent: row.visitor_left_at === null,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    requestedAt: row.requested_at,
    pendingSince: row.pending_since,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at,
    missedReason: row.missed_reason,
    inviteId: row.invite_id,
    alertId: row.alert_id,
    country: row.country,
    pageUrl: row.page_url,
    lastSeq: row.last_seq,
    lastMessage: row.last_message,
    seenByVisitor: row.seen_by_visitor,
    seenByOperator: row.seen_by_operator,
    quietSince: row.quiet_since,
    help: row.help === null ? null : JSON.parse(row.help),
    wrapUp: row.wrap_up === null ? null : JSON.parse(row.wrap_up),
    tags: JSON.parse(row.tags),
    ...routeOf(row),
    claim: row.claim === null ? null : JSON.parse(row.claim),
    answered: row.answered === null ? null : JSON.parse(row.answered),
    rating: row.rating,
    answers: visibleAnswers(row),
    version: row.version,
  });
}

/** What the visitor of a chat answered, each question once. */
export function readAnswers({ answers }: Pick<ChatRow, 'answers'>): StoredAnswer[] {
  return storedAnswerSchema.array().parse(JSON.parse(answers));
}

/** By name, without what is to be hidden: it stands in no list, address or text. */
function visibleAnswers(row: ChatRow): Record<string, string> {
  return Object.fromEntries(readAnswers(row).flatMap(({ name, value, masked }) => (masked ? [] : [[name, value]])));
}

/** One entry of a chat's log. */
export function toEntry(row: Selectable<Database['chat_entry']>): ChatEntry {
  return chatEntrySchema.parse({
    seq: row.seq,
    at: row.at,
    sender: {
      kind: row.sender_kind,
      name: row.sender_name,
      operatorId: row.sender_kind === 'operator' ? row.sender_id : null,
    },
    cid: row.cid,
    content: JSON.parse(row.content),
  });
}
