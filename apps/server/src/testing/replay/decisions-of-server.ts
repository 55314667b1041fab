import { outboxMessageSchema } from '@foyer/protocol/outbox';
import type { Scenario } from '@foyer/protocol/scenario';
import { formatAmount } from '@foyer/rules/money';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { type Decision, type Decisions, linesByVisitor, profileLine } from './decisions.ts';
import { whatOf } from './decisions-of-trace.ts';
import type { ToldPopup } from './replayed-staff.ts';
import type { ScenarioSite } from './scenario-site.ts';

/** What was heard of a replay that is not stored. */
export interface Heard {
  readonly popups: readonly ToldPopup[];
  /** When each visitor was told that they are excluded, epoch ms. */
  readonly excludedAt: ReadonlyMap<string, readonly number[]>;
  /** When each visit that is over was found to be, by its id. */
  readonly endedAt: ReadonlyMap<string, number>;
}

/** What the server decided: what it stored of a site, and what its consoles and pages were told. */
export async function decisionsOfServer(
  db: Kysely<Database>,
  site: ScenarioSite,
  scenario: Scenario,
  nameOf: (visitorId: string) => string,
  heard: Heard,
): Promise<Decisions> {
  const { currency } = scenario.site;
  const rows = await readRows(db, site.id);
  const visits = new Map(rows.visits.map((visit) => [visit.id, visit]));
  const firings = new Map(rows.firings.map((firing) => [firing.id, firing]));
  const decisions: Decision[] = [];
  const add = (type: Decision['type'], at: number, visitId: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const visit = visits.get(visitId);
    if (visit === undefined) throw new Error(`${type} belongs to no visit that is stored`);
    const visitor = nameOf(visit.visitor_id);
    decisions.push({ at, visitor, visitNumber: visit.visit_number, type, what: whatOf(fields) });
  };

  const timeoutMs = scenario.site.visitTimeoutMinutes * 60_000;
  for (const { id, started_at, ended_at } of rows.visits) {
    add('visit.opened', started_at, id);
    if (ended_at === null) continue;
    // The end by time-out is noticed a moment after the instant it is told for.
    add('visit.ended', Math.min(ended_at + timeoutMs, heard.endedAt.get(id) ?? Number.NaN), id);
  }
  for (const [visitor, instants] of heard.excludedAt)
    for (const at of instants) decisions.push({ at, visitor, visitNumber: null, type: 'visitor.excluded', what: '' });
  for (const { at, url, visit_id } of rows.pageViews) add('page.recorded', at, visit_id, { url });
  for (const { at, amount, order_id, visit_id } of rows.revenue)
    add('revenue.booked', at, visit_id, {
      amount: formatAmount(amount, currency),
      ...(order_id === null ? {} : { orderId: order_id }),
    });
  for (const { at, rule_kind, rule_name, shadow, visit_id } of rows.firings) {
    const name = rule_kind === 'prospectRule' ? 'rule' : rule_kind;
    if (shadow === 1) add('shadow.matched', at, visit_id, { kind: rule_kind, [name]: rule_name });
    else add(rule_kind === 'alert' ? 'alert.matched' : 'prospect.fired', at, visit_id, { [name]: rule_name });
  }
  for (const { at, kind, visit_id } of rows.customers) add('customer.flagged', at, visit_id, { new: kind === 'new' });
  for (const { at, kind, alert_name, address, visit_id } of rows.exceptions)
    add('exception.raised', at, visit_id, { kind, alert: alert_name, address });
  for (const { popupId, rule } of heard.popups) {
    const firing = firings.get(popupId);
    if (firing === undefined) throw new Error('a pop-up tells of a firing that is not stored');
    add('popup.sent', firing.at, firing.visit_id, { [rule.kind === 'alert' ? 'alert' : 'rule']: rule.name });
  }
  for (const { kind, recipient, created_at, payload, visit_id } of rows.outbox) {
    const message = outboxMessageSchema.parse(JSON.parse(payload));
    if (visit_id === null || !('data' in message) || kind === 'webhook') throw new Error(`an item of kind ${kind}`);
    if (!('rule' in message.data)) throw new Error('a mail about a chat in a replay without chats');
    const { rule } = message.data;
    add(kind === 'email' ? 'email.queued' : 'sms.queued', created_at, visit_id, {
      to: site.nameOfRecipient(recipient),
      [rule.kind === 'alert' ? 'alert' : 'rule']: rule.name,
    });
  }
  for (const { invite_name, source, state, reason, queued_at, visit_id } of rows.invitations) {
    const fields = { invite: site.nameOfInvite(invite_name), source };
    if (state === 'suppressed') add('invite.suppressed', queued_at, visit_id, { ...fields, reason });
    else add('invite.sent', queued_at, visit_id, fields);
  }

  return {
    visitors: linesByVisitor(decisions),
    spiders: rows.spiders.map(({ at }) => new Date(at).toISOString()),
    profiles: Object.fromEntries(
      rows.visitors.map((visitor) => [
        nameOf(visitor.id),
        profileLine({
          visits: visitor.visit_count,
          pages: visitor.page_count,
          firstReferrer: visitor.first_referrer,
          prospectTypes: [
            ...new Map(
              rows.firings
                .filter(
                  (firing) =>
                    firing.visitor_id === visitor.id && firing.rule_kind === 'prospectRule' && firing.shadow === 0,
                )
                .map(({ rule_id, rule_name }) => [rule_id, rule_name]),
            ).values(),
          ],
          isProspect: visitor.is_prospect === 1,
          isCustomer: visitor.is_customer === 1,
          revenue: formatAmount(visitor.revenue, currency),
          contact: [visitor.name, visitor.company, visitor.email, visitor.phone],
          variables: z.record(z.string(), z.string()).parse(JSON.parse(visitor.variables)),
        }),
      ]),
    ),
    dayTotals: rows.dayTotals
      // The trace has no totals by family, and none of chats.
      .filter(({ counter, value }) => value !== 0 && /^(?!chat)[a-zA-Z]+$|^(alert|prospectType):/.test(counter))
      .map(({ day, counter, value }) => `${day} ${counterName(counter, site)} ${shown(counter, value, currency)}`)
      .sort(),
    referrers: rows.referrerTotals
      .filter(({ counter, value }) => value !== 0 && !counter.includes(':'))
      .map(({ referrer, counter, value }) => `${referrer} ${counter} ${shown(counter, value, currency)}`)
      .sort(),
  };
}

