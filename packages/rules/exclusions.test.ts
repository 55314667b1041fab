import { describe, expect, test } from 'vitest';
import {
  compileExclusions,
  findPageExclusions,
  findVisitorExclusion,
  findVisitorExclusions,
  isPageExcluded,
} from './exclusions.ts';
import { readPageAddress } from './page-pattern.ts';
import { direct, excluding, google, place, rules, Story, second } from './test-fixtures.ts';
import type { Place, Source } from './visit.ts';

const listOf = (lists: Parameters<typeof excluding>[0], source: Source, from: Partial<Place> = {}) =>
  findVisitorExclusion(compileExclusions(excluding(lists)), source, { ...place, ...from });

describe('S-058 to S-063 exclusion lists (rules.md section 4)', () => {
  test.each<
    [rule: string, lists: Parameters<typeof excluding>[0], source: Source, from: Partial<Place>, list: string | null]
  >([
    ['no list, nobody is excluded', {}, google, {}, null],
    ['address by prefix', { addresses: ['203.0.113.*'] }, direct, {}, 'addresses'],
    ['address: another network', { addresses: ['203.0.114.*'] }, direct, {}, null],
    ['address: mapped', { addresses: ['203.0.113.7'] }, direct, { address: '::ffff:203.0.113.7' }, 'addresses'],
    ['address: several in one entry', { addresses: ['10.0.0.0/8; 203.0.113.7'] }, direct, {}, 'addresses'],
    ['address: an entry that is none excludes nobody', { addresses: ['nonsense'] }, direct, {}, null],
    ['address: a visitor without one is not excluded', { addresses: ['*'] }, direct, { address: '' }, null],
    ['word in the search phrase', { keywordsAndReferrers: ['shoes'] }, google, {}, 'keywordsAndReferrers'],
    [
      'words, all contained in the phrase, in any order and case',
      { keywordsAndReferrers: ['SHOES red'] },
      google,
      {},
      'keywordsAndReferrers',
    ],
    ['words, not all contained', { keywordsAndReferrers: ['blue shoes'] }, google, {}, null],
    [
      'words, half in the phrase, half in the referrer',
      { keywordsAndReferrers: ['phrase host'] },
      { ...direct, searchPhrase: 'phrase', referrer: 'https://host.example/' },
      {},
      null,
    ],
    [
      'word in utm_term, which is a search phrase, too',
      { keywordsAndReferrers: ['boots'] },
      { ...direct, utm: { ...direct.utm, term: 'red boots' } },
      {},
      'keywordsAndReferrers',
    ],
    [
      'word in the referrer URL',
      { keywordsAndReferrers: ['forum'] },
      { ...direct, referrer: 'https://a.example/FORUM/1', referrerHost: 'a.example' },
      {},
      'keywordsAndReferrers',
    ],
    [
      'word in the decoded referrer URL',
      { keywordsAndReferrers: ['größe'] },
      { ...direct, referrer: 'https://a.example/?x=Gr%C3%B6%C3%9Fe', referrerHost: 'a.example' },
      {},
      'keywordsAndReferrers',
    ],
    ['word, direct entry', { keywordsAndReferrers: ['forum'] }, direct, {}, null],
    ['host pattern', { keywordsAndReferrers: ['*.google.com'] }, google, {}, 'keywordsAndReferrers'],
    ['host pattern: another host', { keywordsAndReferrers: ['*.bing.com'] }, google, {}, null],
    [
      'host pattern: not where a URL only quotes the host',
      { keywordsAndReferrers: ['*.spam.example'] },
      { ...direct, referrer: 'https://good.example/?u=www.spam.example', referrerHost: 'good.example' },
      {},
      null,
    ],
    ['host by its name', { keywordsAndReferrers: ['www.google.com'] }, google, {}, 'keywordsAndReferrers'],
    ['word with a wildcard', { keywordsAndReferrers: ['r*d'] }, google, {}, 'keywordsAndReferrers'],
    ['country by code', { countries: ['GB'] }, direct, {}, 'countries'],
    ['country by name', { countries: ['France; united kingdom'] }, direct, {}, 'countries'],
    ['country: another', { countries: ['France'] }, direct, {}, null],
    ['country: unknown is not excluded', { countries: ['GB'] }, direct, { country: null }, null],
    ['the list named is the first that hit', { addresses: ['*'], countries: ['GB'] }, direct, {}, 'addresses'],
  ])('%s', (_rule, lists, source, from, list) => expect(listOf(lists, source, from)?.list ?? null).toBe(list));

  test('the entry that hit is told', () => {
    expect(listOf({ countries: ['France', 'united kingdom'] }, direct)).toEqual({
      list: 'countries',
      entry: 'united kingdom',
    });
  });

  test('of two entries for one country the first is told', () => {
    expect(listOf({ countries: ['UK', 'GB'] }, direct)).toEqual({ list: 'countries', entry: 'UK' });
  });

  test('all entries that hit are told, list by list', () => {
    const lists = {
      addresses: ['203.0.113.*', '10.*', '203.0.113.7'],
      keywordsAndReferrers: ['red', 'blue', '*.google.com'],
      countries: ['France', 'GB', 'United Kingdom'],
    };
    expect(findVisitorExclusions(compileExclusions(excluding(lists)), google, place)).toEqual([
      { list: 'addresses', entry: '203.0.113.*' },
      { list: 'addresses', entry: '203.0.113.7' },
      { list: 'keywordsAndReferrers', entry: 'red' },
      { list: 'keywordsAndReferrers', entry: '*.google.com' },
      { list: 'countries', entry: 'GB' },
      { list: 'countries', entry: 'United Kingdom' },
    ]);
    expect(findVisitorExclusions(compileExclusions(excluding({ countries: ['FR'] })), google, place)).toEqual([]);
  });

  test('S-056 all entries that hide a page are told', () => {
    const exclusions = compileExclusions(excluding({ pages: ['support/*.*; sales.htm', '*.htm'] }));
    expect(findPageExclusions(exclusions, readPageAddress('/support/a.htm'))).toEqual(['support/*.*', '*.htm']);
    expect(findPageExclusions(exclusions, readPageAddress('/a.php'))).toEqual([]);
  });

  test.each([
    ['/support/a.htm', true],
    ['/sales.htm', false],
  ])('S-056 page %s is hidden by support/*.*: %s', (path, expected) => {
    expect(isPageExcluded(compileExclusions(excluding({ pages: ['support/*.*'] })), readPageAddress(path))).toBe(
      expected,
    );
  });
});

