import type { Effect } from './effect.ts';
import { localTime } from './site-time.ts';
import type { Visit } from './visit.ts';

/** One step of a counter: of a local day, or of a first referrer. */
export interface Count {
  readonly counter: string;
  readonly value: number;
}

export interface DayCount extends Count {
  /** `YYYY-MM-DD` in the site's zone. */
  readonly day: string;
}

/** What an effect happened to. `visit`: as it is after the decision; null when there is none. */
export interface EffectContext {
  readonly at: number;
  readonly timeZone: string;
  readonly visit: Visit | null;
}

/**
 * What an effect adds to the day totals (rules.md sections 5 to 7). A visit, its alert, its prospect types and whether it
 * is on the customer list belong to the day on which it began; page views, revenue and invites to their own day. Money
 * in minor units.
 */
export function countByDay(effect: Effect, { at, timeZone, visit }: EffectContext): DayCount[] {
  const today = () => localTime(at, timeZone).date;
  const visitDay = () => localTime(visit?.startedAt ?? at, timeZone).date;
  const on = (day: string, ...counts: readonly [counter: string, value: number][]): DayCount[] =>
    counts.map(([counter, value]) => ({ day, counter, value }));
  switch (effect.type) {
    case 'spider.seen':
      return on(today(), ['spiders', 1]);
    case 'visit.opened':
      return on(visitDay(), ['visits', 1], [visit?.visitNumber === 1 ? 'newVisitors' : 'returningVisitors', 1]);
    case 'page.recorded':
      return on(today(), ['pageViews', 1]);
    case 'alert.matched':
      return on(
        visitDay(),
        [`alert:${effect.alertId}`, 1],
        [effect.paid === null ? 'alertsFree' : 'alertsPaid', 1],
        ...(effect.paid === null || effect.paid.cost === 0
          ? []
          : [['clickCost', effect.paid.cost] as [string, number]]),
      );
    case 'cost.booked':
      return on(visitDay(), ['clickCost', effect.amount]);
    case 'prospect.fired': {
      const { ofVisit, ofVisitor, typeOfVisit } = effect.isFirst;
      return on(
        visitDay(),
        ...(ofVisit ? [['prospects', 1] as [string, number]] : []),
        ...(ofVisitor ? [['newProspects', 1] as [string, number]] : []),
        ...(typeOfVisit ? [[`prospectType:${effect.ruleId}`, 1] as [string, number]] : []),
      );
    }
    case 'customer.flagged':
      return on(visitDay(), ['customers', 1], ...(effect.isNew ? [['newCustomers', 1] as [string, number]] : []));
    case 'revenue.booked':
      return on(today(), ['revenue', effect.amount]);
    case 'invite.sent':
      return on(today(), ['invitesSent', 1]);
    case 'invite.accepted':
      return on(today(), ['invitesAccepted', 1]);
    default:
      return [];
  }
}

/** What an effect credits to the visitor's first referrer: visits, prospects (over all and per rule), customers, revenue. */
export function countByReferrer(effect: Effect): Count[] {
  switch (effect.type) {
    case 'visit.opened':
      return [{ counter: 'visits', value: 1 }];
    case 'prospect.fired': {
      const { ofVisitor, typeOfVisitor } = effect.isFirst;
      return [
        ...(ofVisitor ? [{ counter: 'prospects', value: 1 }] : []),
        ...(typeOfVisitor ? [{ counter: `prospects:${effect.ruleId}`, value: 1 }] : []),
      ];
    }
    case 'customer.flagged':
      return effect.isNew ? [{ counter: 'customers', value: 1 }] : [];
    case 'revenue.booked':
      return [{ counter: 'revenue', value: effect.amount }];
    default:
      return [];
  }
}
