import type { Condition } from '@foyer/protocol/condition';
import { foldText } from '@foyer/rules/fold-text';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { type SqlBool, sql } from 'kysely';
import { readTagNames } from '../tags/find-tags.ts';
import { alwaysTrue, type Claim, known, no, opposite, type Truth, truthOfGroup } from './filter-truth.ts';
import { among, type FilterContext, listDistinct, type Subject, visitEnd } from './filter-values.ts';

/** Of a table whose rows belong to the visitor of the visit. */
const ofVisitor = (table: string): Claim =>
  sql<SqlBool>`${sql.ref(`${table}.site_id`)} = visit.site_id and ${sql.ref(`${table}.visitor_id`)} = visit.visitor_id`;

/** A sum over the visitor's visits up to this one, this one included. */
export const sumSoFar = (column: 'page_count' | 'visible_ms' | 'revenue'): Subject =>
  sql`(case when visit.visit_number = 1 then ${sql.ref(`visit.${column}`)} else (select cast(sum(${sql.ref(`other.${column}`)}) as bigint) from visit as other where ${ofVisitor('other')} and other.visit_number <= visit.visit_number) end)`;

/** When the visitor's visit before this one began; NULL: there is none. */
export const lastVisitAt: Subject = sql`(case when visit.visit_number = 1 then null else (select max(other.started_at) from visit as other where ${ofVisitor('other')} and other.visit_number < visit.visit_number) end)`;

export const firstVisitAt: Subject = sql`(select known.first_visit_at from visitor as known where known.site_id = visit.site_id and known.id = visit.visitor_id)`;

export const chatsBefore: Subject = sql`(select count(*) from chat where ${ofVisitor('chat')} and chat.requested_at < visit.started_at)`;

export const invitesDeclined: Subject = sql`(select count(*) from invitation where ${ofVisitor('invitation')} and invitation.state = 'declined' and invitation.queued_at <= ${visitEnd})`;

/** Whether an invite was sent in the visit; one taken back before anybody saw it was not. */
export const wasInvited: Claim = sql<SqlBool>`exists (select 1 from invitation where ${ofVisitor('invitation')} and invitation.visit_id = visit.id and invitation.state <> 'suppressed' and (invitation.state <> 'withdrawn' or invitation.shown_at is not null))`;

const prospectFirings = sql`firing where ${ofVisitor('firing')} and firing.rule_kind = 'prospectRule' and firing.shadow = 0 and firing.at <= ${visitEnd}`;

export const isProspect: Claim = sql<SqlBool>`exists (select 1 from ${prospectFirings})`;

/** The newest entry decides: an administrator may have taken the flag back. */
export const isCustomer: Claim = sql<SqlBool>`coalesce((select customer_entry.kind from customer_entry where ${ofVisitor('customer_entry')} and customer_entry.kind <> 'repeat' and customer_entry.at <= ${visitEnd} order by customer_entry.id desc limit 1), '') = 'new'`;

/** The state of the chat that was open at the visit's end. */
export const isChatOpen = (state: 'active' | 'pending'): Claim =>
  sql<SqlBool>`coalesce((select case when chat.accepted_at <= ${visitEnd} then 'active' else 'pending' end from chat where ${ofVisitor('chat')} and chat.requested_at <= ${visitEnd} and (chat.ended_at is null or chat.ended_at > ${visitEnd}) order by chat.id desc limit 1), '') = ${state}`;

/** How often an event happened in the visit. */
export const timesHappened = (name: string): Subject =>
  sql`(select count(*) from custom_event where custom_event.site_id = visit.site_id and custom_event.visit_id = visit.id and custom_event.name = ${name})`;

const field = ({ dialect }: FilterContext, json: Subject, name: string): Subject =>
  dialect === 'sqlite' ? sql`json_extract(${json}, ${`$.${name}`})` : sql`(${json}::json ->> ${name}::text)`;
const numberField = (context: FilterContext, json: Subject, name: string): Subject =>
  sql`cast(${field(context, json, name)} as bigint)`;

/** The label of the newest wrap-up by then, as `readChatFacts` looks for it. */
export function lastWrapUp(context: FilterContext): Subject {
  const wrapUp = sql.ref('classified.wrap_up');
  return sql`select ${field(context, wrapUp, 'label')} as value from (select chat.id, chat.wrap_up from chat where ${ofVisitor('chat')} and chat.wrap_up is not null order by chat.id desc limit 20) as classified where ${numberField(context, wrapUp, 'at')} <= ${visitEnd} order by classified.id desc limit 1`;
}