/** All rows of a site, each kind in the order in which it was written. */
async function readRows(db: Kysely<Database>, siteId: string) {
  return {
    visits: await db.selectFrom('visit').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    visitors: await db.selectFrom('visitor').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    pageViews: await db.selectFrom('page_view').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    spiders: await db.selectFrom('spider_hit').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    firings: await db.selectFrom('firing').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    customers: await db.selectFrom('customer_entry').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    revenue: await db.selectFrom('revenue_entry').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    invitations: await db.selectFrom('invitation').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    exceptions: await db.selectFrom('exception').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    outbox: await db.selectFrom('outbox').selectAll().where('site_id', '=', siteId).orderBy('id').execute(),
    dayTotals: await db.selectFrom('day_total').selectAll().where('site_id', '=', siteId).execute(),
    referrerTotals: await db.selectFrom('referrer_total').selectAll().where('site_id', '=', siteId).execute(),
  };
}

function counterName(counter: string, site: ScenarioSite): string {
  const [kind = '', id] = counter.split(/:(.*)/s);
  if (id === undefined) return counter;
  return kind === 'alert'
    ? `alerts.${site.nameInTotals('alerts', id)}`
    : `prospectTypes.${site.nameInTotals('prospectRules', id)}`;
}

function shown(counter: string, value: number, currency: string): string {
  return counter === 'clickCost' || counter === 'revenue' ? formatAmount(value, currency) : String(value);
}
