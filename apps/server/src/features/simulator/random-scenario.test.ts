import type { Scenario } from '@foyer/protocol/scenario';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomScenario } from './random-scenario.ts';
import { type SimulationResult, simulate } from './simulate.ts';
import type { TraceEntry } from './trace.ts';

const many = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  visitors: fc.integer({ min: 1, max: 12 }),
  days: fc.integer({ min: 1, max: 4 }),
});
const rounds = { numRuns: 12 };
const visitOf = ({ visitor, visitNumber }: TraceEntry) => `${visitor} ${visitNumber}`;
const text = (value: unknown) => String(value);

describe('B-308 a scenario that nobody has written', () => {
  test('is the same again for the same seed, and so is what follows from it', () => {
    fc.assert(
      fc.property(many, ({ seed, ...options }) => {
        const [one, other] = [randomScenario(seed, options), randomScenario(seed, options)];
        expect(JSON.stringify(one)).toBe(JSON.stringify(other));
        expect(JSON.stringify(simulate(one))).toBe(JSON.stringify(simulate(other)));
      }),
      rounds,
    );
  });

  test('is another one for another seed', () => {
    const options = { visitors: 3, days: 2 };
    expect(randomScenario(1, options).events).not.toEqual(randomScenario(2, options).events);
  });

  test('has no other visitors for having more of them', () => {
    const of = (visitors: number) =>
      randomScenario(7, { visitors, days: 3 }).events.filter(
        (event) => !('visitor' in event) || Number(event.visitor.replace('visitor-', '')) <= 4,
      );
    expect(of(9)).toEqual(of(4));
  });

  test('has something of everything that a trace can show', () => {
    const { trace } = simulate(randomScenario(5, { visitors: 250, days: 2 }));
    expect([...new Set(trace.map(({ type }) => type))].sort()).toEqual([
      'alert.matched',
      'customer.flagged',
      'email.queued',
      'exception.raised',
      'invite.sent',
      'invite.suppressed',
      'page.excluded',
      'page.recorded',
      'popup.sent',
      'prospect.fired',
      'revenue.booked',
      'revenue.ignored',
      'shadow.matched',
      'sms.queued',
      'spider.seen',
      'visit.ended',
      'visit.opened',
      'visitor.excluded',
    ]);
  });
});

describe('B-308 whatever happens in a scenario', () => {
  test('the day totals are what adding up the trace gives', () => {
    fc.assert(
      fc.property(many, ({ seed, ...options }) => {
        const scenario = randomScenario(seed, options);
        const result = simulate(scenario);
        expect(withoutZeros(result.dayTotals)).toEqual(addUp(result.trace, scenario));
      }),
      rounds,
    );
  });

  test('first referrers have what their visitors brought', () => {
    fc.assert(
      fc.property(many, ({ seed, ...options }) => {
        const result = simulate(randomScenario(seed, options));
        expect(result.referrers).toEqual(addUpReferrers(result));
      }),
      rounds,
    );
  });

  test('S-038 S-039 S-040 no rule fires more often than its activation allows', () => {
    fc.assert(
      fc.property(many, ({ seed, ...options }) => {
        const scenario = randomScenario(seed, options);
        const { trace } = simulate(scenario);
        for (const { name, activation } of scenario.configuration.prospectRules) {
          const firings = trace.filter(
            (entry) => (entry.type === 'prospect.fired' || entry.type === 'shadow.matched') && entry.rule === name,
          );
          const keyOf = {
            oncePerVisitor: ({ visitor }: TraceEntry) => visitor,
            oncePerVisit: visitOf,
            everyTime: (entry: TraceEntry) => `${visitOf(entry)} ${entry.at}`,
          }[activation];
          expect(new Set(firings.map(keyOf)).size, name).toBe(firings.length);
        }
      }),
      rounds,
    );
  });

  test('S-012 a visit has at most one alert, one opening and one end, and an order is booked once', () => {
    fc.assert(
      fc.property(many, ({ seed, ...options }) => {
        const { trace } = simulate(randomScenario(seed, options));
        const keys = trace.flatMap((entry) => {
          if (['alert.matched', 'visit.opened', 'visit.ended'].includes(entry.type))
            return [`${entry.type} ${visitOf(entry)}`];
          return entry.type === 'revenue.booked' && entry.orderId !== undefined ? [`order ${entry.orderId}`] : [];
        });
        expect(new Set(keys).size).toBe(keys.length);
      }),
      rounds,
    );
  });
});

type Totals = Record<string, Record<string, number | Record<string, number>>>;

