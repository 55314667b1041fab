import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waysTo } from './access.ts';
import { findEngines } from './alert-criteria.ts';
import { compileAlert, explainAlert } from './alerts.ts';
import { compileProspectRule, judgeProspectRule } from './prospects.ts';
import { expression, moment, pattern, rule } from './random-rules.ts';
import { alert, minute, rules, site, staff, start, visit } from './test-fixtures.ts';

describe('an index never loses a rule that is true', () => {
  test('prospect rules: every true rule is among the candidates, in list order', () => {
    let trueRules = 0;
    let passedOver = 0;
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 12 }), moment, (prospectRules, now) => {
        const candidates = rules({ prospectRules })
          .prospects.candidates(now)
          .map((one) => one.rule);
        expect(candidates).toEqual(prospectRules.filter((one) => candidates.includes(one)));
        for (const one of prospectRules) {
          const verdict = judgeProspectRule(compileProspectRule(one, site), now);
          if (verdict === true) expect(candidates).toContain(one);
          if (verdict === true) trueRules++;
          if (!candidates.includes(one)) passedOver++;
        }
      }),
      { numRuns: 2000 },
    );
    // Else the test would say nothing.
    expect(trueRules).toBeGreaterThan(500);
    expect(passedOver).toBeGreaterThan(500);
  });

  test('alerts: every alert that matches is among the candidates', () => {
    const engines = fc.constantFrom<'anywhere' | string[]>('anywhere', ['Google'], ['Bing', 'Google'], ['Bing']);
    const one = fc
      .record({
        searchEngines: engines,
        entryPages: fc.array(pattern, { maxLength: 2 }),
        keywords: fc.array(fc.constantFrom('red shoes', 'shoes', 'sho*s GOOGLE', 'x y', '*'), { maxLength: 2 }),
        addresses: fc.array(
          fc.constantFrom(
            '203.0.113.7',
            '203.0.*',
            '203.0.112.0/22',
            '198.51.100.0/24',
            '2001:db8::/32',
            'gw.*',
            '*.x',
          ),
          { maxLength: 2 },
        ),
        conditions: fc.option(expression),
      })
      .map((fields) => alert({ name: 'Alert', ...fields }));
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), moment, (alerts, now) => {
        const candidates = rules({ alerts })
          .alerts.candidates(now)
          .map((each) => each.alert);
        for (const each of alerts) {
          const compiled = compileAlert(each, site, findEngines(site.referringSites));
          if (explainAlert(now.visit, compiled, now, site).verdict === true) expect(candidates).toContain(each);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('time: before the next instant that is named, no rule becomes a candidate', () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 8 }), moment, (prospectRules, now) => {
        const { prospects } = rules({ prospectRules });
        const next = prospects.nextAt(now) ?? now.at + 60 * minute;
        const before = prospects.candidates(now);
        expect(next).toBeGreaterThan(now.at);
        for (const later of [next - 1, Math.floor((now.at + next) / 2)])
          for (const candidate of prospects.candidates({ ...now, at: later })) expect(before).toContain(candidate);
      }),
      { numRuns: 500 },
    );
  });
});

test.each<[what: string, expression: unknown, ways: object | null]>([
  ['an equal text', { all: [{ variable: 'place.country', operator: 'equals', value: 'GB' }] }, { by: 'value' }],
  [
    'each of several',
    {
      all: [
        { variable: 'visit.pages', operator: '>=', value: 3 },
        { variable: 'source.utmSource', operator: 'isOneOf', value: ['a', 'b'] },
      ],
    },
    { eachOf: [{ by: 'atLeast' }, { by: 'value' }] },
  ],
  [
    'each alternative',
    {
      any: [
        { variable: 'visit.pages', operator: '>=', value: 3 },
        { variable: 'page.current', operator: 'matches', value: 'x/*' },
      ],
    },
    { someOf: [{ by: 'atLeast' }, { by: 'page' }] },
  ],
  ['one alternative without a way', { any: [{ variable: 'page.title', operator: 'notContains', value: 'x' }] }, null],
  ['a part of a text', { all: [{ variable: 'page.title', operator: 'contains', value: 'x' }] }, { by: 'text' }],
  ['none of them', { none: [{ variable: 'place.country', operator: 'equals', value: 'GB' }] }, null],
  ['what rules themselves change', { all: [{ variable: 'visitor.isProspect', operator: 'isTrue' }] }, null],
  ['a host name', { all: [{ variable: 'place.hostName', operator: 'equals', value: 'x' }] }, { texts: 'hostName' }],
  ['every page', { all: [{ variable: 'page.current', operator: 'matches', value: '*' }] }, null],
])('ways to an expression: %s', (_what, tried, ways) => {
  if (ways === null) expect(waysTo(tried as never)).toBeNull();
  else expect(waysTo(tried as never)).toMatchObject(ways);
});

test('an alert that waits for the host name is found before that is there', () => {
  const { alerts } = rules({ alerts: [alert({ name: 'Acme', addresses: ['*.acme.example'] })] });
  const found = (hostName: string | null | undefined) =>
    alerts.candidates({ visit: { ...visit, place: { ...visit.place, hostName } }, at: start, staff, site }).length;
  expect([found(undefined), found(null), found('gw.acme.example'), found('gw.other.example')]).toEqual([1, 0, 1, 0]);
});

test('of several things that a rule asks for, the one that fewest rules share finds it', () => {
  const inBritain = { variable: 'place.country', operator: 'equals', value: 'GB' };
  const alerts = ['a', 'b', 'c'].map((page) =>
    alert({ name: page, searchEngines: ['Google'], entryPages: [`${page}/*`], conditions: { all: [inBritain] } }),
  );
  const now = { visit: { ...visit, entryPage: 'https://shop.example/b/1.htm' }, at: start, staff, site };
  const candidates = rules({ alerts }).alerts.candidates(now);
  expect(candidates.map((one) => one.alert.name)).toEqual(['b']);
});
