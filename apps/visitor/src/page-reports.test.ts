import { describe, expect, test } from 'vitest';
import { costReport, eventReport, revenueReport, whosOnMoney } from './page-reports.ts';

describe('amounts', () => {
  test.each<[rule: string, given: unknown, amount: string | null]>([
    ['a number', 12.5, '12.5'],
    ['a decimal string', '12.50', '12.5'],
    ['blanks around it', ' 12.50\n', '12.5'],
    ['a whole amount', '1200', '1200'],
    ['a refund is negative', -3.99, '-3.99'],
    ['with its sign', '+3.99', '3.99'],
    ['nothing was paid', 0, '0'],
    ['the noise of floating point is none of the amount', 0.1 + 0.2, '0.3'],
    ['of large amounts, too', 12_345_678.9 * 1.1, '13580246.79'],
    ['three digits: some currencies have them', '1.234', '1.234'],
    ['zeros beyond them are nothing', '1.23000000', '1.23'],
    ['twelve digits and three', '999999999999.999', '999999999999.999'],
    ['a digit more is no price', '1.2345', null],
    ['thirteen digits are none either', 1e12, null],
    ['smaller than any coin', 1e-9, null],
    ['a currency sign', '£12.50', null],
    ['a comma may be either point', '1,250', null],
    ['two points', '1.2.3', null],
    ['a lonely point', '.', null],
    ['an exponent', '1e3', null],
    ['a hexadecimal', '0x10', null],
    ['empty', '', null],
    ['blank', '  ', null],
    ['words', 'twelve', null],
    ['not a number', Number.NaN, null],
    ['endless', Number.POSITIVE_INFINITY, null],
    ['yes', true, null],
    ['nothing', undefined, null],
    ['null', null, null],
    ['a list', ['12.50'], null],
    ['a function', () => 12.5, null],
    ['an object without one', { price: 12.5 }, null],
    ['an object in an object', { amount: { amount: 12.5 } }, null],
    ['an object', { amount: 12.5 }, '12.5'],
    ['an amount of the prototype', Object.create({ amount: 12.5 }), null],
  ])('%s', (_rule, given, amount) => {
    expect(revenueReport(given)).toEqual(amount === null ? null : { type: 'revenue.reported', amount });
    expect(costReport(given)).toEqual(amount === null ? null : { type: 'cost.reported', amount });
  });
});

test.each<[rule: string, given: object, more: object]>([
  ['currency and order id', { currency: 'GBP', orderId: 'A-7' }, { currency: 'GBP', orderId: 'A-7' }],
  ['an order id that is a number', { orderId: 4711 }, { orderId: '4711' }],
  ['an empty order id is none', { orderId: '', currency: '' }, {}],
  ['nor is null one', { orderId: null, currency: undefined }, {}],
  ['nor an object', { orderId: { id: 7 } }, {}],
  ['cut to what the wire takes', { orderId: 'x'.repeat(120) }, { orderId: 'x'.repeat(100) }],
  ['nothing else is told', { email: 'ann@example.com' }, {}],
])('revenue: %s', (_rule, given, more) => {
  expect(revenueReport({ amount: '12.50', ...given })).toEqual({ type: 'revenue.reported', amount: '12.5', ...more });
});

test.each<[name: unknown, isOne: boolean]>([
  ['basket', true],
  ['Video 3: played_to-end.', true],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
  ['', false],
  ['späh', false],
  ['a\nb', false],
  ['basket\n', false],
  [7, false],
  [null, false],
  [{ name: 'basket' }, false],
])('event(%j): %s', (name, isOne) => {
  expect(eventReport(name)).toEqual(isOne ? { type: 'event.happened', name } : null);
});

test.each<[rule: string, page: object, reports: object[]]>([
  ['none', {}, []],
  ['revenue', { sWORevenue: '49.90' }, [{ type: 'revenue.reported', amount: '49.9' }]],
  ['in the other spelling', { sURevenue: 49.9 }, [{ type: 'revenue.reported', amount: '49.9' }]],
  ['cost', { sWOCost: '0.35' }, [{ type: 'cost.reported', amount: '0.35' }]],
  ['cost in the other spelling', { sUCost: '0.35' }, [{ type: 'cost.reported', amount: '0.35' }]],
  [
    'both, and the second spelling where the first says nothing',
    { sWORevenue: '', sURevenue: '49.90', sWOCost: '0', sUCost: '0.35' },
    [
      { type: 'revenue.reported', amount: '49.9' },
      { type: 'cost.reported', amount: '0.35' },
    ],
  ],
  ['one amount, whatever the spellings say', { sWORevenue: '1', sURevenue: '2' }, [{ amount: '1' }]],
  ['empty, zero and unreadable ones', { sWORevenue: '0.00', sURevenue: '{{total}}', sWOCost: '', sUCost: null }, []],
  ['what is in the prototype', Object.create({ sWORevenue: '49.90' }), []],
])("WhosOn's page variables: %s", (_rule, page, expected) => {
  expect(whosOnMoney(page)).toMatchObject(expected);
  expect(whosOnMoney(page)).toHaveLength(expected.length);
});