/** Day totals by the rules' own words, from nothing but the trace and the configuration. Money in whole pence. */
function addUp(trace: readonly TraceEntry[], scenario: Scenario): Totals {
  const totals: Totals = {};
  const count = (day: string, counter: string, value: number, name?: string) => {
    totals[day] ??= {};
    const counters = totals[day];
    if (name === undefined) counters[counter] = Number(counters[counter] ?? 0) + value;
    else {
      const byName = (counters[counter] ?? {}) as Record<string, number>;
      counters[counter] = { ...byName, [name]: (byName[name] ?? 0) + value };
    }
  };
  const openedOn = new Map<string, string>();
  const entryPages = new Map<string, string>();
  const prospects = new Set<string>();
  const isNew = (key: string) => {
    if (prospects.has(key)) return false;
    prospects.add(key);
    return true;
  };
  const alerts = new Map(
    [
      scenario.configuration,
      ...scenario.events.flatMap((event) => (event.type === 'configuration.changed' ? [event.configuration] : [])),
    ].flatMap(({ alerts: list = [] }) => list.map((alert) => [alert.name, alert] as const)),
  );
  for (const entry of trace) {
    const today = dayOf(entry.at, scenario.site.timeZone);
    const visit = visitOf(entry);
    const visitDay = openedOn.get(visit) ?? today;
    switch (entry.type) {
      case 'visit.opened':
        openedOn.set(visit, today);
        count(today, 'visits', 1);
        count(today, entry.visitNumber === 1 ? 'newVisitors' : 'returningVisitors', 1);
        break;
      case 'page.recorded':
        if (!entryPages.has(visit)) entryPages.set(visit, text(entry.url));
        count(today, 'pageViews', 1);
        break;
      case 'spider.seen':
        count(today, 'spiders', 1);
        break;
      case 'alert.matched': {
        const paid = alerts.get(text(entry.alert))?.paid ?? null;
        count(visitDay, 'alerts', 1, text(entry.alert));
        count(visitDay, paid === null ? 'alertsFree' : 'alertsPaid', 1);
        if (paid === null) break;
        const query = new URL(entryPages.get(visit) ?? '').searchParams;
        count(
          visitDay,
          'clickCost',
          pence('fixed' in paid.cost ? paid.cost.fixed : query.get(paid.cost.queryParameter)),
        );
        break;
      }
      case 'prospect.fired':
        if (isNew(visit)) count(visitDay, 'prospects', 1);
        if (isNew(entry.visitor)) count(visitDay, 'newProspects', 1);
        if (isNew(`${visit} ${entry.rule}`)) count(visitDay, 'prospectTypes', 1, text(entry.rule));
        break;
      case 'customer.flagged':
        count(visitDay, 'customers', 1);
        if (entry.new === true) count(visitDay, 'newCustomers', 1);
        break;
      case 'revenue.booked':
        count(today, 'revenue', pence(text(entry.amount)));
        break;
      case 'invite.sent':
        count(today, 'invitesSent', 1);
        break;
      default:
        break;
    }
  }
  return withoutZeros(totals);
}

function addUpReferrers({ visitors }: SimulationResult): Record<string, unknown> {
  const sums: Record<string, { visits: number; prospects: number; customers: number; revenue: number }> = {};
  for (const one of Object.values(visitors) as Record<string, unknown>[]) {
    const referrer = text(one.firstReferrer);
    sums[referrer] ??= { visits: 0, prospects: 0, customers: 0, revenue: 0 };
    sums[referrer].visits += Number(one.visits);
    sums[referrer].prospects += one.isProspect === true ? 1 : 0;
    sums[referrer].customers += one.isCustomer === true ? 1 : 0;
    sums[referrer].revenue += pence(text(one.revenue));
  }
  return Object.fromEntries(
    Object.entries(sums).map(([host, { revenue, ...rest }]) => [
      host,
      { ...rest, revenue: (revenue / 100).toFixed(2) },
    ]),
  );
}

/** Day totals as numbers, money in pence, without counters that are zero, and without accepted invites, which no trace shows. */
function withoutZeros(totals: Readonly<Record<string, unknown>>): Totals {
  const asNumber = (value: unknown) => (typeof value === 'string' ? pence(value) : value);
  return Object.fromEntries(
    Object.entries(totals).map(([day, counters]) => [
      day,
      Object.fromEntries(
        Object.entries(counters as Record<string, unknown>)
          .map(([counter, value]) => [counter, asNumber(value)])
          .filter(([counter, value]) => counter !== 'invitesAccepted' && value !== 0),
      ),
    ]),
  );
}

function pence(amount: string | null): number {
  return Math.round(Number(amount ?? 0) * 100);
}

function dayOf(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(at));
}
