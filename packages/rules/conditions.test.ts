import {
  type Condition,
  type Expression,
  expressionSchema,
  type VariableName,
  variables,
} from '@foyer/protocol/condition';
import { describe, expect, test } from 'vitest';
import { compileExpression } from './conditions.ts';
import type { Explanation } from './explanation.ts';
import { compileListTest } from './judge-list.ts';
import type { Moment } from './moment.ts';
import { alert, direct, minute, second, site, staff, start, tab, visit } from './test-fixtures.ts';
import type { StaffFacts, Tab, Verdict, Visit, VisitorFacts } from './visit.ts';

const u = 'unknown' as const;

interface Facts {
  visit?: Partial<Visit>;
  visitor?: Partial<VisitorFacts>;
  staff?: Partial<StaffFacts>;
  tab?: Partial<Tab>;
  after?: number;
  timeZone?: string;
}

function explain(expression: Expression, facts: Facts = {}): Explanation {
  const moment: Moment = {
    visit: {
      ...visit,
      tabs: { a: { ...tab, ...facts.tab } },
      ...facts.visit,
      visitor: { ...visit.visitor, ...facts.visitor },
    },
    at: start + (facts.after ?? 0),
    staff: { ...staff, ...facts.staff },
    site: { ...site, timeZone: facts.timeZone ?? site.timeZone, alerts: [paid, free] },
  };
  return compileExpression(expressionSchema.parse(expression), moment.site).explain(moment);
}

const paid = alert({ name: 'AdWords', paid: { cost: { fixed: '0.50' } } });
const byField = alert({ name: 'Campaign', paid: { cost: { queryParameter: 'cpc' } } });
const free = alert({ name: 'Newsletter' });

/** `variable(name) operator value`, the value as JSON. */
function condition(text: string): Condition {
  const [, variable, name, operator, value] = /^([\w.]+)(?:\((\w+)\))? (\S+)(?: (.*))?$/.exec(text) ?? [];
  return {
    variable: variable as VariableName,
    ...(name === undefined ? {} : { name }),
    operator: operator as Condition['operator'],
    ...(value === undefined ? {} : { value: JSON.parse(value) }),
  };
}

const verdictOf = (text: string, facts?: Facts) => explain({ all: [condition(text)] }, facts).verdict;
const page = (url: string): Facts => ({ visit: { page: { ...visit.page, url } } });
const source = (fields: Partial<Visit['source']>): Facts => ({ visit: { source: { ...visit.source, ...fields } } });
const place = (fields: Partial<Visit['place']>): Facts => ({ visit: { place: { ...visit.place, ...fields } } });

describe('S-037 text operators', () => {
  test.each<[condition: string, expected: Verdict]>([
    ['place.city equals "LEEDS"', true],
    ['place.city equals "Leed"', false],
    ['place.city notEquals "leeds"', false],
    ['place.city notEquals "York"', true],
    ['place.city contains "EED"', true],
    ['place.city contains "york"', false],
    ['place.city notContains "eed"', false],
    ['place.city notContains "york"', true],
    ['place.city startsWith "lee"', true],
    ['place.city startsWith "eeds"', false],
    ['place.city endsWith "EDS"', true],
    ['place.city endsWith "Leed"', false],
    ['place.city matches "l*s"', true],
    ['place.city matches "l*d"', false],
    ['place.city matches "L.eds"', false],
    ['place.city matchesExpression "^l.+s$"', true],
    ['place.city matchesExpression "^e"', false],
    ['place.city matchesExpression "(?=l)l"', u],
    ['place.city isOneOf ["york", "leeds"]', true],
    ['place.city isOneOf ["york", "hull"]', false],
    ['place.city isSet', true],
    ['place.city isNotSet', false],
  ])('%s: %s', (text, expected) => expect(verdictOf(text)).toBe(expected));

  test.each([
    'equals "x"',
    'notEquals "x"',
    'contains "x"',
    'notContains "x"',
    'startsWith "x"',
    'endsWith "x"',
    'matches "x"',
    'matchesExpression "x"',
    'isOneOf ["x"]',
  ])('a missing fact is unknown: %s', (operator) =>
    expect(verdictOf(`place.city ${operator}`, place({ city: null }))).toBe(u),
  );

  test.each<[condition: string, facts: Facts, expected: boolean]>([
    ['place.city isSet', place({ city: null }), false],
    ['place.city isNotSet', place({ city: null }), true],
    ['visitor.email isSet', { visitor: { email: '' } }, false],
    ['place.hostName isSet', place({ hostName: undefined }), false],
    ['survey.answer(colour) isNotSet', {}, true],
    ['visitor.lastRating isSet', {}, false],
    ['tech.screenWidth isSet', {}, true],
    ['visitor.tags isNotSet', {}, true],
    ['place.address isSet', {}, true],
    ['page.current isSet', {}, true],
    ['page.current isNotSet', {}, false],
    ['page.seconds isSet', { visit: { tabs: {} } }, false],
    ['time.hour isSet', {}, true],
  ])('is set and is not set are never unknown: %s', (text, facts, expected) =>
    expect(verdictOf(text, facts)).toBe(expected),
  );
});

