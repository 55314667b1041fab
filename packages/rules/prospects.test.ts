import { describe, expect, test } from 'vitest';
import type { Effect } from './effect.ts';
import {
  direct,
  google,
  invite,
  minute,
  nobody,
  prospectRule,
  rules,
  Story,
  second,
  visitorFacts,
} from './test-fixtures.ts';
import type { VisitorFacts } from './visit.ts';

const hour = 60 * minute;
const firings = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'prospect.fired' ? [effect.ruleName] : []));
const story = (fields: Record<string, unknown>, ...more: Record<string, unknown>[]) =>
  new Story(
    rules({
      prospectRules: [fields, ...more].map((one, place) => prospectRule({ name: `Rule ${place + 1}`, ...one })),
      invites: [invite({ name: 'Need help?' })],
    }),
  );
const returning = (facts: Partial<VisitorFacts>): { visitor: VisitorFacts } => ({
  visitor: {
    ...visitorFacts,
    earlierVisits: 1,
    firstReferrer: 'www.google.com',
    firstVisitAt: 0,
    lastVisitAt: 0,
    ...facts,
  },
});

describe('S-033 to S-036 S-041 S-042 when a prospect rule is true (rules.md section 6)', () => {
  test.each<
    [rule: string, fields: Record<string, unknown>, facts: Partial<VisitorFacts>, paths: string[], fires: boolean]
  >([
    ['no threshold and nothing else: the first page fires', {}, {}, ['/'], true],
    ['a disabled rule does not', { enabled: false }, {}, ['/'], false],
    ['S-033 due: the visit number itself counts', { startAfterVisits: 2 }, { earlierVisits: 1 }, ['/'], true],
    ['S-033 not due: the visit before', { startAfterVisits: 3 }, { earlierVisits: 1 }, ['/'], false],
    ['S-034 pages: the limit itself counts', { minPages: 2 }, {}, ['/', '/b'], true],
    ['S-034 pages: one short', { minPages: 3 }, {}, ['/', '/b'], false],
    ['S-034 the same page again is a further page', { minPages: 2 }, {}, ['/', '/'], true],
    ['S-043 pages of earlier visits count', { minPages: 5 }, { earlierPages: 4 }, ['/'], true],
    ['S-035 minutes of earlier visits count', { minMinutes: 3 }, { earlierVisibleMs: 3 * minute }, ['/'], true],
    ['S-035 minutes: a little short', { minMinutes: 3 }, { earlierVisibleMs: 3 * minute - 1 }, ['/'], false],
    ['pages or minutes: minutes alone', { minPages: 9, minMinutes: 3 }, { earlierVisibleMs: 3 * minute }, ['/'], true],
    ['pages or minutes: pages alone', { minPages: 1, minMinutes: 3 }, {}, ['/'], true],
    ['pages or minutes: neither', { minPages: 2, minMinutes: 3 }, {}, ['/'], false],
    ['S-036 every line must be met', { specificPages: ['/a', '/b'] }, {}, ['/a', '/b'], true],
    ['S-036 one line is not enough', { specificPages: ['/a', '/b'] }, {}, ['/a', '/c'], false],
    ['S-036 volume and lines: lines met, volume not', { minPages: 3, specificPages: ['/a'] }, {}, ['/a', '/c'], false],
    ['S-036 volume reached on another page', { minPages: 2, specificPages: ['/a'] }, {}, ['/a', '/c'], true],
    ['S-041 wildcards', { specificPages: ['products/*'] }, {}, ['/products/lamp?x=1'], true],
    ['S-042 OR inside a line', { specificPages: ['sales.htm OR products.htm'] }, {}, ['/products.htm'], true],
    [
      'S-042 or in any case, blanks around it',
      { specificPages: ['sales.htm  or products.htm'] },
      {},
      ['/products.htm'],
      true,
    ],
    ['S-042 OR as part of a word is no OR', { specificPages: ['doORs.htm'] }, {}, ['/doors.htm'], true],
    [
      'S-043 pages of earlier visits meet lines',
      { specificPages: ['/a', '/b'] },
      { earlierPages: 1, earlierPageUrls: ['https://shop.example/a'] },
      ['/b'],
      true,
    ],
    [
      'S-037 conditions',
      { conditions: { all: [{ variable: 'place.country', operator: 'equals', value: 'GB' }] } },
      {},
      ['/'],
      true,
    ],
    [
      'S-037 an unknown condition never fires',
      { conditions: { none: [{ variable: 'visitor.lastRating', operator: '>', value: 3 }] } },
      {},
      ['/'],
      false,
    ],
  ])('%s', (_rule, fields, facts, paths, fires) => {
    const one = story(fields);
    paths.forEach((path, place) => void one.views(place * second, path, returning({ earlierVisits: 0, ...facts })));
    expect(firings(one.effects)).toEqual(fires ? ['Rule 1'] : []);
  });

  test('S-035 the minutes are reached while the visitor reads on: at that instant, without a hit', () => {
    const one = story({ minMinutes: 2 });
    one.views(0, '/');
    expect(one.last.wakeAt).toBe(Date.UTC(2026, 2, 1, 9, 2));
    expect(firings(one.happens(2 * minute - 1, 'clock', {}))).toEqual([]);
    expect(firings(one.happens(2 * minute, 'clock', {}))).toEqual(['Rule 1']);
  });

  test('S-035 a hidden page does not count', () => {
    const one = story({ minMinutes: 2 });
    one.views(0, '/');
    one.happens(minute, 'page.hidden', { tab: 'a' });
    expect(firings(one.happens(5 * minute, 'clock', {}))).toEqual([]);
    one.happens(6 * minute, 'page.visible', { tab: 'a' });
    expect(firings(one.happens(7 * minute, 'clock', {}))).toEqual(['Rule 1']);
  });

  test('S-056 excluded pages never count', () => {
    const one = new Story(
      rules({
        prospectRules: [
          prospectRule({ name: 'Rule 1', minPages: 2 }),
          prospectRule({ name: 'x', specificPages: ['/b'] }),
        ],
        exclusions: { pages: ['/b'], addresses: [], keywordsAndReferrers: [], countries: [] },
      }),
    );
    one.views(0, '/');
    one.views(second, '/b');
    expect(firings(one.effects)).toEqual([]);
  });
});

