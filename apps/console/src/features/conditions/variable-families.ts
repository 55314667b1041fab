import { type VariableName, type VariableType, variables } from '@foyer/protocol/condition';

/** Families of variables as rules.md section 8 has them, in the order that they are offered in. */
export const families = {
  page: [
    'page.current',
    'page.title',
    'page.query',
    'page.entry',
    'page.anyThisVisit',
    'page.anyEver',
    'visit.pages',
    'visitor.pages',
    'page.seconds',
    'visit.minutes',
    'visitor.minutes',
    'page.scrollDepth',
    'page.exitIntent',
  ],
  source: [
    'source.referrer',
    'source.referrerHost',
    'source.referringSite',
    'source.isSearch',
    'source.keywords',
    'source.firstReferrer',
    'source.alert',
    'source.paid',
    'source.cost',
    'source.utmSource',
    'source.utmMedium',
    'source.utmCampaign',
    'source.utmTerm',
    'source.utmContent',
  ],
  visitor: [
    'visitor.visitNumber',
    'visitor.isNew',
    'visitor.isProspect',
    'visitor.prospectTypes',
    'visitor.isCustomer',
    'visitor.lifetimeRevenue',
    'visitor.daysSinceFirstVisit',
    'visitor.daysSinceLastVisit',
    'visitor.name',
    'visitor.company',
    'visitor.email',
    'visitor.phone',
    'visitor.variable',
    'visitor.chats',
    'visitor.lastWrapUp',
    'visitor.tags',
    'visitor.lastRating',
  ],
  place: [
    'place.country',
    'place.region',
    'place.city',
    'place.organisation',
    'place.ownOrganisation',
    'place.address',
    'place.hostName',
    'tech.language',
    'tech.timeZone',
    'tech.browser',
    'tech.os',
    'tech.device',
    'tech.screenWidth',
  ],
  commerce: ['visit.revenue', 'event.happened', 'event.count'],
  chat: [
    'chat.open',
    'chat.pending',
    'visit.invited',
    'visitor.invitesDeclined',
    'chat.department',
    'chat.skill',
    'survey.answer',
  ],
  time: [
    'staff.online',
    'staff.withRoom',
    'staff.queueLength',
    'time.hour',
    'time.weekday',
    'time.date',
    'time.insideOpeningHours',
  ],
} as const satisfies Record<string, readonly VariableName[]>;

export type Family = keyof typeof families;

/** The family that a variable is offered in. */
export function familyOf(variable: VariableName): Family {
  const found = (Object.keys(families) as Family[]).find((family) =>
    (families[family] as readonly VariableName[]).includes(variable),
  );
  return found ?? 'visitor';
}

export function typeOf(variable: VariableName): VariableType {
  return variables[variable].type;
}

/** Whether a variable is one of several that share it, such as a query field: it needs a name. */
export function isNamed(variable: VariableName): boolean {
  return 'named' in variables[variable];
}

/** Whether a variable holds page addresses. */
export function isPageAddress(variable: VariableName): boolean {
  return (
    variable === 'page.current' ||
    variable === 'page.anyThisVisit' ||
    variable === 'page.anyEver' ||
    variable === 'page.entry'
  );
}

/** What the numbers of a variable count; null: nothing but themselves. */
export type Unit = 'money' | 'minutes' | 'seconds' | 'days' | 'percent' | 'pixels' | 'hour';

const units: Partial<Record<VariableName, Unit>> = {
  'visit.revenue': 'money',
  'visitor.lifetimeRevenue': 'money',
  'source.cost': 'money',
  'visit.minutes': 'minutes',
  'visitor.minutes': 'minutes',
  'page.seconds': 'seconds',
  'visitor.daysSinceFirstVisit': 'days',
  'visitor.daysSinceLastVisit': 'days',
  'page.scrollDepth': 'percent',
  'tech.screenWidth': 'pixels',
  'time.hour': 'hour',
};

export function unitOf(variable: VariableName): Unit | null {
  return units[variable] ?? null;
}
