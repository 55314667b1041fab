import { assertNever } from '@foyer/protocol/assert-never';
import type { Condition } from '@foyer/protocol/condition';
import { compileTextTest, type PositiveTextOperator } from './judge-text.ts';
import type { Moment } from './moment.ts';
import { normaliseAddress } from './normalise-address.ts';
import { checkPagePattern, compilePagePattern, pageOf, readPageAddress } from './page-pattern.ts';
import { anyOf } from './three-valued.ts';
import type { PageVariable } from './variable-kind.ts';
import { maxEarlierPages, type Verdict, type Visit, type VisitorFacts } from './visit.ts';

/** Page addresses that a visit keeps, the newest ones, each once. */
export const maxPagesKept = 200;

/** The pages a variable stands for, and whether there were more that are no longer known by address. */
export interface PagesFact {
  readonly urls: readonly string[];
  readonly hasForgotten: boolean;
}

/** Addresses of all pages the visitor has viewed, this visit included, as far as they are kept. */
export function listPagesEver({ pages, visitor }: Visit): readonly string[] {
  return visitor.earlierPageUrls.length === 0 ? pages : [...visitor.earlierPageUrls, ...pages];
}

function forgetsEarlierPages({ earlierPages, earlierPageUrls }: VisitorFacts): boolean {
  return earlierPageUrls.length >= maxEarlierPages || (earlierPages > 0 && earlierPageUrls.length === 0);
}

/** What a page variable holds. */
export function findPagesFact(variable: PageVariable, { visit }: Moment): PagesFact {
  const hasForgotten = visit.pages.length >= maxPagesKept && visit.pageCount > visit.pages.length;
  switch (variable) {
    case 'page.current':
      return { urls: [visit.page.url], hasForgotten: false };
    case 'page.entry':
      return { urls: [visit.entryPage], hasForgotten: false };
    case 'page.anyThisVisit':
      return { urls: visit.pages, hasForgotten };
    case 'page.anyEver':
      return {
        urls: listPagesEver(visit),
        hasForgotten: hasForgotten || forgetsEarlierPages(visit.visitor),
      };
    default:
      return assertNever(variable);
  }
}

/** Compiles the test that some page meets the operator; unknown when none of those known does and there were others. */
export function compilePagesTest(
  condition: Condition,
  operator: PositiveTextOperator,
  keepsFragments: boolean,
): (fact: PagesFact) => Verdict {
  const test = compilePageTest(condition, operator, keepsFragments);
  return ({ urls, hasForgotten }) => anyOf([...urls.map(test), hasForgotten ? ('unknown' as const) : false]);
}

function compilePageTest(
  condition: Condition,
  operator: PositiveTextOperator,
  keepsFragments: boolean,
): (url: string) => Verdict {
  if (operator === 'matches') {
    const source = String(condition.value ?? '');
    if (checkPagePattern(source) !== null) return () => 'unknown';
    const pattern = compilePagePattern(source, keepsFragments);
    return (url) => pattern.matches(readPageAddress(url));
  }
  const isExpression = operator === 'matchesExpression';
  const test = compileTextTest(
    isExpression ? condition : { ...condition, value: normaliseValue(condition.value) },
    operator,
  );
  // An address may be written whole, or from its path on, with the leading slash or without.
  return (url) => {
    const page = pageOf(readPageAddress(url), keepsFragments);
    return anyOf([test(page.url), test(`/${page.pathAndQuery}`), test(page.pathAndQuery)]);
  };
}

function normaliseValue(value: Condition['value']): string | string[] {
  return Array.isArray(value)
    ? value.map((one) => normaliseAddress(String(one)))
    : normaliseAddress(String(value ?? ''));
}