describe('S-037 text variables', () => {
  test.each<[condition: string, facts: Facts, expected: Verdict]>([
    ['page.title equals "shop"', {}, true],
    ['page.query(source) equals "AdWords"', {}, true],
    ['page.query(source) equals "adwords"', page('https://shop.example/'), u],
    ['page.query(q) equals "red shoes"', page('https://shop.example/?q=red+shoes#x'), true],
    ['visitor.name equals "Ann"', { visitor: { name: 'Ann' } }, true],
    ['visitor.company equals "Acme"', { visitor: { company: 'Acme' } }, true],
    ['visitor.email endsWith "@b.example"', { visitor: { email: 'a@b.example' } }, true],
    ['visitor.phone startsWith "+44"', { visitor: { phone: '+44 1' } }, true],
    ['visitor.variable(plan) equals "pro"', { visitor: { variables: { plan: 'Pro' } } }, true],
    ['visitor.variable(plan) equals "pro"', { visitor: { variables: { other: 'pro' } } }, u],
    ['visitor.variable(toString) contains "f"', {}, u],
    ['source.referrer contains "q=red"', {}, true],
    ['source.referrer contains "q=red"', { visit: { source: direct } }, u],
    ['source.referrerHost matches "*.google.*"', {}, true],
    ['source.referringSite equals "google"', {}, true],
    ['source.keywords contains "SHOES"', {}, true],
    ['source.keywords equals "boots"', source({ searchPhrase: null, utm: { ...direct.utm, term: 'boots' } }), true],
    ['source.firstReferrer equals "www.google.com"', {}, true],
    ['source.utmSource equals "s"', source({ utm: { ...direct.utm, source: 's' } }), true],
    ['source.utmMedium equals "m"', source({ utm: { ...direct.utm, medium: 'm' } }), true],
    ['source.utmCampaign equals "c"', source({ utm: { ...direct.utm, campaign: 'c' } }), true],
    ['source.utmTerm equals "t"', source({ utm: { ...direct.utm, term: 't' } }), true],
    ['source.utmContent equals "o"', source({ utm: { ...direct.utm, content: 'o' } }), true],
    ['source.alert equals "adwords"', { visit: { alertId: paid.id } }, true],
    ['source.alert equals "adwords"', { visit: { alertId: null } }, u],
    ['source.alert equals "adwords"', { visit: { alertId: 'deleted since' } }, u],
    ['place.country equals "gb"', {}, true],
    ['place.country equals "United Kingdom"', {}, true],
    ['place.country isOneOf ["France", "ie"]', {}, false],
    ['place.country notEquals "FR"', place({ country: null }), u],
    ['place.region equals "England"', {}, true],
    ['place.organisation startsWith "acme"', {}, true],
    ['place.hostName matches "*.acme.example"', {}, true],
    ['place.hostName matches "*.acme.example"', place({ hostName: null }), u],
    ['tech.language startsWith "en"', {}, true],
    ['tech.timeZone equals "Europe/Paris"', {}, true],
    ['tech.browser equals "firefox"', {}, true],
    ['tech.os equals "linux"', {}, true],
    ['tech.device equals "desktop"', {}, true],
  ])('%s with %j: %s', (text, facts, expected) => expect(verdictOf(text, facts)).toBe(expected));
});

