import type { Alert } from '@foyer/protocol/alert';
import { expect, test } from 'vitest';
import { fromAlertValues, hiddenSettings, toAlertValues } from './alert-values.ts';

const alert: Alert = {
  id: '7e1f7a44-31a5-4c62-8f0c-0b1c5f2d9a01',
  version: 3,
  builtIn: false,
  name: 'AdWords',
  enabled: true,
  shadow: true,
  icon: 'ad',
  color: '#2f9e44',
  paid: { cost: { fixed: '0.50' }, clickFraud: null },
  searchEngines: ['Google'],
  ownOrganisation: true,
  entryPages: ['*source=adwords', 'shoes/*'],
  keywords: ['red shoes'],
  addresses: ['10.*'],
  conditions: { all: [{ variable: 'visit.pages', operator: '>=', value: 3 }] },
  actions: { invite: 'i1', emailVisitor: true, emailStaff: ['a@b.example'], popup: true, webhook: true },
};

test('an alert that is opened and saved unchanged is the same, what the form hides included', () => {
  const { id: _id, version: _version, builtIn: _builtIn, ...input } = alert;
  expect(fromAlertValues(toAlertValues(alert), alert)).toEqual(input);
  expect(hiddenSettings(alert)).toEqual(['paid', 'conditions', 'emailVisitor', 'emailStaff', 'webhook']);
});

test('lines are trimmed, and empty ones dropped', () => {
  const values = { ...toAlertValues(null), name: 'New', entryPages: ' a.htm \n\n  b/* \n' };
  expect(fromAlertValues(values, null).entryPages).toEqual(['a.htm', 'b/*']);
});

test('a new alert matches anywhere, has no colour, and does nothing', () => {
  expect(fromAlertValues({ ...toAlertValues(null), name: 'New' }, null)).toMatchObject({
    name: 'New',
    searchEngines: 'anywhere',
    color: null,
    paid: null,
    conditions: null,
    actions: { invite: null, popup: false, emailVisitor: false, emailStaff: [], webhook: false },
  });
});
