import type { Condition } from '@foyer/protocol/condition';
import { compilePagesTest, maxPagesKept } from '@foyer/rules/judge-page';
import { type PositiveTextOperator, positiveTextOperator } from '@foyer/rules/judge-text';
import { normaliseAddress } from '@foyer/rules/normalise-address';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { parsePagePattern } from '@foyer/rules/page-pattern';
import type { PageVariable } from '@foyer/rules/variable-kind';
import { maxEarlierPages } from '@foyer/rules/visit';
import { type SqlBool, sql } from 'kysely';
import { alwaysTrue, alwaysUnknown, type Claim, opposite, type Truth, yes } from './filter-truth.ts';
import {
  among,
  contains,
  type FilterContext,
  inRange,
  isAscii,
  listDistinct,
  lowered,
  ofVisit,
  type Subject,
} from './filter-values.ts';

/** Visits of a visitor whose pages are known later, as `listPagesBefore` reads them. */
const visitsRemembered = 100;
const ascii = /^[\0-\x7f]*$/;
const ofThisVisit = sql`view.site_id = visit.site_id and view.visit_id = visit.id`;

/** A column of the newest page of a visit. */
export const newestPage = (column: 'url' | 'title' | 'visible_ms'): Subject =>
  sql`select ${sql.ref(`view.${column}`)} as value from page_view as view where ${ofThisVisit} order by view.id desc limit 1`;

/** Rows of all page views of the range's visits. */
export const pageViewsOf = (context: FilterContext): Subject =>
  sql`page_view as view where view.site_id = ${context.site.id} and ${inRange(sql.ref('view.visit_id'), context)}`;

/** Where some page that a variable stands for meets a condition. */
export async function truthOfPages(
  context: FilterContext,
  condition: Condition & { variable: PageVariable },
): Promise<Truth> {
  const operator = condition.operator as OperatorOf<'text'>;
  // A visit has a page.
  if (operator === 'isSet') return alwaysTrue;
  if (operator === 'isNotSet') return opposite(alwaysTrue);
  const { keepsFragments } = context.site;
  const positive = positiveTextOperator(operator);
  const test = compilePagesTest(condition, positive.operator, keepsFragments);
  const judge = (url: string) => test({ urls: [url], hasForgotten: false });
  if (judge('/') === 'unknown') return alwaysUnknown;
  const mayHold = candidates(context, condition, positive.operator);
  const accepted = (await listUrls(context, condition.variable, mayHold)).filter((url) => judge(url) === true);
  const truth = truthAmongUrls(condition.variable, (url) => among(url, accepted, context.dialect));
  return positive.negated ? opposite(truth) : truth;
}

function listUrls(context: FilterContext, variable: PageVariable, mayHold: (url: Subject) => Claim): Promise<string[]> {
  const viewed = sql.ref('view.url');
  const entry = ofVisit('entry_page');
  const site = context.site.id;
  switch (variable) {
    case 'page.entry':
      return listDistinct(
        context,
        entry,
        sql`visit where visit.site_id = ${site} and ${inRange(ofVisit('id'), context)} and ${mayHold(entry)}`,
        variable,
      );
    case 'page.anyEver': {
      // What was viewed before the range counts, too.
      const untilRange = { ...context, range: { ...context.range, from: null } };
      return listDistinct(context, viewed, sql`${pageViewsOf(untilRange)} and ${mayHold(viewed)}`, variable);
    }
    case 'page.current':
    case 'page.anyThisVisit':
      return listDistinct(context, viewed, sql`${pageViewsOf(context)} and ${mayHold(viewed)}`, variable);
  }
}

function truthAmongUrls(variable: PageVariable, isAccepted: (url: Subject) => Claim): Truth {
  switch (variable) {
    case 'page.entry': {
      const holds = isAccepted(ofVisit('entry_page'));
      return { isTrue: holds, isFalse: sql<SqlBool>`not (${holds})` };
    }
    case 'page.current': {
      const holds = isAccepted(sql`(${newestPage('url')})`);
      return { isTrue: holds, isFalse: sql<SqlBool>`not (${holds})` };
    }
    case 'page.anyThisVisit': {
      const holds = viewedInVisit(isAccepted);
      return { isTrue: holds, isFalse: sql<SqlBool>`(not ${holds} and not ${forgets})` };
    }
    case 'page.anyEver': {
      const holds = sql<SqlBool>`(${viewedInVisit(isAccepted)} or visit.visit_number > 1 and exists (select 1 from (${earlierUrls}) as earlier where ${isAccepted(sql.ref('earlier.url'))}))`;
      return { isTrue: holds, isFalse: sql<SqlBool>`(not ${holds} and not ${forgets} and not ${forgetsEarlier})` };
    }
  }
}

