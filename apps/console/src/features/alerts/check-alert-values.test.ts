import i18next from 'i18next';
import { expect, test } from 'vitest';
import { type AlertValues, toAlertValues } from './alert-values.ts';
import { checkAlertValues } from './check-alert-values.ts';
import { alertTexts } from './texts.ts';

const texts = i18next.createInstance();
await texts.init({ lng: 'en', resources: { en: { alerts: alertTexts } }, initAsync: false });
const good: AlertValues = { ...toAlertValues(null), name: 'AdWords' };
const paid = { isPaid: true, fixedCost: '0.50' };

test.each<[what: string, values: Partial<AlertValues>, currency: string, faulty: string[]]>([
  ['a name is enough', {}, 'GBP', []],
  ['a name of blanks is none', { name: '  ' }, 'GBP', ['name']],
  ['sites are named', { isAnywhere: false }, 'GBP', ['searchEngines']],
  ['a cost', paid, 'GBP', []],
  ['a cost with a comma', { ...paid, fixedCost: '0,50' }, 'GBP', []],
  ['a cost that is none', { ...paid, fixedCost: '' }, 'GBP', ['fixedCost']],
  ['a cost below nothing', { ...paid, fixedCost: '-1' }, 'GBP', ['fixedCost']],
  ['more digits than the currency has', { ...paid, fixedCost: '0.505' }, 'GBP', ['fixedCost']],
  ['a currency without digits', { ...paid, fixedCost: '50' }, 'JPY', []],
  ['no cost, and not paid', { fixedCost: 'x' }, 'GBP', []],
  ['a field without a name', { ...paid, costBy: 'queryParameter', costParameter: ' ' }, 'GBP', ['costParameter']],
  ['at least one entry', { ...paid, watchesClickFraud: true, entriesPerDay: 0 }, 'GBP', ['entriesPerDay']],
  ['at most a thousand', { ...paid, watchesClickFraud: true, entriesPerDay: 1000 }, 'GBP', []],
  ['a thousand and one', { ...paid, watchesClickFraud: true, entriesPerDay: 1001 }, 'GBP', ['entriesPerDay']],
  ['no number', { ...paid, watchesClickFraud: true, entriesPerDay: '' }, 'GBP', ['entriesPerDay']],
])('W-127 %s', (_what, values, currency, faulty) => {
  const faults = checkAlertValues({ ...good, ...values }, currency, texts.getFixedT('en', 'alerts'));
  expect(Object.keys(faults)).toEqual(faulty);
});