describe('S-038 to S-040 activation', () => {
  const views = (one: Story, count: number, facts: Partial<VisitorFacts> = {}, from = 0) => {
    for (let n = 0; n < count; n++) one.views(from + n * second, `/${n}`, returning(facts));
    return firings(one.effects).length;
  };

  test.each<[activation: string, inOneVisit: number]>([
    ['oncePerVisitor', 1],
    ['oncePerVisit', 1],
    ['everyTime', 4],
  ])('%s: %i firings on four pages', (activation, expected) => {
    expect(views(story({ activation }), 4)).toBe(expected);
  });

  test('S-038 once per visitor: not in a later visit either', () => {
    const rule = prospectRule({ name: 'Rule 1' });
    const one = new Story(rules({ prospectRules: [rule] }));
    expect(views(one, 2, { prospectTypes: { [rule.id]: 'Rule 1' } })).toBe(0);
  });

  test('S-039 once per visit: again in the next visit', () => {
    const one = story({ activation: 'oncePerVisit' });
    views(one, 2);
    one.happens(minute, 'page.left', { tab: 'a' });
    expect(views(one, 2, {}, 2 * hour)).toBe(2);
  });

  test('S-040 every time: when it becomes true, and on each page view while it is', () => {
    const one = story({
      activation: 'everyTime',
      conditions: { all: [{ variable: 'visitor.variable', name: 'plan', operator: 'equals', value: 'pro' }] },
    });
    one.views(0, '/');
    expect(firings(one.happens(second, 'contact.changed', { variables: { plan: 'pro' } }))).toEqual(['Rule 1']);
    expect(firings(one.happens(2 * second, 'contact.changed', { name: 'Ann' }))).toEqual([]);
    expect(firings(one.views(3 * second, '/b'))).toEqual(['Rule 1']);
    expect(firings(one.happens(4 * second, 'contact.changed', { variables: { plan: 'free' } }))).toEqual([]);
    expect(firings(one.happens(5 * second, 'contact.changed', { variables: { plan: 'pro' } }))).toEqual(['Rule 1']);
  });

  test('S-040 every time: not twice for the same hit, which a page sends again', () => {
    const one = story({ activation: 'everyTime' });
    one.views(0, '/');
    one.views(second, '/', { n: 1 });
    one.happens(2 * second, 'page.hidden', { tab: 'a' });
    expect(firings(one.effects)).toEqual(['Rule 1']);
  });

  test('S-040 every time: a clock that makes it false and true again', () => {
    const one = story({
      activation: 'everyTime',
      conditions: { none: [{ variable: 'page.seconds', operator: 'between', value: [10, 20] }] },
    });
    expect(firings(one.views(0, '/'))).toEqual(['Rule 1']);
    expect(one.last.wakeAt).toBe(Date.UTC(2026, 2, 1, 9, 0, 10));
    expect(firings(one.happens(10 * second, 'clock', {}))).toEqual([]);
    expect(firings(one.happens(20 * second + 1, 'clock', {}))).toEqual(['Rule 1']);
  });

  test('all true rules fire, in list order', () => {
    const one = story({}, { minPages: 2 }, { activation: 'everyTime' });
    expect(firings(one.views(0, '/'))).toEqual(['Rule 1', 'Rule 3']);
    expect(firings(one.views(second, '/'))).toEqual(['Rule 2', 'Rule 3']);
  });

  test('a rule sees what those before it have done', () => {
    const isProspect = { all: [{ variable: 'visitor.isProspect', operator: 'isTrue' }] };
    const one = story({ conditions: isProspect }, {}, { conditions: isProspect });
    expect(firings(one.views(0, '/'))).toEqual(['Rule 2', 'Rule 3']);
    expect(firings(one.views(second, '/'))).toEqual(['Rule 1']);
  });
});

