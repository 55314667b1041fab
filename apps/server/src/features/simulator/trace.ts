import type { RuleSet } from '@foyer/rules/compile-rules';
import { countByDay, countByReferrer } from '@foyer/rules/count-effects';
import type { Effect } from '@foyer/rules/effect';
import { formatAmount } from '@foyer/rules/money';
import type { Visit } from '@foyer/rules/visit';

/** One line of a trace (rules.md section 11): instant, visitor, visit number, type, and the fields of its type. */
export type TraceEntry = {
  readonly at: string;
  readonly visitor: string;
  readonly visitNumber: number;
  readonly type: string;
} & Readonly<Record<string, unknown>>;

/** The own fields of an effect as a trace shows it, documents by name; null: a trace does not show it. */
export function traceFields(effect: Effect, currency: string): Readonly<Record<string, unknown>> | null {
  switch (effect.type) {
    case 'visit.opened':
    case 'visit.ended':
    case 'spider.seen':
      return {};
    case 'page.recorded':
    case 'page.excluded':
      return { url: effect.url };
    case 'visitor.excluded':
      return { list: effect.list };
    case 'alert.matched':
      return { alert: effect.alertName };
    case 'prospect.fired':
      return { rule: effect.ruleName };
    case 'customer.flagged':
      return { new: effect.isNew };
    case 'revenue.booked':
      return {
        amount: formatAmount(effect.amount, currency),
        ...(effect.orderId === null ? {} : { orderId: effect.orderId }),
      };
    case 'revenue.ignored':
      return { reason: effect.reason };
    case 'invite.sent':
      return { invite: effect.inviteName, source: effect.source };
    case 'invite.suppressed':
      return { invite: effect.inviteName, source: effect.source, reason: effect.reason };
    case 'popup.sent':
      return { [effect.rule.kind === 'alert' ? 'alert' : 'rule']: effect.rule.name };
    case 'email.queued':
      return { to: effect.to, [effect.rule.kind === 'alert' ? 'alert' : 'rule']: effect.rule.name };
    case 'sms.queued':
      return { to: effect.to, rule: effect.rule.name };
    case 'shadow.matched':
      return { kind: effect.rule, [effect.rule === 'prospectRule' ? 'rule' : effect.rule]: effect.name };
    default:
      return null;
  }
}

/** Sums of a run: per local day, and per first referrer. */
export class Totals {
  readonly #days = new Map<string, Map<string, number>>();
  readonly #referrers = new Map<string, Map<string, number>>();
  /** Names of alerts and prospect rules as they acted, so that those that have gone since are named, too. */
  readonly #names = new Map<string, string>();

  /** Adds what an effect counts. */
  add(effect: Effect, at: number, timeZone: string, visit: Visit | null): void {
    if (effect.type === 'alert.matched') this.#names.set(`alert:${effect.alertId}`, effect.alertName);
    if (effect.type === 'prospect.fired') this.#names.set(`prospectType:${effect.ruleId}`, effect.ruleName);
    for (const { day, counter, value } of countByDay(effect, { at, timeZone, visit }))
      addTo(this.#days, day, counter, value);
    const referrer = visit?.visitor.firstReferrer ?? null;
    if (referrer === null) return;
    for (const { counter, value } of countByReferrer(effect)) addTo(this.#referrers, referrer, counter, value);
  }

  /** Day totals in the names of rules.md section 11. */
  days({ source: { currency } }: RuleSet): Record<string, Record<string, unknown>> {
    return sortedRecord(this.#days, (counters) => {
      const plain: Record<string, unknown> = {};
      const byAlert = new Map<string, number>();
      const byType = new Map<string, number>();
      for (const [counter, value] of sorted(counters)) {
        const name = this.#names.get(counter);
        if (name === undefined) plain[counter] = isMoney(counter) ? formatAmount(value, currency) : value;
        else addNamed(counter.startsWith('alert:') ? byAlert : byType, name, value);
      }
      if (byAlert.size > 0) plain.alerts = Object.fromEntries(byAlert);
      if (byType.size > 0) plain.prospectTypes = Object.fromEntries(byType);
      return plain;
    });
  }

  /** First referrers with what they brought. */
  referrers(rules: RuleSet): Record<string, Record<string, unknown>> {
    return sortedRecord(this.#referrers, (counters) => ({
      visits: counters.get('visits') ?? 0,
      prospects: counters.get('prospects') ?? 0,
      customers: counters.get('customers') ?? 0,
      revenue: formatAmount(counters.get('revenue') ?? 0, rules.source.currency),
    }));
  }
}

function addTo(sums: Map<string, Map<string, number>>, key: string, counter: string, value: number): void {
  const counters = sums.get(key) ?? new Map<string, number>();
  sums.set(key, counters.set(counter, (counters.get(counter) ?? 0) + value));
}

function addNamed(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

function isMoney(counter: string): boolean {
  return counter === 'clickCost' || counter === 'revenue';
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function sortedRecord<V, R>(map: ReadonlyMap<string, V>, show: (value: V) => R): Record<string, R> {
  return Object.fromEntries(sorted(map).map(([key, value]) => [key, show(value)]));
}
