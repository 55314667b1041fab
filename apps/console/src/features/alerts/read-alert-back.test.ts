import type { AlertInput } from '@foyer/protocol/alert';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import { freshAlert } from './alert-values.ts';
import { readAlertBack } from './read-alert-back.ts';
import { alertTexts } from './texts.ts';

const i18n = i18next.createInstance();
await i18n.init({
  lng: 'en',
  resources: { en: { alerts: alertTexts } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
const t = i18n.getFixedT('en', 'alerts');
const actions = freshAlert.actions;

const read = (change: Partial<AlertInput>, inviteName: string | null = null, builtIn = false) =>
  readAlertBack({ ...freshAlert, ...change }, { builtIn, inviteName, conditionWords: null, currency: 'GBP' }, t).join(
    ' ',
  );

test.each<[what: string, change: Partial<AlertInput>, sentence: string]>([
  ['nothing asked for', {}, 'Every visitor gets this alert, so none below it is ever reached.'],
  [
    'two sites',
    { searchEngines: ['Google', 'Bing'] },
    'When a visitor comes from Google or Bing, the visit gets this alert.',
  ],
  [
    'several criteria must all hold',
    { searchEngines: ['Google'], entryPages: ['*source=adwords'], ownOrganisation: true },
    'When a visitor comes from Google, has an organisation of their own and enters on a page that matches “*source=adwords”, the visit gets this alert.',
  ],
  [
    'long lists are cut',
    { keywords: ['a', 'b; c', 'd', 'e'] },
    'When a visitor has searched for or was sent by “a”, “b”, “c” or 2 more, the visit gets this alert.',
  ],
  [
    'addresses',
    { addresses: ['*.example.com'] },
    'When a visitor has a DNS name or address that matches “*.example.com”, the visit gets this alert.',
  ],
  ['conditions', { conditions: { all: [] } }, 'When a visitor meets the conditions, the visit gets this alert.'],
  [
    'no site chosen yet',
    { searchEngines: [] },
    'When a visitor comes from one of the referring sites still to be chosen, the visit gets this alert.',
  ],
])('S-010 whom it takes: %s', (_what, change, sentence) => {
  expect(read(change)).toBe(`${sentence} Nothing else happens.`);
});

test.each<[what: string, change: Partial<AlertInput>, inviteName: string | null, sentence: string]>([
  ['a pop-up', { actions: { ...actions, popup: true } }, null, 'Then a pop-up tells every operator.'],
  [
    'everything',
    { actions: { popup: true, invite: 'i', emailVisitor: true, emailStaff: ['a@b.example'], webhook: true } },
    'Hello',
    'Then a pop-up tells every operator, the invite “Hello” is sent, the visitor gets an e-mail if their address is known, mail goes to a@b.example and the webhook is called.',
  ],
  [
    'an invite that is gone',
    { actions: { ...actions, invite: 'i' } },
    null,
    'Then an invite that is gone would be sent.',
  ],
])('S-016 what it does: %s', (_what, change, inviteName, sentence) => {
  expect(read(change, inviteName)).toContain(sentence);
});

test.each<[what: string, change: Partial<AlertInput>, sentence: string]>([
  [
    'a fixed cost',
    { paid: { cost: { fixed: '0.5' }, clickFraud: null } },
    'Each entry is a paid one, and costs £0.50.',
  ],
  [
    'a cost by the address',
    { paid: { cost: { queryParameter: 'cpc' }, clickFraud: { entriesPerDay: 3 } } },
    'Each entry is a paid one, and costs what “cpc” in its address says. More than 3 entries from one address in a day raise an exception.',
  ],
  ['shadow', { shadow: true }, 'It is in shadow: all of this is only recorded, and nothing is shown or sent.'],
  ['off', { enabled: false }, 'It is switched off, and takes nobody.'],
])('W-127 what else there is to say: %s', (_what, change, sentence) => {
  expect(read(change)).toContain(sentence);
});

test('S-013 All visitors takes what is left', () => {
  expect(read({}, null, true)).toBe('Every visitor whom no other alert has taken gets this one. Nothing else happens.');
});
