import { assertNever } from '@foyer/protocol/assert-never';
import { countOf } from './count-of.ts';
import { findEntryCost } from './find-entry-cost.ts';
import { findVisitAlert } from './find-visit-alert.ts';
import type { Moment } from './moment.ts';
import { formatAmount } from './money.ts';
import { daysBetween } from './site-time.ts';
import type { PlainNumberVariable } from './variable-kind.ts';

/** What a number variable holds; null: missing, or not known in this version. */
export function findNumberFact(variable: PlainNumberVariable, name: string | undefined, moment: Moment): number | null {
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
    case 'page.scrollDepth':
      return visit.page.scrollDepth ?? null;
    case 'visit.revenue':
      return inMajorUnits(visit.revenue, site.currency);
    case 'visitor.lifetimeRevenue':
      return inMajorUnits(visit.visitor.earlierRevenue + visit.revenue, site.currency);
    case 'visitor.lastRating':
      return visit.visitor.lastRating;
    case 'event.count':
      return countOf(visit.events, name);
    default:
      return assertNever(variable);
  }
}

/** What the visit cost: its entry through a paid alert, and what its pages reported; null: neither. */
function findVisitCost(moment: Moment): number | null {
  const { visit, site } = moment;
  const alert = findVisitAlert(moment);
  const entry = alert === null ? null : findEntryCost(alert, visit.entryPage, site.currency);
  if (entry === null && visit.reportedCost === null) return null;
  return inMajorUnits((entry ?? 0) + (visit.reportedCost ?? 0), site.currency);
}

function inMajorUnits(minor: number, currency: string): number {
  return Number(formatAmount(minor, currency));
}
