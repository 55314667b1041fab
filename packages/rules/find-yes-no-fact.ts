import { assertNever } from '@foyer/protocol/assert-never';
import { countOf } from './count-of.ts';
import { findVisitAlert } from './find-visit-alert.ts';
import type { Moment } from './moment.ts';
import type { VariableOf } from './variable-kind.ts';

/** What a yes/no variable holds; null: missing, or not known in this version. */
export function findYesNoFact(variable: VariableOf<'yesNo'>, name: string | undefined, moment: Moment): boolean | null {
  const { visit, staff } = moment;
  switch (variable) {
    case 'visit.invited':
      return Object.keys(visit.invited).length > 0;
    case 'visitor.isNew':
      return visit.visitNumber === 1;
    case 'visitor.isProspect':
      return visit.visitor.isProspect;
    case 'visitor.isCustomer':
      return visit.visitor.isCustomer;
    case 'source.isSearch':
      return visit.source.isSearch;
    case 'source.paid':
      if (visit.alertWaitsUntil !== null) return null;
      return (findVisitAlert(moment)?.paid ?? null) !== null;
    case 'place.ownOrganisation':
      return visit.place.ownOrganisation;
    case 'chat.open':
      return visit.chat?.state === 'active';
    case 'chat.pending':
      return visit.chat?.state === 'pending';
    case 'time.insideOpeningHours':
      return staff.insideOpeningHours;
    case 'page.exitIntent':
      return visit.page.exitIntent ?? null;
    case 'event.happened':
      return countOf(visit.events, name) > 0;
    default:
      return assertNever(variable);
  }
}