describe('S-037 page variables', () => {
  const pages: Facts = {
    visit: {
      entryPage: 'https://shop.example/in?x=1',
      page: { ...visit.page, url: 'https://shop.example/now.htm?y=2' },
      pages: ['https://shop.example/in?x=1', 'https://shop.example/now.htm?y=2'],
      pageCount: 2,
    },
  };
  test.each<[condition: string, facts: Facts, expected: Verdict]>([
    ['page.current matches "now*.htm"', pages, true],
    ['page.current matches "in*"', pages, false],
    ['page.current matches "re:^now"', pages, true],
    ['page.current matches "re:(?=n)"', pages, u],
    ['page.current equals "https://shop.example/now.htm?y=2"', pages, true],
    ['page.current equals "/NOW.htm?y=2"', pages, true],
    ['page.current equals "now.htm?y=2"', pages, true],
    ['page.current equals "/now.htm"', pages, false],
    ['page.current startsWith "/now"', pages, true],
    ['page.current endsWith "y=2"', pages, true],
    ['page.current contains "shop.example"', pages, true],
    ['page.current notContains "now"', pages, false],
    ['page.current isOneOf ["/a", "/now.htm?y=2"]', pages, true],
    ['page.current matchesExpression "^/now\\\\.htm"', pages, true],
    ['page.entry equals "/in?x=1"', pages, true],
    ['page.entry matches "now*"', pages, false],
    ['page.anyThisVisit matches "in"', pages, true],
    ['page.anyThisVisit matches "other"', pages, false],
    ['page.anyThisVisit notEquals "/in?x=1"', pages, false],
    ['page.anyThisVisit notEquals "/other"', pages, true],
    ['page.anyEver matches "in"', { ...pages, visitor: { earlierPages: 4 } }, true],
    ['page.anyEver matches "other"', { ...pages, visitor: { earlierPages: 4 } }, u],
    ['page.anyEver notContains "other"', { ...pages, visitor: { earlierPages: 4 } }, u],
    ['page.anyEver matches "other"', { ...pages, visitor: { earlierPages: 0 } }, false],
  ])('%s: %#: %s', (text, facts, expected) => expect(verdictOf(text, facts)).toBe(expected));

  test('of more pages than are kept, those not found are unknown', () => {
    const many: Facts = {
      visit: { pages: Array.from({ length: 200 }, (_, i) => `https://shop.example/${i}`), pageCount: 201 },
    };
    expect([
      verdictOf('page.anyThisVisit matches "7"', many),
      verdictOf('page.anyThisVisit matches "x"', many),
    ]).toEqual([true, u]);
  });
});

describe('S-037 number operators', () => {
  test.each<[condition: string, expected: Verdict]>([
    ['visit.pages = 3', true],
    ['visit.pages = 4', false],
    ['visit.pages != 3', false],
    ['visit.pages != 4', true],
    ['visit.pages < 3', false],
    ['visit.pages < 4', true],
    ['visit.pages <= 3', true],
    ['visit.pages <= 2', false],
    ['visit.pages > 3', false],
    ['visit.pages > 2', true],
    ['visit.pages >= 3', true],
    ['visit.pages >= 4', false],
    ['visit.pages between [3, 5]', true],
    ['visit.pages between [1, 3]', true],
    ['visit.pages between [4, 5]', false],
    ['visit.pages between [1, 2]', false],
  ])('three pages: %s: %s', (text, expected) => expect(verdictOf(text, { visit: { pageCount: 3 } })).toBe(expected));

  test.each<[condition: string, facts: Facts, expected: Verdict]>([
    ['visitor.pages = 7', { visit: { pageCount: 3 }, visitor: { earlierPages: 4 } }, true],
    ['visitor.visitNumber = 6', { visit: { visitNumber: 6 } }, true],
    ['visitor.daysSinceFirstVisit = 0', { visitor: { firstVisitAt: start - 9 * 3_600_000 } }, true],
    ['visitor.daysSinceFirstVisit = 1', { visitor: { firstVisitAt: start - 9 * 3_600_000 - 1 } }, true],
    ['visitor.daysSinceFirstVisit = 0', { visitor: { firstVisitAt: null } }, true],
    ['visitor.daysSinceLastVisit = 2', { visitor: { lastVisitAt: start - 2 * 86_400_000 } }, true],
    ['visitor.daysSinceLastVisit >= 0', { visitor: { lastVisitAt: null } }, u],
    ['visitor.chats = 5', { visitor: { chats: 5 } }, true],
    ['visitor.invitesDeclined = 8', { visitor: { invitesDeclined: 8 } }, true],
    ['source.cost = 0.5', { visit: { alertId: paid.id } }, true],
    ['source.cost = 0.5', { visit: { alertId: free.id } }, u],
    ['tech.screenWidth < 1921', {}, true],
    ['tech.screenWidth < 1921', { visit: { technology: { ...visit.technology, screenWidth: null } } }, u],
    ['staff.online = 2', {}, true],
    ['staff.withRoom = 1', {}, true],
    ['staff.queueLength = 9', { staff: { queueLength: 9 } }, true],
  ])('%s with %j: %s', (text, facts, expected) => expect(verdictOf(text, facts)).toBe(expected));

  test.each([
    ['1.25', true],
    ['1.24', false],
    ['a lot', u],
  ])('cost of the query parameter: cpc=%s', (cpc, expected) => {
    const entered = {
      ...visit,
      alertId: byField.id,
      entryPage: `https://shop.example/?cpc=${encodeURIComponent(cpc)}`,
    };
    const moment: Moment = { visit: entered, at: start, staff, site: { ...site, alerts: [byField] } };
    const expression = compileExpression({ all: [{ variable: 'source.cost', operator: '=', value: 1.25 }] }, site);
    expect(expression.explain(moment).verdict).toBe(expected);
  });
});