describe('S-056 to S-063 excluded visitors', () => {
  const excluded = () => new Story(rules({ exclusions: excluding({ countries: ['GB'] }) }));

  test('decided before anything is counted: no visit, no page view', () => {
    const story = excluded();
    expect(story.views(0, '/')).toEqual([{ type: 'visitor.excluded', list: 'countries' }]);
    expect([story.visit, story.last.wakeAt]).toEqual([null, null]);
  });

  test('an excluded visitor gets no invite, whoever asks', () => {
    const story = excluded();
    story.views(0, '/');
    expect(story.happens(second, 'invite.requested', { inviteId: 'i', source: 'operator' })).toEqual([]);
  });

  test('a change in a list ends open visits', () => {
    const story = new Story(rules());
    story.views(0, '/');
    story.rules = rules({ exclusions: excluding({ addresses: ['203.0.113.7'] }) });
    const effects = story.happens(20 * second, 'rules.changed', {});
    expect(effects).toEqual([
      { type: 'page.timed', pageViewId: 'view-1', visibleMs: 20_000 },
      expect.objectContaining({ type: 'visit.ended', pageCount: 1, visibleMs: 20_000 }),
      { type: 'visitor.excluded', list: 'addresses' },
    ]);
    expect(story.visit).toBeNull();
  });

  test('a change that does not concern the visitor changes nothing', () => {
    const story = new Story(rules());
    story.views(0, '/');
    const { visit } = story;
    story.rules = rules({ exclusions: excluding({ addresses: ['203.0.113.8'] }) });
    expect(story.happens(second, 'rules.changed', {})).toEqual([]);
    expect(story.visit).toEqual(visit);
  });

  test('what the visit came by keeps counting on later pages', () => {
    const story = new Story(rules());
    story.views(0, '/', { source: google });
    story.rules = rules({ exclusions: excluding({ keywordsAndReferrers: ['red shoes'] }) });
    expect(story.views(second, '/b').map(({ type }) => type)).toEqual([
      'page.timed',
      'visit.ended',
      'visitor.excluded',
    ]);
  });
});

describe('S-056 excluded pages', () => {
  const story = () => new Story(rules({ exclusions: excluding({ pages: ['support/*.*'] }) }));

  test('the page view is not recorded and counts for nothing', () => {
    const s = story();
    s.views(0, '/');
    expect(s.views(10 * second, '/support/a')).toEqual([
      { type: 'page.timed', pageViewId: 'view-1', visibleMs: 10_000 },
      { type: 'page.excluded', url: 'https://shop.example/support/a' },
    ]);
    s.views(70 * second, '/b');
    expect(s.open).toMatchObject({
      pageCount: 2,
      visibleMs: 10_000,
      pages: ['https://shop.example/', 'https://shop.example/b'],
    });
  });

  test('its address and title are kept nowhere in the visit', () => {
    const s = story();
    s.views(0, '/');
    s.views(second, '/support/secret');
    expect(JSON.stringify(s.visit)).not.toContain('secret');
  });

  test('the visitor is still connected', () => {
    const s = story();
    s.views(0, '/');
    s.views(second, '/support/a');
    expect(s.open.disconnectedAt).toBeNull();
  });

  test('when the entry page is excluded, the visit opens at the first page that is not, and keeps its referrer', () => {
    const s = story();
    expect(s.views(0, '/support/a', { source: google }).map(({ type }) => type)).toEqual(['page.excluded']);
    expect(s.views(60 * second, '/b', { source: direct }).map(({ type }) => type)).toEqual([
      'visit.opened',
      'page.recorded',
    ]);
    expect(s.open).toMatchObject({
      visitNumber: 1,
      pageCount: 1,
      entryPage: 'https://shop.example/b',
      startedAt: s.open.page.at,
      source: google,
      visitor: { firstReferrer: 'www.google.com' },
    });
  });

  test('a visitor who only sees excluded pages leaves no trace', () => {
    const s = story();
    s.views(0, '/support/a');
    s.happens(5 * second, 'page.left', { tab: 'a' });
    s.happens(3600 * second, 'clock', {});
    expect(s.types).toEqual(['page.excluded']);
    expect(s.visit).toBeNull();
  });
});

test('spiders are kept apart: no visit, no alert, no invite, not even for excluded ones', () => {
  const story = new Story(rules({ exclusions: excluding({ countries: ['GB'] }) }));
  expect(story.views(0, '/', { spider: 'Googlebot' })).toEqual([
    { type: 'spider.seen', name: 'Googlebot', url: 'https://shop.example/' },
  ]);
  expect(story.visit).toBeNull();
});