describe('S-044 to S-055 what a firing does', () => {
  const types = (effects: readonly Effect[]) => effects.map(({ type }) => type);

  test('S-044 to S-047 invite, pop-up, mail, SMS and webhook, each once', () => {
    const one = story({ actions: { invite: 'Need help?', popup: true, email: true, sms: true } });
    const effects = one.views(0, '/').slice(2);
    expect(types(effects)).toEqual([
      'prospect.fired',
      'popup.sent',
      'email.queued',
      'email.queued',
      'sms.queued',
      'webhook.queued',
      'invite.sent',
    ]);
    expect(effects.flatMap((effect) => ('to' in effect ? [effect.to] : []))).toEqual([
      'sales@shop.example',
      'boss@shop.example',
      '+441632960001',
    ]);
    expect(effects.at(-1)).toMatchObject({ source: 'prospectRule', inviteName: 'Need help?' });
  });

  test('S-044 no invite while nobody is Online; the firing stands', () => {
    const one = story({ actions: { invite: 'Need help?' } });
    one.staff = nobody;
    expect(one.views(0, '/').at(-1)).toMatchObject({ type: 'invite.suppressed', reason: 'nobodyOnline' });
    expect(firings(one.effects)).toEqual(['Rule 1']);
  });

  test('S-048 S-049 flag as customer: new once, a repeat once per later visit', () => {
    const one = story({ activation: 'everyTime', actions: { flagAsCustomer: true } });
    const flagged = (effects: readonly Effect[]) =>
      effects.flatMap((effect) => (effect.type === 'customer.flagged' ? [effect.isNew] : []));
    expect(flagged(one.views(0, '/', { source: google }))).toEqual([true]);
    expect(flagged(one.views(second, '/b'))).toEqual([]);
    expect(one.open).toMatchObject({ customer: 'new', visitor: { isCustomer: true, isProspect: true } });
    one.happens(minute, 'page.left', { tab: 'a' });
    expect(flagged(one.views(2 * hour, '/', returning({ isCustomer: true, isProspect: true })))).toEqual([false]);
    expect(one.open.customer).toBe('repeat');
    expect(flagged(one.views(2 * hour + second, '/b'))).toEqual([]);
  });

  test('a new prospect is one of this visit; later visits show an existing one', () => {
    const one = story({ activation: 'oncePerVisit' });
    one.views(0, '/');
    expect(one.open.isNewProspect).toBe(true);
    one.happens(minute, 'page.left', { tab: 'a' });
    one.views(2 * hour, '/', returning({ isProspect: true, prospectTypes: { other: 'Other' } }));
    expect(one.open.isNewProspect).toBe(false);
    const [first, second_] = one.effects.flatMap((effect) =>
      effect.type === 'prospect.fired' ? [effect.isFirst] : [],
    );
    expect(first).toEqual({ ofVisitor: true, typeOfVisitor: true, ofVisit: true, typeOfVisit: true });
    expect(second_).toEqual({ ofVisitor: false, typeOfVisitor: true, ofVisit: true, typeOfVisit: true });
  });

  test('B-305 shadow: recorded as often as it would have fired, and nothing else happens', () => {
    const actions = { invite: 'Need help?', popup: true, email: true, sms: true, flagAsCustomer: true };
    for (const [activation, expected] of [
      ['oncePerVisitor', 1],
      ['oncePerVisit', 1],
      ['everyTime', 3],
    ] as const) {
      const one = story({ shadow: true, activation, actions });
      for (const n of [0, 1, 2]) one.views(n * second, `/${n}`);
      expect(one.types.filter((type) => type === 'shadow.matched')).toHaveLength(expected);
      expect(new Set(one.types)).toEqual(new Set(['visit.opened', 'page.recorded', 'page.timed', 'shadow.matched']));
      expect(one.open.visitor).toMatchObject({ isProspect: false, isCustomer: false, prospectTypes: {} });
    }
  });

  test('B-305 promoted from shadow, the rule fires for those it would have', () => {
    const trial = prospectRule({ name: 'Trial', shadow: true });
    const one = new Story(rules({ prospectRules: [trial] }));
    one.views(0, '/');
    one.rules = rules({ prospectRules: [{ ...trial, shadow: false }] });
    expect(firings(one.views(second, '/b'))).toEqual(['Trial']);
  });

  test('B-301 a firing tells why', () => {
    const one = story({ startAfterVisits: 2, minPages: 1, specificPages: ['/a OR /b'] });
    one.views(0, '/b', returning({}));
    const [fired] = one.effects.flatMap((effect) => (effect.type === 'prospect.fired' ? [effect.explanation] : []));
    expect(fired).toMatchObject({
      label: 'all',
      verdict: true,
      parts: [
        { label: 'startAfterVisits 2', verdict: true, fact: '2' },
        { label: 'minPages 1', verdict: true, fact: '1' },
        { label: 'all', parts: [{ label: 'specificPages /a OR /b', verdict: true, fact: 'https://shop.example/b' }] },
      ],
    });
  });
});