describe('S-037 yes or no', () => {
  test.each<[variable: string, facts: Facts, fact: boolean | null]>([
    ['visit.invited', {}, false],
    ['visit.invited', { visit: { invited: { i: { count: 1, pageViewId: 'p' } } } }, true],
    ['visitor.isNew', {}, true],
    ['visitor.isNew', { visit: { visitNumber: 2 } }, false],
    ['visitor.isProspect', { visitor: { isProspect: true } }, true],
    ['visitor.isCustomer', { visitor: { isCustomer: true } }, true],
    ['visitor.isCustomer', {}, false],
    ['source.isSearch', {}, true],
    ['source.isSearch', { visit: { source: direct } }, false],
    ['source.paid', { visit: { alertId: paid.id } }, true],
    ['source.paid', { visit: { alertId: free.id } }, false],
    ['source.paid', { visit: { alertId: null } }, false],
    ['source.paid', { visit: { alertWaitsUntil: start + 1 } }, null],
    ['place.ownOrganisation', {}, true],
    ['place.ownOrganisation', place({ ownOrganisation: false }), false],
    ['place.ownOrganisation', place({ ownOrganisation: null }), null],
    ['chat.open', { visit: { chat: { id: 'c', state: 'active' } } }, true],
    ['chat.open', { visit: { chat: { id: 'c', state: 'pending' } } }, false],
    ['chat.pending', { visit: { chat: { id: 'c', state: 'pending' } } }, true],
    ['chat.pending', {}, false],
    ['time.insideOpeningHours', { staff: { insideOpeningHours: true } }, true],
    ['time.insideOpeningHours', { staff: { insideOpeningHours: false } }, false],
    ['time.insideOpeningHours', {}, null],
  ])('%s with %j: %s', (variable, facts, fact) => {
    const expected = fact === null ? [u, u] : [fact, !fact];
    expect([verdictOf(`${variable} isTrue`, facts), verdictOf(`${variable} isFalse`, facts)]).toEqual(expected);
  });
});

describe('S-037 addresses and lists', () => {
  test.each<[condition: string, expected: Verdict]>([
    ['place.address equals "203.0.113.7"', true],
    ['place.address equals "::ffff:203.0.113.7"', true],
    ['place.address equals "203.0.113.8"', false],
    ['place.address matches "203.0.*"', true],
    ['place.address matches "203.1.*"', false],
    ['place.address inNetwork "203.0.113.0/24"', true],
    ['place.address inNetwork "203.0.112.0/24"', false],
    ['place.address inNetwork "nonsense"', u],
  ])('%s: %s', (text, expected) => expect(verdictOf(text)).toBe(expected));

  test.each<
    [
      operator: 'includes' | 'includesAny' | 'includesAll' | 'countAtLeast' | 'countAtMost',
      value: string | string[] | number,
      expected: boolean,
    ]
  >([
    ['includes', 'vip', true],
    ['includes', 'new', false],
    ['includesAny', ['new', 'VIP'], true],
    ['includesAny', ['new', 'old'], false],
    ['includesAll', ['vip', 'b2b'], true],
    ['includesAll', ['vip', 'new'], false],
    ['countAtLeast', 2, true],
    ['countAtLeast', 3, false],
    ['countAtMost', 2, true],
    ['countAtMost', 1, false],
  ])('the list VIP, B2B %s %j: %s', (operator, value, expected) => {
    expect(compileListTest({ variable: 'visitor.tags', operator, value }, operator)(['VIP', 'B2B'])).toBe(expected);
  });
});

