import type { SimulationResult } from '../../features/simulator/simulate.ts';
import type { TraceEntry } from '../../features/simulator/trace.ts';
import { canonicalAddress } from '../../http/client-address.ts';
import { type Decision, type Decisions, isCompared, linesByVisitor, profileLine } from './decisions.ts';
import { noAddress } from './replayed-visitor.ts';

/** What the simulator decided. */
export function decisionsOfTrace(result: SimulationResult): Decisions {
  const suppressed = new Set<string>();
  const decisions = result.trace.flatMap((entry): Decision[] => {
    if (!isCompared(entry.type)) return [];
    const what = describe(entry);
    if (entry.type === 'invite.suppressed') {
      // A reason is recorded once per visit, invite and source, however often it comes up.
      const key = JSON.stringify([entry.visitor, entry.visitNumber, what]);
      if (suppressed.has(key)) return [];
      suppressed.add(key);
    }
    const isOutside = entry.type === 'visitor.excluded';
    return [
      {
        at: Date.parse(entry.at),
        visitor: entry.visitor,
        visitNumber: isOutside ? null : entry.visitNumber,
        type: entry.type,
        what,
      },
    ];
  });
  return {
    visitors: linesByVisitor(decisions),
    spiders: result.trace.filter(({ type }) => type === 'spider.seen').map(({ at }) => at),
    profiles: profilesOf(result.visitors as Readonly<Record<string, SimulatedVisitor>>),
    dayTotals: flatten(result.dayTotals as Nested),
    referrers: flatten(result.referrers as Nested),
  };
}

interface SimulatedVisitor {
  readonly visits: number;
  readonly pages: number;
  readonly firstReferrer: string | null;
  readonly isProspect: boolean;
  readonly prospectTypes: readonly string[];
  readonly isCustomer: boolean;
  readonly revenue: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly variables: Readonly<Record<string, string>>;
}

function profilesOf(visitors: Readonly<Record<string, SimulatedVisitor>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(visitors)
      .filter(([, { visits }]) => visits > 0)
      .map(([visitor, { name, company, email, phone, firstReferrer, ...rest }]) => [
        visitor,
        profileLine({
          visits: rest.visits,
          pages: rest.pages,
          firstReferrer: firstReferrer ?? 'direct',
          prospectTypes: rest.prospectTypes,
          isProspect: rest.isProspect,
          isCustomer: rest.isCustomer,
          revenue: rest.revenue,
          contact: [name, company, email, phone],
          variables: rest.variables,
        }),
      ]),
  );
}

/** The fields that tell an entry from others of its type. */
function describe({ at: _at, visitor: _visitor, visitNumber: _number, type, ...fields }: TraceEntry): string {
  if (type === 'visitor.excluded') return '';
  const { address, ...rest } = fields;
  const spelled = typeof address === 'string' ? { address: canonicalAddress(address) ?? noAddress } : {};
  return whatOf({ ...rest, ...spelled });
}

/** Fields of a decision as text. */
export function whatOf(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .sort()
    .join(' ');
}

type Nested = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** `key counter value` for each counter that is not zero. */
function flatten(totals: Nested): string[] {
  const lines: string[] = [];
  const add = (path: string, value: unknown) => {
    if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) add(`${path}.${name}`, inner);
    else if (Number(value) !== 0) lines.push(`${path} ${value}`);
  };
  for (const [key, counters] of Object.entries(totals))
    for (const [counter, value] of Object.entries(counters)) add(`${key} ${counter}`, value);
  return lines.sort();
}
