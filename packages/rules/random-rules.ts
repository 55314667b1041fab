import { variables } from '@foyer/protocol/condition';
import fc from 'fast-check';
import type { Moment } from './moment.ts';
import { minute, prospectRule, site, staff, start, tab, visit } from './test-fixtures.ts';

/** Random rules, and visits that some of them are true of, for tests. */

const texts = ['GB', 'FR', 'red shoes', 'Google', 'pro', 'newsletter', 'desktop', '/a', 'sales', ''];
const text = fc.constantFrom(...texts);
export const pattern = fc.constantFrom(
  '*',
  'a',
  '/b*',
  '*.htm',
  'products/*',
  '*source=adwords',
  'https://shop.example/a',
  'c/*.*',
);
export const path = fc.constantFrom('/a', '/b', '/b.htm', '/products/lamp', '/?source=adwords', '/c/d', '/');

const condition = fc.constantFrom(...Object.keys(variables)).chain((variable): fc.Arbitrary<unknown> => {
  const { type, named } = variables[variable as keyof typeof variables] as { type: string; named?: true };
  const name = named ? { name: 'plan' } : {};
  switch (type) {
    case 'text':
      return fc
        .oneof(
          fc.record({
            operator: fc.constantFrom('equals', 'notEquals', 'contains', 'startsWith', 'endsWith'),
            value: text,
          }),
          fc.record({ operator: fc.constant('isOneOf'), value: fc.array(text, { minLength: 1, maxLength: 3 }) }),
          fc.record({ operator: fc.constant('matches'), value: pattern }),
          fc.record({ operator: fc.constantFrom('isSet', 'isNotSet') }),
        )
        .map((rest) => ({ variable, ...name, ...rest }));
    case 'number':
      return fc
        .record({ operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), value: fc.integer({ min: 0, max: 5 }) })
        .map((rest) => ({ variable, ...name, ...rest }));
    case 'yesNo':
      return fc.constantFrom('isTrue', 'isFalse').map((operator) => ({ variable, ...name, operator }));
    case 'date':
      return fc.constant({
        variable,
        operator: 'isOneOf',
        value: [variable === 'time.date' ? '2026-03-01' : 'sunday'],
      });
    case 'list':
      return fc.constant({ variable, operator: 'includes', value: 'Serious' });
    default:
      return fc.constant({ variable, operator: 'matches', value: '203.0.*' });
  }
});
export const { expression } = fc.letrec<{ expression: unknown; term: unknown }>((tie) => ({
  expression: fc
    .record({ kind: fc.constantFrom('all', 'any', 'none'), terms: fc.array(tie('term'), { maxLength: 3 }) })
    .map(({ kind, terms }) => ({ [kind]: terms })),
  term: fc.oneof({ maxDepth: 2, depthIdentifier: 'terms' }, condition, tie('expression')),
}));

export const rule = fc
  .record({
    startAfterVisits: fc.integer({ min: 1, max: 3 }),
    minPages: fc.option(fc.integer({ min: 0, max: 4 })),
    minMinutes: fc.option(fc.integer({ min: 0, max: 4 })),
    specificPages: fc.array(
      fc.array(pattern, { minLength: 1, maxLength: 2 }).map((alternatives) => alternatives.join(' OR ')),
      { maxLength: 2 },
    ),
    conditions: fc.option(expression),
  })
  .map((fields) => prospectRule({ name: 'Rule', ...fields }));

export const moment: fc.Arbitrary<Moment> = fc
  .record({
    paths: fc.array(path, { minLength: 1, maxLength: 3 }),
    earlier: fc.array(path, { maxLength: 2 }),
    visitNumber: fc.integer({ min: 1, max: 3 }),
    country: fc.constantFrom('GB', 'FR', null),
    plan: fc.option(text),
    events: fc.integer({ min: 0, max: 3 }),
    isProspect: fc.boolean(),
    after: fc.integer({ min: 0, max: 5 * minute }),
    revenue: fc.integer({ min: 0, max: 500 }),
  })
  .map(({ paths, earlier, visitNumber, country, plan, events, isProspect, after, revenue }) => {
    const urls = paths.map((one) => `https://shop.example${one}`);
    const url = urls.at(-1) ?? '';
    return {
      visit: {
        ...visit,
        visitNumber,
        page: { ...visit.page, url },
        tabs: { a: { ...tab, url } },
        pages: [...new Set(urls)],
        pageCount: urls.length,
        place: { ...visit.place, country },
        revenue,
        events: events === 0 ? {} : { plan: events },
        visitor: {
          ...visit.visitor,
          isProspect,
          lastVisitAt: visitNumber === 1 ? null : start - 3 * 86_400_000,
          prospectTypes: isProspect ? { x: 'Serious' } : {},
          variables: plan === null ? {} : { plan },
          earlierPages: earlier.length,
          earlierPageUrls: earlier.map((one) => `https://shop.example${one}`),
        },
      },
      at: start + after,
      staff,
      site,
    };
  });