describe('S-037 time and when it flips', () => {
  const at = (seconds: number) => start + seconds * second;
  test.each<[rule: string, condition: string, facts: Facts, verdict: Verdict, flipsAt: number | null]>([
    ['seconds on page: a little short', 'page.seconds >= 30', { after: 29_999 }, false, at(30)],
    ['seconds on page: the limit itself', 'page.seconds >= 30', { after: 30_000 }, true, null],
    ['seconds on page: more than the limit', 'page.seconds > 30', { after: 30_000 }, false, at(30) + 1],
    ['seconds on page: less than', 'page.seconds < 30', { after: 10_000 }, true, at(30)],
    ['seconds on page: at most', 'page.seconds <= 30', { after: 10_000 }, true, at(30) + 1],
    ['seconds on page: between, before', 'page.seconds between [30, 60]', { after: 10_000 }, false, at(30)],
    ['seconds on page: between, inside', 'page.seconds between [30, 60]', { after: 30_000 }, true, at(60) + 1],
    ['seconds on page: between, after', 'page.seconds between [30, 60]', { after: 60_001 }, false, null],
    ['seconds on page: whole seconds are compared for equality', 'page.seconds = 30', { after: 30_999 }, true, at(31)],
    ['seconds on page: not equal', 'page.seconds != 30', { after: 5_000 }, true, at(30)],
    [
      'seconds on page: hidden, time stands still',
      'page.seconds >= 30',
      { after: 90_000, tab: { visibleSince: null, visibleMs: 29_000 } },
      false,
      null,
    ],
    [
      'seconds on page: visible time before counts',
      'page.seconds >= 30',
      { after: 0, tab: { visibleMs: 29_000 } },
      false,
      at(1),
    ],
    ['seconds on page: the page is closed', 'page.seconds >= 30', { visit: { tabs: {} } }, u, null],
    [
      'seconds on page: its connection broke',
      'page.seconds >= 30',
      { after: 60_000, tab: { nodeId: null, lostAt: at(20) } },
      false,
      null,
    ],
    [
      'seconds on page: a page with beacons only is believed up to the time-out',
      'page.seconds >= 1900',
      { tab: { nodeId: null } },
      false,
      null,
    ],
    ['minutes this visit: a little short', 'visit.minutes >= 3', { after: 3 * minute - 1 }, false, at(180)],
    ['minutes this visit: the limit itself', 'visit.minutes >= 3', { after: 3 * minute }, true, null],
    ['minutes this visit: parts of minutes', 'visit.minutes >= 0.5', {}, false, at(30)],
    [
      'minutes this visit: pages closed before',
      'visit.minutes >= 3',
      { visit: { visibleMs: 2 * minute } },
      false,
      at(60),
    ],
    [
      'minutes ever: earlier visits count',
      'visitor.minutes >= 3',
      { visitor: { earlierVisibleMs: 2 * minute } },
      false,
      at(60),
    ],
    ['hour: nine in London', 'time.hour = 9', {}, true, at(3600)],
    ['hour: later today', 'time.hour >= 17', {}, false, at(8 * 3600)],
    ["hour: in the site's time zone", 'time.hour = 18', { timeZone: 'Asia/Tokyo' }, true, at(3600)],
    ['hour: never changes', 'time.hour >= 0', {}, true, null],
    ['weekday: by its name', 'time.weekday isOneOf ["Sunday"]', {}, true, at(15 * 3600)],
    ['weekday: by three letters', 'time.weekday isOneOf ["wed", "thu"]', {}, false, at((15 + 48) * 3600)],
    [
      "weekday: in the site's time zone",
      'time.weekday isOneOf ["monday"]',
      { timeZone: 'Pacific/Kiritimati', after: 3_600_000 },
      true,
      at(25 * 3600),
    ],
    ['weekday: another operator says nothing', 'time.weekday withinLastDays 2', {}, u, null],
    ['date: before, the day itself is not', 'time.date before "2026-03-01"', {}, false, null],
    ['date: before, the day ahead', 'time.date before "2026-03-02"', {}, true, at(15 * 3600)],
    ['date: after, the day itself is not', 'time.date after "2026-03-01"', {}, false, at(15 * 3600)],
    ['date: after, the day past', 'time.date after "2026-02-28"', {}, true, null],
    ['date: between, both ends count', 'time.date between ["2026-03-01", "2026-03-01"]', {}, true, at(15 * 3600)],
    ['date: between, not yet', 'time.date between ["2026-03-02", "2026-03-05"]', {}, false, at(15 * 3600)],
    ['date: one of', 'time.date isOneOf ["2026-03-01", "2026-12-25"]', {}, true, at(15 * 3600)],
    ['date: an instant of its own', 'time.date after "2026-03-01T09:00:30Z"', {}, false, at(30) + 1],
    ['date: the end of all dates', 'time.date before "9999-12-31"', {}, true, Date.UTC(9999, 11, 31)],
    ['date: the beginning of all dates', 'time.date after "0000-01-01"', {}, true, null],
    ['date: today is within the last 0 days', 'time.date withinLastDays 0', {}, true, null],
  ])('%s', (_rule, text, facts, verdict, flipsAt) => {
    const [part] = explain({ all: [condition(text)] }, facts).parts;
    expect([part?.verdict, part?.flipsAt]).toEqual([verdict, flipsAt]);
  });

  test('two visible tabs count once', () => {
    const other = { ...tab, pageViewId: 'view-2', visibleSince: start + 10 * second };
    expect(verdictOf('visit.minutes >= 1', { after: 59_999, visit: { tabs: { a: tab, b: other } } })).toBe(false);
  });
});