/** The pages of a visit that are kept of it, each once, where it has viewed more than that. */
const keptUrls = sql`select view.url from page_view as view where ${ofThisVisit} group by view.url order by max(view.id) desc limit ${sql.lit(maxPagesKept)}`;
const viewedInVisit = (isAccepted: (url: Subject) => Claim): Claim =>
  sql<SqlBool>`case when visit.page_count <= ${sql.lit(maxPagesKept)} then exists (select 1 from page_view as view where ${ofThisVisit} and ${isAccepted(sql.ref('view.url'))}) else exists (select 1 from (${keptUrls}) as kept where ${isAccepted(sql.ref('kept.url'))}) end`;
/** Whether the visit has viewed pages that are not known by address any more. */
const forgets: Claim = sql<SqlBool>`(visit.page_count > ${sql.lit(maxPagesKept)} and (select count(*) from (${keptUrls}) as kept) >= ${sql.lit(maxPagesKept)})`;

const earlierVisits = sql`select earlier.id from visit as earlier where earlier.site_id = visit.site_id and earlier.visitor_id = visit.visitor_id and earlier.id < visit.id order by earlier.id desc limit ${sql.lit(visitsRemembered)}`;
const earlierUrls = sql`select view.url from page_view as view where view.site_id = visit.site_id and view.visit_id in (${earlierVisits}) group by view.url order by max(view.id) desc limit ${sql.lit(maxEarlierPages)}`;
const forgetsEarlier: Claim = sql<SqlBool>`(visit.visit_number > 1 and case (select count(*) from (${earlierUrls}) as earlier) when ${sql.lit(maxEarlierPages)} then true when 0 then exists (select 1 from visit as earlier where earlier.site_id = visit.site_id and earlier.visitor_id = visit.visitor_id and earlier.visit_number <= visit.visit_number and earlier.id <> visit.id and earlier.page_count > 0) else false end)`;

/**
 * A claim that is true at least of all addresses which meet a condition: spares reading and judging the others. Plain
 * addresses, without percent-encoding, contain what any of their forms contains.
 */
function candidates(
  { dialect, site }: FilterContext,
  condition: Condition,
  operator: PositiveTextOperator,
): (url: Subject) => Claim {
  const pieces = neededPieces(condition, operator, site.keepsFragments);
  if (pieces === null) return () => yes;
  return (url) => {
    const held = pieces.map((piece) =>
      ascii.test(piece) ? contains(lowered(url, dialect), piece, dialect) : sql<SqlBool>`false`,
    );
    return sql<SqlBool>`(${sql.join(held, sql.raw(' or '))} or not (${isPlain(url, dialect)}))`;
  };
}

/** Pieces of which an address must contain one, in the spelling in which addresses are compared; null: none is known. */
function neededPieces({ value }: Condition, operator: PositiveTextOperator, keepsFragments: boolean): string[] | null {
  if (operator === 'matchesExpression') return null;
  if (operator !== 'matches')
    return (Array.isArray(value) ? value : [value]).map((one) => normaliseAddress(String(one)));
  const pattern = parsePagePattern(String(value), keepsFragments);
  if (pattern === null || pattern.kind === 'expression') return null;
  const [longest = ''] = pattern.text.split('*').sort((one, other) => other.length - one.length);
  return [longest];
}

/** ASCII without percent-encoding, with scheme, host and the slash after it. */
function isPlain(url: Subject, dialect: FilterContext['dialect']): Claim {
  const afterScheme = sql`substr(${url}, 9)`;
  const position = (piece: string) =>
    dialect === 'sqlite' ? sql`instr(${afterScheme}, ${piece})` : sql`strpos(${afterScheme}, ${piece})`;
  const slash = position('/');
  const query = position('?');
  return sql<SqlBool>`${isAscii(url)} and ${url} not like ${'%\\%%'} escape ${'\\'} and ${url} like ${'http%://%'} and ${slash} > 0 and (${query} = 0 or ${slash} < ${query})`;
}
