import { ownText } from './own-text.ts';
import type { Report } from './reports.ts';

/** What `foyer('revenue', …)` was given: an amount, or `{ amount, currency, orderId }`. Null: nothing that can be booked. */
export function revenueReport(given: unknown): Report | null {
  const amount = amountOf(given);
  if (amount === null) return null;
  return {
    type: 'revenue.reported',
    amount,
    currency: ownText(given, 'currency', 10) || undefined,
    // A page without an order leaves it empty: that is not one order that all of them share.
    orderId: ownText(given, 'orderId', 100) || undefined,
  };
}

/** What `foyer('cost', …)` was given: an amount, or `{ amount }`. */
export function costReport(given: unknown): Report | null {
  const amount = amountOf(given);
  return amount === null ? null : { type: 'cost.reported', amount };
}

/** What `foyer('event', name)` was given: 1 to 64 letters, digits, blanks and `_ . : -`. */
export function eventReport(name: unknown): Report | null {
  return typeof name === 'string' && /^[\w.: -]{1,64}$/.test(name) ? { type: 'event.happened', name } : null;
}

/** Revenue and cost from the page variables of WhosOn's tracking code, in either spelling; empty, 0 or unreadable: none. */
export function whosOnMoney(page: object): Report[] {
  const from = (...names: string[]): string | null | undefined =>
    names.map((name) => readAmount(ownText(page, name, 40))).find(Number);
  return [revenueReport(from('sWORevenue', 'sURevenue')), costReport(from('sWOCost', 'sUCost'))].filter(
    (report) => report !== null,
  );
}

function amountOf(given: unknown): string | null {
  return readAmount(ownText(typeof given === 'object' ? given : { amount: given }, 'amount', 40));
}

/**
 * A decimal amount with at most three digits after the point, as the wire takes it; null: it is none. Pages add prices in
 * floating point, so that 0.1 + 0.2 comes as 0.30000000000000004: what lies beyond 15 digits is noise.
 */
function readAmount(text: string | null): string | null {
  if (!/^\s*[+-]?[\d.]+\s*$/.test(text ?? '')) return null;
  const amount = String(Number(Number(text).toPrecision(15)));
  return /^-?\d{1,12}(\.\d{1,3})?$/.test(amount) ? amount : null;
}
