import { type LiveView, type LiveVisit, liveViewSchema } from '@foyer/protocol/visit';
import { describe, expect, test } from 'vitest';
import { showView } from './live-view.ts';

const start = Date.UTC(2026, 2, 1, 9);

const plain: LiveVisit = {
  visitorId: 'visitor',
  visitId: 'visit',
  visitNumber: 2,
  state: 'active',
  name: null,
  company: null,
  email: null,
  startedAt: start,
  lastActivityAt: start,
  leftAt: null,
  pageUrl: 'https://shop.example/',
  pageTitle: 'Shop',
  pageCount: 1,
  entryPage: 'https://shop.example/',
  referrer: null,
  referrerHost: null,
  referringSite: null,
  searchPhrase: null,
  firstReferrer: 'direct',
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  country: null,
  region: null,
  city: null,
  organisation: null,
  address: '203.0.113.7',
  hostName: null,
  language: null,
  browser: null,
  os: null,
  device: null,
  alert: null,
  isProspect: false,
  isCustomer: false,
  isBlocked: false,
  prospectTypes: [],
  isNewProspect: false,
  customer: null,
  revenue: 0,
  cost: null,
  currency: 'GBP',
  chat: null,
  invite: null,
};
const alert = (id: string, name: string) => ({ id, name, icon: 'eye', color: null }) as unknown as LiveVisit['alert'];
const chat = (state: 'pending' | 'active') => ({ id: 'chat', state, operatorName: null });

/** Rows `a`, `b`, `c` …, in order of arrival, each with some fields of its own. */
const rowsOf = (...fields: Partial<LiveVisit>[]) =>
  fields.map((more, index) => {
    const letter = String.fromCharCode(97 + index);
    return { ...plain, visitorId: letter, visitId: `visit-${letter}`, ...more };
  });
const viewOf = (more: Partial<LiveView>): LiveView => ({
  ...liveViewSchema.parse({ sort: { column: 'startedAt', direction: 'ascending' } }),
  ...more,
});
const shown = (rows: LiveVisit[], more: Partial<LiveView>) =>
  showView(rows, viewOf(more))
    .rows.map((row) => row.visitorId)
    .join('');

describe('sorted', () => {
  test.each<[by: LiveView['sort']['column'], rows: Partial<LiveVisit>[], ascending: string, descending: string]>([
    ['startedAt', [{ startedAt: 9 }, { startedAt: 10 }, { startedAt: 1 }], 'cab', 'bac'],
    ['lastActivityAt', [{ lastActivityAt: 9 }, { lastActivityAt: 10 }, { lastActivityAt: 1 }], 'cab', 'bac'],
    ['pageCount', [{ pageCount: 9 }, { pageCount: 10 }, { pageCount: 1 }], 'cab', 'bac'],
    ['visitNumber', [{ visitNumber: 9 }, { visitNumber: 10 }, { visitNumber: 1 }], 'cab', 'bac'],
    ['name', [{ name: 'bert' }, { name: 'Cleo' }, { name: 'Anna' }], 'cab', 'bac'],
    ['name', [{ name: null }, { name: 'Bert' }, { name: '' }, { name: 'Anna' }], 'dbac', 'bdac'],
    ['country', [{ country: 'FR' }, { country: 'GB' }, { country: null }, { country: 'DE' }], 'dabc', 'badc'],
    ['pageTitle', [{ pageTitle: 'b' }, { pageTitle: '', pageUrl: 'https://a' }, { pageTitle: 'A' }], 'cab', 'bac'],
    ['alert', [{ alert: null }, { alert: alert('1', 'Zoo') }, { alert: alert('2', 'apple') }], 'cba', 'bca'],
    ['referrerHost', [{ referrerHost: null }, { referrerHost: 'b' }, { referrerHost: 'a' }], 'cba', 'bca'],
    ['organisation', [{ organisation: 'bob’s' }, { organisation: 'Acme' }, { organisation: null }], 'bac', 'abc'],
    ['state', [{ state: 'left' }, { state: 'active' }, { state: 'idle' }], 'bca', 'acb'],
  ])('by %s, both ways; rows without a value stand last either way', (column, fields, ascending, descending) => {
    const rows = rowsOf(...fields);
    expect(shown(rows, { sort: { column, direction: 'ascending' } })).toBe(ascending);
    expect(shown(rows, { sort: { column, direction: 'descending' } })).toBe(descending);
  });

  test.each(['ascending', 'descending'] as const)('equal rows stay in order of arrival: %s', (direction) => {
    const rows = rowsOf({ pageCount: 2 }, { pageCount: 2 }, { pageCount: 2 }, {}, {});
    for (const given of [rows, rows.toReversed()])
      expect(shown(given, { sort: { column: 'pageCount', direction } })).toBe(
        direction === 'ascending' ? 'deabc' : 'abcde',
      );
    expect(shown(rows.toReversed(), { sort: { column: 'country', direction } })).toBe('abcde');
  });
});

