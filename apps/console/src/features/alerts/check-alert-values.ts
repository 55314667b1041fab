import { formatAmount, parseAmount } from '@foyer/rules/money';
import type { TFunction } from 'i18next';
import type { AlertValues } from './alert-values.ts';

const mostEntriesPerDay = 1000;

/** What can be told to be wrong before the server is asked, by field; the rest it says itself. `currency`: ISO 4217. */
export function checkAlertValues(
  values: AlertValues,
  currency: string,
  t: TFunction<'alerts'>,
): Partial<Record<keyof AlertValues, string>> {
  const faults: Partial<Record<keyof AlertValues, string>> = {};
  if (values.name.trim() === '') faults.name = t('fault.name');
  if (!values.isAnywhere && values.searchEngines.length === 0) faults.searchEngines = t('fault.searchEngines');
  if (!values.isPaid) return faults;
  if (values.costBy === 'queryParameter') {
    if (values.costParameter.trim() === '') faults.costParameter = t('fault.parameter');
  } else {
    const cost = parseAmount(values.fixedCost.replace(',', '.'), currency);
    if (cost === null || cost < 0) faults.fixedCost = t('fault.cost', { example: formatAmount(50, currency) });
  }
  if (values.watchesClickFraud && !isCount(values.entriesPerDay)) faults.entriesPerDay = t('fault.entriesPerDay');
  return faults;
}

function isCount(value: number | string): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostEntriesPerDay;
}
