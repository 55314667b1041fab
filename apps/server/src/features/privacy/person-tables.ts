import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { orderHash } from '../visits/order-hash.ts';
import { isOneOf, nobodys, ofOne, ofVisitor, type PersonTable } from './person-table.ts';

const settings = nobodys('settings of the site');
const staff = nobodys('of operators, not of visitors');

/**
 * Every table there is, and what of it is a visitor's: erasure, export and retention go by this list. A further table is
 * one line here; the type asks for it, and a test looks for strangers in the real schema. What others are found by (chats,
 * visits, the visitor) comes last.
 */
export const personTables: { readonly [Table in keyof Database]: PersonTable } = {
  page_view: ofOne('visitIds', 'visit_id'),
  custom_event: ofOne('visitIds', 'visit_id'),
  recorded_event: ofOne('visitIds', 'visit_id'),
  // A day's results, with a sample of visits.
  back_test: {
    rows: ({ visitorId, visitIds }) => anyIn('result', [visitorId, ...visitIds]),
    unexported: ['result', 'request'],
  },
  invitation: ofVisitor(),
  firing: ofVisitor(),
  // Amounts and counts stay, of somebody whom nobody can name.
  customer_entry: ofVisitor('visitor_id', {
    becomes: (row, _person, { visitorId, visitId }) => ({
      visitor_id: visitorId,
      visit_id: visitId,
      // The occurrence is a key, and stays one.
      occurrence: `erased ${row.id}`,
      reason: null,
    }),
  }),
  revenue_entry: ofVisitor('visitor_id', {
    becomes: (row, _person, { visitorId, visitId }) => ({
      visitor_id: visitorId,
      visit_id: visitId,
      order_id: typeof row.order_id === 'string' ? orderHash(row.order_id) : null,
      occurrence: typeof row.order_id === 'string' ? `order ${orderHash(row.order_id)}` : `erased ${row.id}`,
    }),
  }),
  experiment_exposure: ofVisitor(),
  exception: ofVisitor(),
  click_total: ofOne('addresses', 'address', { unexported: ['alert_id'] }),
  spider_hit: ofOne('addresses', 'address', { becomes: () => ({ address: '' }) }),
  outbox: {
    rows: ({ visitorId, visitIds, chatIds, emails }) =>
      sql<SqlBool>`visitor_id = ${visitorId} or ${isOneOf(sql`lower(recipient)`, emails)} or ${anyIn('payload', [
        visitorId,
        ...chatIds,
        ...visitIds,
      ])}`,
  },
  visitor_token: ofVisitor('visitor_id', { unexported: ['token_hash'] }),
  visitor_note: ofVisitor(),
  block: {
    rows: ({ visitorId, addresses }) =>
      sql<SqlBool>`visitor_id = ${visitorId} or ${isOneOf(sql.ref('address'), addresses)}`,
    unexported: ['address_key'],
  },
  legal_hold: {
    rows: ({ visitorId, chatIds }) => sql<SqlBool>`id = ${visitorId} or ${isOneOf(sql.ref('id'), chatIds)}`,
  },
  change: {
    rows: ({ visitorId, chatIds }) =>
      sql<SqlBool>`document_id = ${visitorId} or ${isOneOf(sql.ref('document_id'), chatIds)} or (kind in ('customer', 'legalHold', 'visitorExport') and ${anyIn(
        `coalesce("before", '') || coalesce("after", '')`,
        [visitorId, ...chatIds],
      )})`,
    becomes: (row, _person, { visitorId }) => ({
      document_id: visitorId,
      document_name: 'Erased visitor',
      before: row.before === null ? null : '{}',
      after: row.after === null ? null : '{}',
    }),
  },
  chat_entry: ofOne('chatIds', 'chat_id', { unexported: ['content_hash', 'cid'] }),
  chat_text: ofOne('chatIds', 'chat_id'),
  chat_notice: ofOne('chatIds', 'chat_id'),
  chat_notice_told: ofOne('chatIds', 'chat_id'),
  chat_wrap_up_option: ofOne('chatIds', 'chat_id'),
  chat_tag: ofOne('chatIds', 'chat_id'),
  chat_skill: ofOne('chatIds', 'chat_id'),
  chat_file_piece: ofOne('fileIds', 'file_id', { unexported: ['content'] }),
  chat_file: ofVisitor(),
  chat: ofVisitor(),
  visit: ofVisitor(),
  visitor: ofVisitor('id'),

  installation: nobodys('names and values of the installation'),
  site: settings,
  alert: settings,
  invite: settings,
  exclusions: settings,
  referring_sites: settings,
  prospect_rule: settings,
  notifications: settings,
  wrap_up: settings,
  tag_settings: settings,
  tag: settings,
  client_form: settings,
  chat_options: settings,
  surveys: settings,
  canned_response: settings,
  canned_file: settings,
  department: settings,
  skill: settings,
  membership: staff,
  invite_image: settings,
  configuration_import: settings,
  routing: settings,
  opening_hours: settings,
  privacy: settings,
  saved_view: settings,
  report_schedule: settings,
  content_groups: settings,
  experiment: settings,
  experiment_run: settings,
  operator: staff,
  operator_site: staff,
  operator_activity: staff,
  session: staff,
  one_time_sign_in: staff,
  account_link: staff,
  pending_sign_in: staff,
  second_factor: staff,
  recovery_code: staff,
  api_key: staff,
  work_periods: staff,
  offer_turn: staff,
  operator_status: staff,
  push_subscription: staff,
  team_conversation: staff,
  team_message: nobodys('what operators write to each other; it has no link to a visitor'),
  team_seen: staff,
  totals_check: nobodys('counts'),
  day_total: nobodys('counts of a day, which stay'),
  referrer_total: nobodys('counts by referring host, which stay'),
  unsubscribed: nobodys('a hash alone, kept so that unwanted mail stays unwanted'),
  erasure: nobodys('keyed hashes that only this installation can make'),
  complete_since: nobodys('days'),
  frozen_day: nobodys('days'),
};

/** Tables that nobody writes to: what a database makes of others, and empties with them. A full-text index is named once. */
export const derivedTables: Readonly<Record<string, string>> = {
  chat_word: 'the words of chat_text, which leave it with their row',
  chat_number: 'a number for each chat with text, which leaves with its last row',
};

/** Ids are long and random: where one stands, the row is about it. */
function anyIn(column: string, ids: readonly string[]) {
  if (ids.length === 0) return sql<SqlBool>`1 = 0`;
  const text = column.includes('(') ? sql.raw(column) : sql.ref(column);
  return sql<SqlBool>`(${sql.join(
    ids.map((id) => sql`${text} like ${`%${id}%`}`),
    sql` or `,
  )})`;
}
