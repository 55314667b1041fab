import type { DayCount, EffectContext } from './count-effects.ts';
import type { Effect } from './effect.ts';
import { localTime } from './site-time.ts';
import type { Visit } from './visit.ts';

/** What a visit is told apart by from its first hit on; each value has day totals of its own. */
const visitFamilies = {
  country: ({ place }) => place.country,
  browser: ({ technology }) => technology.browser,
  os: ({ technology }) => technology.os,
  device: ({ technology }) => technology.device,
  language: ({ technology }) => technology.language,
  site: ({ source }) => source.referringSite,
} as const satisfies Record<string, (visit: Visit) => string | null>;

const families = Object.entries(visitFamilies);

/**
 * What an effect adds to the day totals by family: `country:GB` visits, `country.prospects:GB`, `country.customers:GB`,
 * `country.revenue:GB`; of alerts also `alert.paid:ID` and `alert.cost:ID`; visits by hour, `hour:9`. A visit without a
 * value counts in none. Days as in `countByDay`, which counts the visits of alerts. `before`: the visit before the
 * decision; what it had by then is credited to the alert when the alert is settled.
 */
export function countByFamily(
  effect: Effect,
  { at, timeZone, visit, before }: EffectContext & { readonly before: Visit | null },
): DayCount[] {
  if (visit === null) return [];
  const today = () => localTime(at, timeZone).date;
  const visitDay = () => localTime(visit.startedAt, timeZone).date;
  switch (effect.type) {
    case 'visit.opened': {
      const { date: day, hour } = localTime(visit.startedAt, timeZone);
      const counts = families.flatMap(([family, read]) => {
        const value = read(visit);
        return value ? [{ day, counter: `${family}:${value}`, value: 1 }] : [];
      });
      return [...counts, { day, counter: `hour:${hour}`, value: 1 }];
    }
    case 'prospect.fired':
      return effect.isFirst.ofVisit ? ofEach(visit, 'prospects', visitDay(), 1) : [];
    case 'customer.flagged':
      return ofEach(visit, 'customers', visitDay(), 1);
    case 'revenue.booked':
      return ofEach(visit, 'revenue', today(), effect.amount);
    case 'cost.booked':
      return ofAlert(visit.alertId, [['cost', visitDay(), effect.amount]]);
    case 'alert.matched': {
      const known = before?.id === visit.id ? before : null;
      const wasProspect = known !== null && Object.keys(known.fired).some((key) => !key.startsWith('shadow '));
      const wasCustomer = known?.customer === 'new' || known?.customer === 'repeat';
      return ofAlert(effect.alertId, [
        ['paid', visitDay(), effect.paid === null ? 0 : 1],
        ['cost', visitDay(), (effect.paid?.cost ?? 0) + (known?.reportedCost ?? 0)],
        ['prospects', visitDay(), wasProspect ? 1 : 0],
        ['customers', visitDay(), wasCustomer ? 1 : 0],
        ['revenue', localTime(known?.lastHitAt ?? at, timeZone).date, known?.revenue ?? 0],
      ]);
    }
    default:
      return [];
  }
}

function ofEach(visit: Visit, measure: string, day: string, value: number): DayCount[] {
  const counts = families.flatMap(([family, read]) => {
    const name = read(visit);
    return name ? [{ day, counter: `${family}.${measure}:${name}`, value }] : [];
  });
  return [...counts, ...ofAlert(visit.alertId, [[measure, day, value]])];
}

function ofAlert(
  alertId: string | null,
  counts: readonly (readonly [measure: string, day: string, value: number])[],
): DayCount[] {
  if (alertId === null) return [];
  return counts.flatMap(([measure, day, value]) =>
    value === 0 ? [] : [{ day, counter: `alert.${measure}:${alertId}`, value }],
  );
}
