import { type Condition, expressionSchema, type VariableName } from '@foyer/protocol/condition';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression } from './conditions.ts';
import { explainRule } from './explain-rule.ts';
import type { Explanation } from './explanation.ts';
import { type Blocker, findBlockers } from './find-blockers.ts';
import { groupKind, mapLeaves } from './map-leaves.ts';
import {
  alert,
  autoInvite,
  direct,
  google,
  minute,
  prospectRule,
  rules,
  staff,
  start,
  visit,
} from './test-fixtures.ts';
import { explainGroup } from './three-valued.ts';
import type { StaffFacts, Verdict, Visit, VisitorFacts } from './visit.ts';

const u = 'unknown' as const;

const leaf = (label: string, verdict: Verdict): Explanation => ({
  label,
  verdict,
  fact: 'seen',
  flipsAt: null,
  parts: [],
});
const all = (...parts: Explanation[]) => explainGroup('all', parts);
const any = (...parts: Explanation[]) => explainGroup('any', parts);
const none = (...parts: Explanation[]) => explainGroup('none', parts);
const no = (label: string) => leaf(label, false);
const yes = (label: string) => leaf(label, true);
const maybe = (label: string) => leaf(label, u);

/** The explanation had the blocking conditions turned out as they were wanted, and nothing else. */
function turn(explanation: Explanation, blockers: readonly Blocker[]): Explanation {
  const wanted = new Map(blockers.map((blocker) => [blocker.condition, blocker.wanted]));
  return mapLeaves(explanation, (one) => ({ ...one, verdict: wanted.get(one) ?? one.verdict }));
}

describe('B-301 the conditions that keep a rule from being true', () => {
  test.each<[rule: string, explanation: Explanation, blockers: string[] | null]>([
    ['a true one has none', all(yes('a')), []],
    ['an empty group is true', any(), []],
    ['all: every part that is false', all(no('a'), yes('b'), no('c')), ['a', 'c']],
    ['all: every part that is unknown', all(maybe('a'), yes('b')), ['a']],
    ['any: one will do', any(no('a'), no('b')), ['a']],
    ['any: the alternative with the fewest', any(all(no('a'), no('b')), all(no('c'), yes('d'))), ['c']],
    ['none: each part that is true or unknown', none(yes('a'), no('b'), maybe('c')), ['not a', 'not c']],
    ['none of all: one part of it, turned round, breaks it', none(all(yes('a'), yes('b')), no('c')), ['not a']],
    ['none of all: a part that is false breaks it already', none(all(yes('a'), no('b'))), []],
    ['none of any: each alternative', none(any(yes('a'), yes('b'), no('c'))), ['not a', 'not b']],
    ['none of none: one part is enough', none(none(no('a'), no('b'))), ['a']],
    ['groups in groups', all(yes('a'), any(no('b'), none(yes('c'), yes('d')))), ['b']],
    ['none of an empty group: nothing helps', none(all()), null],
    ['nor beside others', all(no('a'), none(any())), null],
    ['but another alternative may', any(none(all()), no('a')), ['a']],
  ])('%s', (_rule, explanation, blockers) => {
    const found = findBlockers(explanation);
    expect(found?.map(({ condition, wanted }) => `${wanted ? '' : 'not '}${condition.label}`) ?? null).toEqual(
      blockers,
    );
  });

  const verdict = fc.constantFrom<Verdict>(true, false, u);
  const tree = fc.letrec<{ tree: Explanation; leaf: Explanation; group: Explanation }>((tie) => ({
    leaf: verdict.map((one) => leaf('x', one)),
    group: fc
      .tuple(fc.constantFrom('all' as const, 'any' as const, 'none' as const), fc.array(tie('tree'), { maxLength: 3 }))
      .map(([kind, parts]) => explainGroup(kind, parts)),
    tree: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('group')),
  })).group;
  const leavesOf = (one: Explanation): Explanation[] => (groupKind(one) === null ? [one] : one.parts.flatMap(leavesOf));

  test('turning exactly those makes any tree true, and no fewer do', () => {
    let blocked = 0;
    fc.assert(
      fc.property(tree, (explanation) => {
        const blockers = findBlockers(explanation);
        const leaves = leavesOf(explanation);
        if (blockers !== null) expect(turn(explanation, blockers).verdict).toBe(true);
        if (leaves.length > 9) return;
        const fewest = fewestTurns(explanation, leaves);
        expect(blockers?.length ?? null).toBe(fewest);
        if (blockers !== null && blockers.length > 1) blocked++;
      }),
      { numRuns: 3000 },
    );
    expect(blocked).toBeGreaterThan(200);
  });

  /** By trying: how many leaves have to turn at least; null: no turn of any helps. */
  function fewestTurns(explanation: Explanation, leaves: readonly Explanation[]): number | null {
    let fewest: number | null = null;
    for (let mask = 0; mask < 2 ** leaves.length; mask++) {
      const turned = leaves.filter((_one, place) => mask & (1 << place));
      if (fewest !== null && turned.length >= fewest) continue;
      // An unknown one can turn out either way; a known one can only become the opposite.
      const open = turned.filter((one) => one.verdict === u);
      for (let choice = 0; choice < 2 ** open.length; choice++) {
        const blockers = turned.map((condition) => ({
          condition,
          wanted: condition.verdict === u ? (choice & (1 << open.indexOf(condition))) !== 0 : !condition.verdict,
        }));
        if (turn(explanation, blockers).verdict === true) fewest = turned.length;
      }
    }
    return fewest;
  }

  test('so it is for random conditions over random facts', () => {
    let blocked = 0;
    fc.assert(
      fc.property(expression, facts, (conditions, seen) => {
        const explanation = compileExpression(expressionSchema.parse(conditions), rules().source).explain({
          ...seen,
          site: rules().source,
        });
        const blockers = findBlockers(explanation);
        // As recorded, the parts still give the whole.
        expect(mapLeaves(explanation, (one) => one)).toEqual(explanation);
        if (blockers === null) return;
        expect(blockers.length === 0).toBe(explanation.verdict === true);
        expect(turn(explanation, blockers).verdict).toBe(true);
        if (blockers.length > 0) blocked++;
      }),
      { numRuns: 1000 },
    );
    expect(blocked).toBeGreaterThan(200);
  });
});