/** All labels of wrap-ups. */
export function wrapUpLabels(context: FilterContext): { text: Subject; from: Subject } {
  return {
    text: field(context, sql.ref('chat.wrap_up'), 'label'),
    from: sql`chat where chat.site_id = ${context.site.id} and chat.wrap_up is not null`,
  };
}

/** The newest rating by then, as `readChatFacts` looks for it. */
export function lastRating(context: FilterContext): Subject {
  return sql`(select ${numberField(context, sql.ref('entry.content'), 'rating')} from (select chat.site_id, chat.id from chat where ${ofVisitor('chat')} and chat.rating is not null order by chat.id desc limit 20) as rated join chat_entry as entry on entry.site_id = rated.site_id and entry.chat_id = rated.id where entry.at <= ${visitEnd} and entry.content like ${'{"kind":"rated"%'} order by rated.id desc, entry.seq desc limit 1)`;
}

/** What is in a list of a visit, each member once: `from` are its rows, `member` tells them apart. */
interface ListFact {
  readonly from: Subject;
  readonly member: Subject;
  /** Rows whose member has a name like one of these. */
  named(folded: string): Promise<Claim>;
}

/** Where the visitor's prospect types meet a condition. Each has the name it had when it fired last. */
export async function truthOfProspectTypes(context: FilterContext, condition: Condition): Promise<Truth> {
  const newest = sql`${prospectFirings} and not exists (select 1 from firing as later where ${ofVisitor('later')} and later.rule_id = firing.rule_id and later.rule_kind = 'prospectRule' and later.shadow = 0 and later.at <= ${visitEnd} and later.id > firing.id)`;
  let names: Promise<string[]> | null = null;
  return truthOfList(condition, {
    from: newest,
    member: sql`firing.rule_id`,
    async named(folded) {
      names ??= listDistinct(
        context,
        sql`firing.rule_name`,
        sql`firing where firing.site_id = ${context.site.id} and firing.rule_kind = 'prospectRule' and firing.shadow = 0`,
        condition.variable,
      );
      const same = (await names).filter((name) => foldText(name) === folded);
      return among(sql`firing.rule_name`, same, context.dialect);
    },
  });
}

/** Where the tags of the visitor's chats meet a condition, by the names that tags have now. */
export async function truthOfTags(context: FilterContext, condition: Condition): Promise<Truth> {
  const names = await readTagNames(context.db, context.site.id);
  return truthOfList(condition, {
    from: sql`chat_tag join tag on tag.site_id = chat_tag.site_id and tag.id = chat_tag.tag_id where ${ofVisitor('chat_tag')} and chat_tag.at <= ${visitEnd}`,
    member: sql`chat_tag.tag_id`,
    async named(folded) {
      const ids = [...names].flatMap(([id, name]) => (foldText(name) === folded ? id : []));
      return among(sql`chat_tag.tag_id`, ids, context.dialect);
    },
  });
}

/** A list is never unknown. */
async function truthOfList(condition: Condition, { from, member, named }: ListFact): Promise<Truth> {
  const operator = condition.operator as OperatorOf<'list'>;
  const { value } = condition;
  const count = sql`(select count(distinct ${member}) from ${from})`;
  if (operator === 'isSet') return known(sql<SqlBool>`exists (select 1 from ${from})`);
  if (operator === 'isNotSet') return opposite(known(sql<SqlBool>`exists (select 1 from ${from})`));
  if (operator === 'countAtLeast') return known(sql<SqlBool>`${count} >= ${Number(value)}`);
  if (operator === 'countAtMost') return known(sql<SqlBool>`${count} <= ${Number(value)}`);
  const wanted = (Array.isArray(value) ? value : [value]).map((one) => foldText(String(one)));
  const parts = await Promise.all(
    wanted.map(async (one) => {
      const claim = await named(one);
      return claim === no
        ? { isTrue: no, isFalse: alwaysTrue.isTrue }
        : known(sql<SqlBool>`exists (select 1 from ${from} and ${claim})`);
    }),
  );
  return truthOfGroup(operator === 'includesAny' ? 'any' : 'all', parts);
}
