import type { ChatListQuery } from '@foyer/protocol/chat-list';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Conditions } from './chat-list-repository.ts';

/** Instants of the request, epoch ms; null: open. */
export interface TimeRange {
  readonly from: number | null;
  readonly before: number | null;
}

/** What the plain fields of a list of chats ask for. */
export type ChatFields = Pick<
  ChatListQuery,
  | 'visitorId'
  | 'operator'
  | 'department'
  | 'skill'
  | 'wrapUp'
  | 'tag'
  | 'rating'
  | 'waitedSeconds'
  | 'state'
  | 'outcome'
>;

/** The plain fields of a query as conditions on `chat`. */
export function chatConditions(siteId: string, fields: ChatFields, { from, before }: TimeRange): Conditions {
  const { visitorId, operator, department, skill, wrapUp, tag, rating, waitedSeconds, state, outcome } = fields;
  const conditions: RawBuilder<SqlBool>[] = [];
  const ask = (condition: RawBuilder<SqlBool>) => conditions.push(condition);
  if (from !== null) ask(sql`chat.requested_at >= ${from}`);
  if (before !== null) ask(sql`chat.requested_at < ${before}`);
  if (visitorId !== undefined) ask(sql`chat.visitor_id = ${visitorId}`);
  if (operator !== undefined) ask(sql`chat.operator_id = ${operator}`);
  if (department !== undefined) ask(sql`chat.department_id = ${department}`);
  if (skill !== undefined)
    ask(sql`chat.id in (select chat_id from chat_skill where site_id = ${siteId} and skill_id = ${skill})`);
  if (wrapUp !== undefined)
    ask(sql`chat.id in (select chat_id from chat_wrap_up_option where site_id = ${siteId} and option_id = ${wrapUp})`);
  if (tag !== undefined)
    ask(sql`chat.id in (select chat_id from chat_tag where site_id = ${siteId} and tag_id = ${tag})`);
  if (rating !== undefined) ask(sql`chat.rating in (${sql.join(rating.map(Number))})`);
  if (waitedSeconds !== undefined)
    ask(sql`coalesce(chat.accepted_at, chat.ended_at) - chat.requested_at >= ${waitedSeconds * 1000}`);
  if (state !== undefined) ask(inStates(state));
  if (outcome === 'taken') ask(sql`chat.accepted_at is not null`);
  if (outcome === 'missed') ask(sql`chat.state = 'missed'`);
  return conditions;
}

/** Of several states at once no index gives the order: an expression, so that none is tried. */
function inStates(states: readonly string[]): RawBuilder<SqlBool> {
  const [only, ...others] = states;
  return others.length === 0 ? sql`chat.state = ${only}` : sql`(chat.state || '') in (${sql.join([...states])})`;
}