const texts = fc.constantFrom('/', '/sales', 'GB', 'FR', 'pro', 'Google');
const condition = fc.oneof(
  fc.record({
    variable: fc.constantFrom('page.current', 'place.country', 'place.city', 'source.referringSite', 'visitor.email'),
    operator: fc.constantFrom('equals', 'notEquals', 'contains', 'startsWith'),
    value: texts,
  }),
  fc.record({
    variable: fc.constantFrom('visit.pages', 'visitor.minutes', 'staff.online', 'tech.screenWidth', 'source.cost'),
    operator: fc.constantFrom('>=', '<', '=', '!='),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({
    variable: fc.constantFrom('visitor.isCustomer', 'source.isSearch', 'place.ownOrganisation', 'chat.open'),
    operator: fc.constantFrom('isTrue', 'isFalse'),
  }),
  fc.record({
    variable: fc.constantFrom('visitor.email', 'place.city'),
    operator: fc.constantFrom('isSet', 'isNotSet'),
  }),
);
const expression = fc.letrec<{ term: unknown; group: unknown }>((tie) => ({
  term: fc.oneof({ maxDepth: 3 }, condition, tie('group')),
  group: fc
    .tuple(fc.constantFrom('all', 'any', 'none'), fc.array(tie('term'), { maxLength: 4 }))
    .map(([kind, terms]) => ({ [kind]: terms })),
})).group;
const facts = fc
  .record({
    pageCount: fc.integer({ min: 1, max: 5 }),
    country: fc.constantFrom('GB', 'FR', null),
    city: fc.constantFrom('Leeds', null),
    own: fc.constantFrom(true, false, null),
    isCustomer: fc.boolean(),
    email: fc.constantFrom('pro@b.example', null),
    isSearch: fc.boolean(),
    online: fc.integer({ min: 0, max: 3 }),
    after: fc.integer({ min: 0, max: 5 * minute }),
  })
  .map(({ pageCount, country, city, own, isCustomer, email, isSearch, online, after }) => ({
    visit: {
      ...visit,
      pageCount,
      place: { ...visit.place, country, city, ownOrganisation: own },
      source: isSearch ? google : direct,
      visitor: { ...visit.visitor, isCustomer, email },
    },
    at: start + after,
    staff: { ...staff, online },
  }));

/** Facts that differ from those of the fixtures. */
interface Facts {
  visit?: Partial<Visit>;
  visitor?: Partial<VisitorFacts>;
  place?: Partial<Visit['place']>;
  technology?: Partial<Visit['technology']>;
  page?: Partial<Visit['page']>;
  staff?: Partial<StaffFacts>;
  after?: number;
}

function seenBy(differs: Facts) {
  return {
    visit: {
      ...visit,
      ...differs.visit,
      place: { ...visit.place, ...differs.place },
      technology: { ...visit.technology, ...differs.technology },
      page: { ...visit.page, ...differs.page },
      visitor: { ...visit.visitor, ...differs.visitor },
    },
    at: start + (differs.after ?? 0),
    staff: { ...staff, ...differs.staff },
  };
}

const url = (path: string) => `https://shop.example${path}`;
const by = (fields: Partial<Visit['source']>): Facts => ({ visit: { source: { ...visit.source, ...fields } } });
const invited = { i: { count: 1, pageViewId: 'view-1' } };
const wish = { department: 'Sales', skill: 'French', survey: { size: 'large' } };
const paid = alert({ name: 'AdWords', paid: { cost: { fixed: '2.50' } } });

/** `variable(name) operator value`, the value as JSON. */
function read(text: string): Condition {
  const [, variable, name, operator, value] = /^([\w.]+)(?:\((\w+)\))? (\S+)(?: (.*))?$/.exec(text) ?? [];
  return {
    variable: variable as VariableName,
    ...(name === undefined ? {} : { name }),
    operator: operator as Condition['operator'],
    ...(value === undefined ? {} : { value: JSON.parse(value) }),
  };
}

describe('B-301 changing the fact that a blocking condition names flips the verdict', () => {
  test.each<[condition: string, before: Facts, fact: string, after: Facts]>([
    // page
    ['page.current matches "sales*"', {}, url('/?source=adwords'), { page: { url: url('/sales') } }],
    ['page.title contains "Offer"', {}, 'Shop', { page: { title: 'An offer' } }],
    ['page.query(size) equals "9"', {}, 'unknown', { page: { url: url('/?size=9') } }],
    ['page.anyThisVisit endsWith "/about"', {}, url('/?source=adwords'), { visit: { pages: [url('/about')] } }],
    ['page.anyEver matches "about"', {}, url('/?source=adwords'), { visitor: { earlierPageUrls: [url('/about')] } }],
    ['page.entry startsWith "/x"', {}, url('/?source=adwords'), { visit: { entryPage: url('/x') } }],
    ['page.seconds >= 30', {}, '0', { after: 30_000 }],
    ['page.scrollDepth > 50', { page: { scrollDepth: 50 } }, '50', { page: { scrollDepth: 51 } }],
    ['page.exitIntent isTrue', {}, 'unknown', { page: { exitIntent: true } }],
    ['visit.pages >= 3', {}, '1', { visit: { pageCount: 3 } }],
    ['visitor.pages between [5, 6]', {}, '1', { visitor: { earlierPages: 4 } }],
    ['visit.minutes >= 2', { after: minute }, '1', { after: 2 * minute }],
    ['visitor.minutes > 9', {}, '0', { visitor: { earlierVisibleMs: 10 * minute } }],
    // source
    ['source.referrerHost equals "www.bing.com"', {}, 'www.google.com', by({ referrerHost: 'www.bing.com' })],
    ['source.referrer isNotSet', {}, google.referrer ?? '', by({ referrer: null })],
    ['source.referringSite isOneOf ["Bing"]', {}, 'Google', by({ referringSite: 'Bing' })],
    ['source.isSearch isFalse', {}, 'yes', by({ isSearch: false })],
    ['source.keywords contains "blue"', {}, 'red shoes', by({ searchPhrase: 'blue shoes' })],
    ['source.firstReferrer equals "direct"', {}, 'www.google.com', { visitor: { firstReferrer: 'direct' } }],
    ['source.utmCampaign equals "may"', {}, 'unknown', by({ utm: { ...visit.source.utm, campaign: 'may' } })],
    ['source.alert equals "AdWords"', {}, 'unknown', { visit: { alertId: paid.id } }],
    ['source.paid isTrue', {}, 'no', { visit: { alertId: paid.id } }],
    ['source.cost >= 2.5', { visit: { reportedCost: 249 } }, '2.49', { visit: { reportedCost: 250 } }],
    // visitor
    ['visitor.visitNumber > 1', {}, '1', { visit: { visitNumber: 2 } }],
    ['visitor.isNew isFalse', {}, 'yes', { visit: { visitNumber: 2 } }],
    ['visitor.isProspect isTrue', {}, 'no', { visitor: { isProspect: true } }],
    ['visitor.prospectTypes includes "Keen"', {}, '', { visitor: { prospectTypes: { p: 'Keen' } } }],
    ['visitor.isCustomer isTrue', {}, 'no', { visitor: { isCustomer: true } }],
    ['visitor.lifetimeRevenue >= 30', { visit: { revenue: 1000 } }, '10', { visitor: { earlierRevenue: 3000 } }],
    ['visitor.daysSinceFirstVisit >= 1', {}, '0', { visitor: { firstVisitAt: start - 24 * 60 * minute } }],
    ['visitor.daysSinceLastVisit < 5', {}, 'unknown', { visitor: { lastVisitAt: start } }],
    ['visitor.email isSet', {}, 'not set', { visitor: { email: 'a@b.example' } }],
    ['visitor.name notEquals "Bob"', { visitor: { name: 'Bob' } }, 'Bob', { visitor: { name: 'Ann' } }],
    ['visitor.company equals "Acme"', {}, 'unknown', { visitor: { company: 'Acme' } }],
    ['visitor.phone startsWith "+44"', {}, 'unknown', { visitor: { phone: '+44 1' } }],
    ['visitor.variable(plan) equals "pro"', {}, 'unknown', { visitor: { variables: { plan: 'pro' } } }],
    ['visitor.chats = 0', { visitor: { chats: 2 } }, '2', { visitor: { chats: 0 } }],
    ['visitor.lastWrapUp equals "Sold"', {}, 'unknown', { visitor: { lastWrapUp: 'Sold' } }],
    ['visitor.tags includesAny ["vip"]', { visitor: { tags: ['news'] } }, 'news', { visitor: { tags: ['VIP'] } }],
    ['visitor.lastRating >= 4', { visitor: { lastRating: 3 } }, '3', { visitor: { lastRating: 4 } }],
    ['visitor.invitesDeclined < 1', { visitor: { invitesDeclined: 1 } }, '1', { visitor: { invitesDeclined: 0 } }],
    // place, technology
    ['place.country equals "France"', {}, 'GB', { place: { country: 'FR' } }],
    ['place.region equals "Wales"', {}, 'England', { place: { region: 'Wales' } }],
    ['place.city equals "York"', { place: { city: null } }, 'unknown', { place: { city: 'York' } }],
    ['place.organisation contains "Labs"', {}, 'Acme Ltd', { place: { organisation: 'Acme Labs' } }],
    ['place.ownOrganisation isTrue', { place: { ownOrganisation: null } }, 'unknown', {}],
    ['place.address inNetwork "192.0.2.0/24"', {}, '203.0.113.7', { place: { address: '192.0.2.9' } }],
    ['place.hostName endsWith ".example"', { place: { hostName: undefined } }, 'unknown', {}],
    ['tech.language startsWith "fr"', {}, 'en-GB', { technology: { language: 'fr-FR' } }],
    ['tech.device equals "mobile"', {}, 'desktop', { technology: { device: 'mobile' } }],
    ['tech.screenWidth < 500', {}, '1920', { technology: { screenWidth: 390 } }],
    // commerce
    ['visit.revenue > 0', {}, '0', { visit: { revenue: 1 } }],
    ['event.happened(basket) isTrue', {}, 'no', { visit: { events: { basket: 1 } } }],
    ['event.count(basket) >= 2', { visit: { events: { basket: 1 } } }, '1', { visit: { events: { basket: 2 } } }],
    // chat
    ['chat.open isTrue', {}, 'no', { visit: { chat: { id: 'c', state: 'active' } } }],
    ['chat.pending isTrue', {}, 'no', { visit: { chat: { id: 'c', state: 'pending' } } }],
    ['visit.invited isFalse', { visit: { invited } }, 'yes', { visit: { invited: {} } }],
    ['chat.department equals "Sales"', {}, 'unknown', { visit: { chatWish: wish } }],
    ['chat.skill equals "French"', {}, 'unknown', { visit: { chatWish: wish } }],
    ['survey.answer(size) equals "large"', {}, 'unknown', { visit: { chatWish: wish } }],
    // staff, time
    ['staff.online < 2', {}, '2', { staff: { online: 1 } }],
    ['staff.withRoom >= 2', {}, '1', { staff: { withRoom: 2 } }],
    ['staff.queueLength > 4', {}, '0', { staff: { queueLength: 5 } }],
    ['time.hour >= 10', {}, '9', { after: 60 * minute }],
    ['time.weekday isOneOf ["monday"]', {}, 'sunday', { after: 24 * 60 * minute }],
    ['time.date after "2026-03-01"', {}, '2026-03-01', { after: 24 * 60 * minute }],
    ['time.insideOpeningHours isTrue', {}, 'unknown', { staff: { insideOpeningHours: true } }],
  ])('%s', (text, before, fact, after) => {
    const rule = prospectRule({ name: 'Rule', conditions: { all: [read(text)] } });
    const set = rules({ prospectRules: [rule], alerts: [paid] });
    const blocked = explainRule(set, 'prospectRule', rule.id, seenBy(before));
    expect(blocked?.verdict).not.toBe(true);
    const [blocker, ...others] = findBlockers(blocked?.explanation ?? all()) ?? [];
    expect(others).toEqual([]);
    expect(blocker).toMatchObject({ wanted: true, condition: { label: labelOf(read(text)), fact } });
    expect(explainRule(set, 'prospectRule', rule.id, seenBy(after))?.verdict).toBe(true);
  });

  function labelOf({ variable, name, operator, value }: Condition): string {
    const shown = value === undefined ? '' : ` ${Array.isArray(value) ? value.join(', ') : value}`;
    return `${variable}${name === undefined ? '' : `(${name})`} ${operator}${shown}`;
  }

  const hello = autoInvite('Hello', ['sales*'], { limits: { showsPerVisitor: 2, quietDaysAfterDecline: 7 } });
  const onSales = { page: { url: url('/sales') } };
  const day = 24 * 60 * minute;
  const prospect = (fields: Record<string, unknown>) => prospectRule({ name: 'Rule', ...fields });
  test.each<
    [
      what: string,
      kind: 'alert' | 'prospectRule' | 'invite',
      rule: { id: string },
      before: Facts,
      label: string,
      fact: string,
      after: Facts,
    ]
  >([
    [
      'the entry page',
      'alert',
      alert({ name: 'A', entryPages: ['x*', 'y'] }),
      {},
      'entryPages x*; y',
      url('/?source=adwords'),
      { visit: { entryPage: url('/x') } },
    ],
    [
      'the referring site',
      'alert',
      alert({ name: 'A', searchEngines: ['Bing'] }),
      {},
      'searchEngines Bing',
      'Google',
      by({ referrerHost: 'www.bing.com' }),
    ],
    [
      'keywords',
      'alert',
      alert({ name: 'A', keywords: ['blue'] }),
      {},
      'keywords blue',
      'red shoes | https://www.google.com/search?q=red shoes',
      by({ searchPhrase: 'blue hat' }),
    ],
    [
      'an own organisation',
      'alert',
      alert({ name: 'A', ownOrganisation: true }),
      { place: { ownOrganisation: false } },
      'ownOrganisation',
      'Acme Ltd',
      {},
    ],
    [
      'addresses',
      'alert',
      alert({ name: 'A', addresses: ['10.*'] }),
      {},
      'addresses 10.*',
      '203.0.113.7 gw.acme.example',
      { place: { address: '10.0.0.1' } },
    ],
    [
      'visits',
      'prospectRule',
      prospect({ startAfterVisits: 2 }),
      {},
      'startAfterVisits 2',
      '1',
      { visit: { visitNumber: 2 } },
    ],
    ['pages', 'prospectRule', prospect({ minPages: 3 }), {}, 'minPages 3', '1', { visit: { pageCount: 3 } }],
    [
      'minutes',
      'prospectRule',
      prospect({ minMinutes: 3 }),
      { after: minute },
      'minMinutes 3',
      '1',
      { after: 3 * minute },
    ],
    [
      'a line of pages',
      'prospectRule',
      prospect({ specificPages: ['a.htm OR b.htm'] }),
      {},
      'specificPages a.htm OR b.htm',
      'none of 1 pages',
      { visit: { pages: [url('/b.htm')] } },
    ],
    ['the page of an invite', 'invite', hello, {}, 'autoSend.pages sales*', url('/?source=adwords'), onSales],
    [
      'an invite on no open page',
      'invite',
      hello,
      { ...onSales, visit: { tabs: {} } },
      'autoSend.pages sales*',
      'no page is open',
      onSales,
    ],
    [
      'how often it may be sent',
      'invite',
      hello,
      { ...onSales, visit: { invited: { [hello.id]: { count: 1, pageViewId: 'x' } } } },
      'frequency oncePerVisit',
      'sent once',
      onSales,
    ],
    [
      'how often it may be shown',
      'invite',
      hello,
      { ...onSales, visitor: { invites: { [hello.id]: { sent: 2, shown: 2 } } } },
      'limits.showsPerVisitor 2',
      'shown 2 times',
      onSales,
    ],
    [
      'silence after a decline',
      'invite',
      hello,
      { ...onSales, visitor: { lastDeclinedAt: start - day } },
      'limits.quietDaysAfterDecline 7',
      'declined 2026-02-28T09:00:00.000Z',
      { ...onSales, visitor: { lastDeclinedAt: start - day }, after: 6 * day },
    ],
    [
      'a blocked visitor',
      'invite',
      hello,
      { ...onSales, visitor: { isBlocked: true } },
      'guard blocked',
      'blocked',
      onSales,
    ],
    [
      'a chat',
      'invite',
      hello,
      { ...onSales, visit: { chat: { id: 'c', state: 'pending' } } },
      'guard chatOpen',
      'pending',
      onSales,
    ],
    [
      'another invite',
      'invite',
      hello,
      { ...onSales, visit: { invitation: { id: 'x', inviteId: 'y', source: 'operator', state: 'shown', at: start } } },
      'guard inviteOnScreen',
      'shown',
      onSales,
    ],
    ['nobody online', 'invite', hello, { ...onSales, staff: { online: 0 } }, 'guard nobodyOnline', '0 online', onSales],
    [
      'closed hours',
      'invite',
      hello,
      { ...onSales, staff: { insideOpeningHours: false } },
      'guard outsideOpeningHours',
      'closed',
      onSales,
    ],
  ])('%s', (_what, kind, rule, before, label, fact, after) => {
    const set = rules({ alerts: [], prospectRules: [], invites: [], ...{ [`${kind}s`]: [rule] } });
    const blocked = explainRule(set, kind, rule.id, seenBy(before));
    expect(findBlockers(blocked?.explanation ?? all())).toMatchObject([{ wanted: true, condition: { label, fact } }]);
    expect(explainRule(set, kind, rule.id, seenBy(after))?.verdict).toBe(true);
  });

  test('what must not be is named as such', () => {
    const rule = prospect({
      conditions: { none: [read('visitor.isCustomer isTrue'), read('place.country equals "FR"')] },
    });
    const set = rules({ prospectRules: [rule] });
    const blocked = explainRule(set, 'prospectRule', rule.id, seenBy({ visitor: { isCustomer: true } }));
    expect(findBlockers(blocked?.explanation ?? all())).toMatchObject([
      { wanted: false, condition: { label: 'visitor.isCustomer isTrue', fact: 'yes', verdict: true } },
    ]);
    expect(explainRule(set, 'prospectRule', rule.id, seenBy({}))?.verdict).toBe(true);
  });
});
