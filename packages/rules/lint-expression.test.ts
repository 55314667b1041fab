import type { Condition, Expression } from '@foyer/protocol/condition';
import { termsOf } from '@foyer/protocol/condition';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findEngines } from './alert-criteria.ts';
import { compileAlert, judgeAlerts } from './alerts.ts';
import { compileExpression } from './conditions.ts';
import { findUnreachableAlerts } from './lint-alerts.ts';
import { implies, isAlways, neverHolds } from './lint-expression.ts';
import { coversPages } from './lint-patterns.ts';
import { compilePagePattern, readPageAddress } from './page-pattern.ts';
import { expression, moment, path, pattern } from './random-rules.ts';
import { alert, site } from './test-fixtures.ts';

/** Conditions on few facts, so that many of them get in each other's way. */
const condition = fc
  .oneof(
    fc.record({
      variable: fc.constantFrom('visit.pages', 'visitor.visitNumber', 'event.count'),
      operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
      value: fc.integer({ min: 0, max: 4 }),
    }),
    fc.record({
      variable: fc.constant('visit.minutes'),
      operator: fc.constantFrom('=', '!=', '<', '>='),
      value: fc.constantFrom(0, 0.5, 1, 2),
    }),
    fc.record({
      variable: fc.constantFrom('place.country', 'visitor.variable'),
      operator: fc.constantFrom('equals', 'notEquals', 'contains', 'notContains', 'startsWith', 'endsWith'),
      value: fc.constantFrom('GB', 'FR', 'pro', 'r', 'red shoes'),
    }),
    fc.record({
      variable: fc.constantFrom('place.country', 'visitor.variable'),
      operator: fc.constantFrom('isSet', 'isNotSet'),
    }),
    fc.record({
      variable: fc.constantFrom('visitor.isNew', 'visitor.isProspect', 'event.happened'),
      operator: fc.constantFrom('isTrue', 'isFalse'),
    }),
    fc.record({
      variable: fc.constant('visitor.prospectTypes'),
      operator: fc.constantFrom('countAtLeast', 'countAtMost'),
      value: fc.integer({ min: 0, max: 2 }),
    }),
    fc.record({
      variable: fc.constant('visitor.prospectTypes'),
      operator: fc.constant('includes'),
      value: fc.constantFrom('Serious', 'x'),
    }),
    fc.record({
      variable: fc.constant('visitor.daysSinceLastVisit'),
      operator: fc.constantFrom('>=', '<'),
      value: fc.integer({ min: 0, max: 4 }),
    }),
    fc.record({
      variable: fc.constant('page.entry'),
      operator: fc.constantFrom('equals', 'notEquals'),
      value: fc.constantFrom('/a', 'b', 'https://shop.example/a'),
    }),
  )
  .map((one) => {
    const isNamed = one.variable === 'visitor.variable' || one.variable.startsWith('event.');
    return { ...one, ...(isNamed ? { name: 'plan' } : {}) } as Condition;
  });
const { entangled } = fc.letrec<{ entangled: Expression; term: Condition | Expression }>((tie) => ({
  entangled: fc
    .record({
      kind: fc.constantFrom('all', 'all', 'any', 'none'),
      terms: fc.array(tie('term'), { minLength: 1, maxLength: 4 }),
    })
    .map(({ kind, terms }) => ({ [kind]: terms }) as unknown as Expression),
  term: fc.oneof({ maxDepth: 2, depthIdentifier: 'terms' }, condition, condition, tie('entangled')),
}));
const anyExpression = fc.oneof(entangled, expression as fc.Arbitrary<Expression>);

const verdictOf = (one: Expression, now: Parameters<ReturnType<typeof compileExpression>['judge']>[0]) =>
  compileExpression(one, site).judge(now);

describe('what the linter says is so, by the engine', () => {
  test('what never holds is true of no visit, what always holds of every one', () => {
    let never = 0;
    let always = 0;
    fc.assert(
      fc.property(anyExpression, fc.array(moment, { minLength: 5, maxLength: 5 }), (one, moments) => {
        const isNever = neverHolds(one);
        const holdsAlways = isAlways(one);
        if (isNever) never++;
        if (holdsAlways && termsOf(one).length > 0) always++;
        for (const now of moments) {
          const verdict = verdictOf(one, now);
          if (isNever) expect(verdict).not.toBe(true);
          if (holdsAlways) expect(verdict).toBe(true);
        }
      }),
      { numRuns: 4000 },
    );
    expect(never).toBeGreaterThan(200);
    expect(always).toBeGreaterThan(50);
  });

  test('what implies another is true of no visit that the other is not', () => {
    let found = 0;
    fc.assert(
      fc.property(entangled, entangled, fc.array(moment, { minLength: 5, maxLength: 5 }), (one, other, moments) => {
        const both = { all: [one, other] };
        for (const [narrow, wide] of [
          [one, other],
          [both, other],
        ] as const) {
          if (!implies(narrow, wide)) continue;
          found++;
          for (const now of moments) if (verdictOf(narrow, now) === true) expect(verdictOf(wide, now)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(200);
  });

  test('a pattern that covers another matches all its pages', () => {
    let found = 0;
    fc.assert(
      fc.property(pattern, pattern, path, (outer, inner, page) => {
        if (!coversPages(outer, inner)) return;
        found++;
        const address = readPageAddress(`https://shop.example${page}`);
        if (compilePagePattern(inner).matches(address)) expect(compilePagePattern(outer).matches(address)).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(200);
  });

  test('an alert that is said to be unreachable is no visit’s alert', () => {
    const one = fc
      .record({
        enabled: fc.constantFrom(true, true, true, false),
        shadow: fc.constantFrom(false, false, true),
        searchEngines: fc.constantFrom<'anywhere' | string[]>('anywhere', 'anywhere', ['Google'], ['Bing', 'google']),
        entryPages: fc.array(pattern, { maxLength: 2 }),
        keywords: fc.array(fc.constantFrom('red shoes', 'shoes', 'red'), { maxLength: 2 }),
        addresses: fc.array(fc.constantFrom('203.0.113.7', '203.0.*', '203.0.112.0/22', 'gw.*'), { maxLength: 1 }),
        conditions: fc.option(entangled, { freq: 2 }),
      })
      .map((fields) => alert({ name: 'Alert', ...fields }));
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 2, maxLength: 6 }),
        fc.array(moment, { minLength: 4, maxLength: 4 }),
        (alerts, moments) => {
          const unreachable = new Set(findUnreachableAlerts(alerts).map(({ alertId }) => alertId));
          found += unreachable.size;
          const live = alerts.filter(({ enabled }) => enabled);
          const compiled = live.map((each) => compileAlert(each, site, findEngines(site.referringSites)));
          for (const now of moments) {
            const outcome = judgeAlerts(compiled, now, false);
            if (outcome.type === 'settled' && outcome.match !== null)
              expect(unreachable).not.toContain(outcome.match.alert.id);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(200);
  });
});