test('S-037 variables without a fact in this version are unknown, not false', () => {
  const missing: string[] = [];
  for (const [variable, { type, ...rest }] of Object.entries(variables)) {
    const operator = {
      text: 'notEquals "x"',
      number: '!= 1',
      yesNo: 'isFalse',
      date: '',
      list: 'countAtMost 9',
      address: '',
    }[type];
    if (operator === '' || variable.startsWith('page.any')) continue;
    const rich: Facts = {
      visit: {
        alertId: paid.id,
        source: { ...visit.source, utm: { source: 's', medium: 'm', campaign: 'c', term: 't', content: 'o' } },
        page: { ...visit.page, url: 'https://shop.example/?key=1', scrollDepth: 40, exitIntent: true },
        chatWish: { department: 'Sales', skill: 'French', survey: { key: 'a' } },
      },
      visitor: {
        name: 'n',
        company: 'c',
        email: 'e',
        phone: 'p',
        variables: { key: 'v' },
        lastVisitAt: start,
        lastWrapUp: 'w',
        lastRating: 4,
        tags: ['t'],
      },
      staff: { insideOpeningHours: true },
    };
    if (verdictOf(`${variable}${'named' in rest ? '(key)' : ''} ${operator}`, rich) === u) missing.push(variable);
  }
  expect(missing).toEqual([]);
});

test('B-301 an evaluation explains itself: each condition with the fact it saw', () => {
  const explanation = explain(
    {
      all: [
        condition('visit.pages >= 3'),
        { any: [condition('place.country isOneOf ["GB", "IE"]'), condition('visitor.variable(plan) equals "pro"')] },
      ],
    },
    { visit: { pageCount: 2 } },
  );
  expect(explanation).toEqual({
    label: 'all',
    verdict: false,
    fact: null,
    flipsAt: null,
    parts: [
      { label: 'visit.pages >= 3', verdict: false, fact: '2', flipsAt: null, parts: [] },
      {
        label: 'any',
        verdict: true,
        fact: null,
        flipsAt: null,
        parts: [
          { label: 'place.country isOneOf GB, IE', verdict: true, fact: 'GB', flipsAt: null, parts: [] },
          { label: 'visitor.variable(plan) equals pro', verdict: u, fact: 'unknown', flipsAt: null, parts: [] },
        ],
      },
    ],
  });
});
