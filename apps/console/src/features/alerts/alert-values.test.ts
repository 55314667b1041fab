import type { Alert, AlertInput } from '@foyer/protocol/alert';
import { expect, test } from 'vitest';
import { type AlertValues, fromAlertValues, toAlertValues } from './alert-values.ts';

const alert: Alert = {
  id: '7e1f7a44-31a5-4c62-8f0c-0b1c5f2d9a01',
  version: 3,
  builtIn: false,
  name: 'AdWords',
  enabled: true,
  shadow: true,
  icon: 'ad',
  color: '#2f9e44',
  paid: { cost: { fixed: '0.50' }, clickFraud: { entriesPerDay: 5 } },
  searchEngines: ['Google'],
  ownOrganisation: true,
  entryPages: ['*source=adwords', 'shoes/*'],
  keywords: ['red shoes'],
  addresses: ['10.*'],
  conditions: { all: [{ variable: 'visit.pages', operator: '>=', value: 3 }] },
  actions: { invite: 'i1', emailVisitor: true, emailStaff: ['a@b.example'], popup: true, webhook: true },
};

test.each<[what: string, paid: AlertInput['paid']]>([
  ['with a fixed cost', alert.paid],
  ['with a cost by the address', { cost: { queryParameter: 'cpc' }, clickFraud: null }],
  ['without a cost', null],
])('an alert that is opened and saved unchanged is the same: %s', (_what, paid) => {
  const { id: _id, version: _version, builtIn: _builtIn, ...input } = { ...alert, paid };
  expect(fromAlertValues(toAlertValues({ ...alert, paid }))).toEqual(input);
});

test('lines are trimmed, and empty ones dropped', () => {
  const values = { ...toAlertValues(null), name: 'New', entryPages: ' a.htm \n\n  b/* \n' };
  expect(fromAlertValues(values).entryPages).toEqual(['a.htm', 'b/*']);
});

test('a new alert matches anywhere, has no colour, and does nothing', () => {
  expect(fromAlertValues({ ...toAlertValues(null), name: 'New' })).toMatchObject({
    name: 'New',
    searchEngines: 'anywhere',
    color: null,
    paid: null,
    conditions: null,
    actions: { invite: null, popup: false, emailVisitor: false, emailStaff: [], webhook: false },
  });
});

test.each<[what: string, values: Partial<AlertValues>, paid: AlertInput['paid']]>([
  ['off, whatever was typed', { isPaid: false, fixedCost: '0.50' }, null],
  ['a decimal comma is a point', { fixedCost: ' 0,50 ' }, { cost: { fixed: '0.50' }, clickFraud: null }],
  [
    'the address tells',
    { costBy: 'queryParameter', fixedCost: '0.50', costParameter: 'cpc' },
    { cost: { queryParameter: 'cpc' }, clickFraud: null },
  ],
  [
    'click fraud, at three unless said otherwise',
    { fixedCost: '1', watchesClickFraud: true },
    { cost: { fixed: '1' }, clickFraud: { entriesPerDay: 3 } },
  ],
])('W-127 the cost of a paid listing: %s', (_what, values, paid) => {
  expect(fromAlertValues({ ...toAlertValues(null), isPaid: true, ...values }).paid).toEqual(paid);
});
