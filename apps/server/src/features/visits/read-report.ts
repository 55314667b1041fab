import type { PageMessage } from '@foyer/protocol/visitor-socket';
import type { Effect } from '@foyer/rules/effect';
import { AppError } from '../../http/app-error.ts';
import type { HitOrigin } from './read-hit.ts';
import type { IncomingEvent } from './visit-engine.ts';

/** What a page reports beside its views, numbered like them. */
export type PageReport = Extract<PageMessage, { type: 'revenue.reported' | 'cost.reported' | 'event.happened' }>;

/** Turns a report into the engine's event. `isOrderBooked` asks the ledger. */
export async function readReport(
  report: PageReport,
  { siteId, visitorId, tab }: Pick<HitOrigin, 'siteId' | 'visitorId' | 'tab'>,
  now: number,
  isOrderBooked: (siteId: string, orderId: string) => Promise<boolean>,
): Promise<IncomingEvent> {
  const base = { siteId, visitorId, tab, n: report.n, at: now - report.ageMs };
  switch (report.type) {
    case 'revenue.reported': {
      const { type, amount, currency = null, orderId = null } = report;
      const isOrderKnown = orderId !== null && (await isOrderBooked(siteId, orderId));
      return { ...base, type, amount, currency, orderId, isOrderKnown };
    }
    case 'cost.reported':
      return { ...base, type: report.type, amount: report.amount };
    case 'event.happened':
      return { ...base, type: report.type, name: report.name };
  }
}

/** Throws `invalid_request` for an amount that can't be booked as it was sent; one that was booked before is fine. */
export function refuseWrongRevenue(effects: readonly Effect[], currency: string): void {
  for (const effect of effects) {
    if (effect.type !== 'revenue.ignored') continue;
    if (effect.reason === 'otherCurrency')
      throw new AppError(
        'invalid_request',
        `Revenue of this site is in ${currency}; an amount in another currency is not booked`,
      );
    if (effect.reason === 'invalidAmount')
      throw new AppError('invalid_request', `The amount is not a sum in ${currency}, such as 12.50; it is not booked`);
  }
}