describe('filtered', () => {
  const rows = rowsOf(
    { state: 'active', country: 'GB', visitNumber: 1, name: 'Vera', email: 'v@acme.example', chat: chat('pending') },
    { state: 'idle', country: 'FR', alert: alert('alert-1', 'AdWords'), searchPhrase: 'red shoes', company: 'Vesta' },
    { state: 'left', country: null, alert: alert('alert-2', 'Cart'), chat: chat('active'), city: 'Leeds' },
  );

  test.each<[what: string, filter: LiveView['filter'], expected: string]>([
    ['by nothing', {}, 'abc'],
    ['by one state', { states: ['idle'] }, 'b'],
    ['by several states', { states: ['left', 'active'] }, 'ac'],
    ['by country; an unknown one is none of them', { countries: ['GB', 'DE'] }, 'a'],
    ['by alert', { alertIds: ['alert-2', 'alert-9'] }, 'c'],
    ['to new visitors', { newOnly: true }, 'a'],
    ['to everybody: newOnly off', { newOnly: false }, 'abc'],
    ['to those with a chat, pending or active', { withChat: true }, 'ac'],
    ['to everybody: withChat off', { withChat: false }, 'abc'],
    ['by a word, in any case', { text: 'VERA' }, 'a'],
    ['by a part of a word', { text: 'ves' }, 'b'],
    ['by words that stand in different fields', { text: '  shoes vesta ' }, 'b'],
    ['by words of which one is missing', { text: 'shoes vera' }, ''],
    ['by the name of the alert', { text: 'adwords' }, 'b'],
    ['by the e-mail', { text: 'acme' }, 'a'],
    ['by the city', { text: 'leeds' }, 'c'],
    ['by blanks only', { text: '   ' }, 'abc'],
    ['by signs that mean something in patterns', { text: '.*' }, ''],
    ['by all at once', { states: ['active', 'left'], withChat: true, text: 'vera', countries: ['GB'] }, 'a'],
  ])('%s', (_what, filter, expected) => {
    expect(shown(rows, { filter })).toBe(expected);
  });

  test('counts are over all rows, but for those that match', () => {
    const counts = { connected: 2, active: 1, idle: 1, left: 1, chatting: 1, pending: 1 };
    expect(showView(rows, viewOf({})).counts).toEqual({ ...counts, matching: 3 });
    expect(showView(rows, viewOf({ filter: { states: ['left'] } })).counts).toEqual({ ...counts, matching: 1 });
  });

  test('nobody there: no rows, and zeros', () => {
    const counts = { connected: 0, active: 0, idle: 0, left: 0, chatting: 0, pending: 0, matching: 0 };
    expect(showView([], viewOf({}))).toEqual({ rows: [], counts });
  });
});

test.each([
  [1, 'c'],
  [2, 'ca'],
  [3, 'cab'],
  [4, 'cab'],
])('cut to %i after sorting; all that match are counted', (limit, expected) => {
  const rows = rowsOf({ startedAt: 5 }, { startedAt: 7 }, { startedAt: 3 });
  expect(shown(rows, { limit })).toBe(expected);
  expect(showView(rows, viewOf({ limit })).counts.matching).toBe(3);
});

test('the rows are the very objects that were given, and what was given stays as it was', () => {
  const rows = rowsOf({ startedAt: 2 }, { startedAt: 1 });
  const before = [...rows];
  expect(showView(rows, viewOf({})).rows[0]).toBe(rows[1]);
  expect(rows).toEqual(before);
});