describe('rules.md section 7: revenue and cost', () => {
  const report = { tab: 'a', currency: null, orderId: null, isOrderKnown: false };
  const revenue = (one: Story, after: number, fields: Record<string, unknown>): (string | number)[] =>
    one
      .happens(after, 'revenue.reported', { ...report, n: after, amount: '0', ...fields } as never)
      .flatMap((effect): (string | number)[] => {
        if (effect.type === 'revenue.booked') return [effect.amount];
        return effect.type === 'revenue.ignored' ? [effect.reason] : [];
      });

  test.each<[rule: string, reports: Record<string, unknown>[], expected: (string | number)[]]>([
    ['booked in minor units', [{ amount: '25.00', orderId: 'A1' }], [2500]],
    ['a number', [{ amount: 9.99 }], [999]],
    [
      'once per order id',
      [
        { amount: '25', orderId: 'A1' },
        { amount: '25', orderId: 'A1' },
      ],
      [2500, 'duplicateOrder'],
    ],
    [
      'two orders',
      [
        { amount: '25', orderId: 'A1' },
        { amount: '5', orderId: 'A2' },
      ],
      [2500, 500],
    ],
    ['once per page load without one', [{ amount: '25' }, { amount: '25' }], [2500, 'duplicatePageLoad']],
    ['an order that the ledger knows', [{ amount: '25', orderId: 'A1', isOrderKnown: true }], ['duplicateOrder']],
    ['a refund is negative', [{ amount: '-5.00', orderId: 'R1' }], [-500]],
    ['the currency of the site, in any case', [{ amount: '5', currency: 'gbp' }], [500]],
    ['another currency is refused', [{ amount: '5', currency: 'USD' }], ['otherCurrency']],
    ['a wrong amount is refused', [{ amount: '5,00' }], ['invalidAmount']],
    ['one with too many digits', [{ amount: '5.005' }], ['invalidAmount']],
    ['nothing', [{ amount: '0.00' }], ['invalidAmount']],
  ])('%s', (_rule, reports, expected) => {
    const one = story({ minPages: 99 });
    one.views(0, '/thank-you');
    expect(reports.flatMap((fields, place) => revenue(one, (place + 2) * second, fields))).toEqual(expected);
    const booked = expected.filter((amount) => typeof amount === 'number');
    expect(one.open.revenue).toBe(booked.reduce((sum, amount) => sum + amount, 0));
  });

  test('a further page load can report again', () => {
    const one = story({ minPages: 99 });
    one.views(0, '/thank-you');
    expect(revenue(one, second, { amount: '25' })).toEqual([2500]);
    one.views(2 * second, '/thank-you', { n: 5000 });
    expect(revenue(one, 3 * second, { amount: '25', n: 5001 })).toEqual([2500]);
  });

  test('the same report sent again changes nothing', () => {
    const one = story({ minPages: 99 });
    one.views(0, '/thank-you');
    expect(revenue(one, second, { amount: '25', n: 7 })).toEqual([2500]);
    expect(revenue(one, 2 * second, { amount: '25', n: 7 })).toEqual([]);
  });

  test('without a visit there is nothing to book it on', () => {
    const one = story({ minPages: 99 });
    expect(revenue(one, second, { amount: '25' })).toEqual(['noVisit']);
  });

  test('rules are looked at when revenue, an event, scrolling or leaving is reported', () => {
    const when = (variable: string, operator: string, value?: unknown, name?: string) => ({
      conditions: {
        all: [{ variable, operator, ...(value === undefined ? {} : { value }), ...(name ? { name } : {}) }],
      },
    });
    const one = story(
      when('visit.revenue', '>=', 25),
      when('event.count', '>=', 2, 'basket'),
      when('page.scrollDepth', '>=', 50),
      when('page.exitIntent', 'isTrue'),
      when('source.cost', '>', 0.5),
    );
    one.views(0, '/');
    const base = { tab: 'a' };
    expect(revenue(one, 1000, { amount: '25' })).toEqual([2500]);
    expect(firings(one.last.effects)).toEqual(['Rule 1']);
    one.happens(2000, 'event.happened', { ...base, n: 2000, name: 'basket' });
    expect(firings(one.last.effects)).toEqual([]);
    one.happens(3000, 'event.happened', { ...base, n: 3000, name: 'basket' });
    expect(firings(one.last.effects)).toEqual(['Rule 2']);
    one.happens(4000, 'page.scrolled', { ...base, depth: 40 });
    expect(firings(one.last.effects)).toEqual([]);
    one.happens(5000, 'page.scrolled', { ...base, depth: 50 });
    expect(firings(one.last.effects)).toEqual(['Rule 3']);
    one.happens(6000, 'exit.intended', base);
    expect(firings(one.last.effects)).toEqual(['Rule 4']);
    one.happens(7000, 'cost.reported', { ...base, n: 7000, amount: '0.51' });
    expect(firings(one.last.effects)).toEqual(['Rule 5']);
  });

  test('what is scrolled on one page is not known of the next', () => {
    const one = story({ minPages: 99 });
    one.views(0, '/', { source: direct });
    one.happens(second, 'page.scrolled', { tab: 'a', depth: 80 });
    one.views(2 * second, '/b', { n: 9 });
    expect(one.open.page.scrollDepth).toBeUndefined();
  });
});
