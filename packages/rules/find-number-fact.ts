import { assertNever } from '@foyer/protocol/assert-never';
import { findQueryParameter } from './find-query-parameter.ts';
import { findVisitAlert } from './find-visit-alert.ts';
import type { Moment } from './moment.ts';
import { daysBetween } from './site-time.ts';
import type { PlainNumberVariable } from './variable-kind.ts';

/** What a number variable holds; null: missing, or not known in this version. */
export function findNumberFact(variable: PlainNumberVariable, moment: Moment): number | null {
  const { visit, at, staff, site } = moment;
  switch (variable) {
    case 'visit.pages':
      return visit.pageCount;
    case 'visitor.pages':
      return visit.visitor.earlierPages + visit.pageCount;
    case 'visitor.visitNumber':
      return visit.visitNumber;
    case 'visitor.daysSinceFirstVisit':
      return daysBetween(visit.visitor.firstVisitAt ?? visit.startedAt, at, site.timeZone);
    case 'visitor.daysSinceLastVisit':
      return visit.visitor.lastVisitAt === null ? null : daysBetween(visit.visitor.lastVisitAt, at, site.timeZone);
    case 'visitor.chats':
      return visit.visitor.chats;
    case 'visitor.invitesDeclined':
      return visit.visitor.invitesDeclined;
    case 'source.cost':
      return findVisitCost(moment);
    case 'tech.screenWidth':
      return visit.technology.screenWidth;
    case 'staff.online':
      return staff.online;
    case 'staff.withRoom':
      return staff.withRoom;
    case 'staff.queueLength':
      return staff.queueLength;
    // No fact is gathered for these yet.
    case 'page.scrollDepth':
    case 'visit.revenue':
    case 'visitor.lifetimeRevenue':
    case 'visitor.lastRating':
    case 'event.count':
      return null;
    default:
      return assertNever(variable);
  }
}

/** What the visit's paid alert says one entry costs: a fixed amount, or the query parameter of the entry page. */
function findVisitCost(moment: Moment): number | null {
  const cost = findVisitAlert(moment)?.paid?.cost;
  if (cost === undefined) return null;
  if ('fixed' in cost) return Number(cost.fixed);
  const given = findQueryParameter(moment.visit.entryPage, cost.queryParameter);
  return given !== null && /^\d{1,12}(\.\d{1,3})?$/.test(given) ? Number(given) : null;
}
