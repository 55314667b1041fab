/** What became of a scenario, in a form that the simulator's trace and the server's tables can both be brought into. */
export interface Decisions {
  /** Decisions on each visitor, one line each, in order of time; at one instant in the order of `order`. */
  readonly visitors: Readonly<Record<string, readonly string[]>>;
  /** Instants at which robots came. */
  readonly spiders: readonly string[];
  /** What is known of each visitor with a visit, one line each. */
  readonly profiles: Readonly<Record<string, string>>;
  /** `day counter value`, those that are zero left out. */
  readonly dayTotals: readonly string[];
  /** `host counter value`, those that are zero left out. */
  readonly referrers: readonly string[];
}

/** One decision on a visitor. */
export interface Decision {
  readonly at: number;
  readonly visitor: string;
  readonly visitNumber: number | null;
  readonly type: (typeof order)[number];
  /** What tells it from others of its type. */
  readonly what: string;
}

/** Types of decisions that the server keeps or tells; at one instant they stand in this order, each type in its own. */
const order = [
  'visit.ended',
  'visitor.excluded',
  'visit.opened',
  'page.recorded',
  'revenue.booked',
  'alert.matched',
  'exception.raised',
  'shadow.matched',
  'prospect.fired',
  'customer.flagged',
  'popup.sent',
  'email.queued',
  'sms.queued',
  'invite.sent',
  'invite.suppressed',
] as const;

/** Whether decisions of this type are compared. */
export function isCompared(type: string): type is Decision['type'] {
  return (order as readonly string[]).includes(type);
}

/** The lines of each visitor. Decisions of one type come in their order. */
export function linesByVisitor(decisions: readonly Decision[]): Record<string, string[]> {
  const sorted = decisions.toSorted(
    (one, other) => one.at - other.at || order.indexOf(one.type) - order.indexOf(other.type),
  );
  const lines: Record<string, string[]> = {};
  for (const { at, visitor, visitNumber, type, what } of sorted) {
    lines[visitor] ??= [];
    lines[visitor].push(`${new Date(at).toISOString()} ${visitNumber ?? '-'} ${type} ${what}`.trimEnd());
  }
  return lines;
}

/** What is known of a visitor, as one line. */
export function profileLine(profile: {
  readonly visits: number;
  readonly pages: number;
  readonly firstReferrer: string;
  readonly prospectTypes: readonly string[];
  readonly isProspect: boolean;
  readonly isCustomer: boolean;
  readonly revenue: string;
  readonly contact: readonly (string | null)[];
  readonly variables: Readonly<Record<string, string>>;
}): string {
  const { prospectTypes, variables, ...rest } = profile;
  const sortedVariables = Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify({ ...rest, prospectTypes: prospectTypes.toSorted(), variables: sortedVariables });
}
