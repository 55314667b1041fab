import type { Alert } from '@foyer/protocol/alert';
import { findQueryParameter } from './find-query-parameter.ts';
import { parseAmount } from './money.ts';

/**
 * What one entry through a paid alert costs, in minor units: a fixed amount, or the query parameter of the entry page that
 * the alert names. Null: not a paid listing, or the page names no amount.
 */
export function findEntryCost(alert: Alert, entryPage: string, currency: string): number | null {
  if (alert.paid === null) return null;
  const { cost } = alert.paid;
  const written = 'fixed' in cost ? cost.fixed : findQueryParameter(entryPage, cost.queryParameter);
  const minor = written === null ? null : parseAmount(written, currency);
  return minor === null || minor < 0 ? null : minor;
}
