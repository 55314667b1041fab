import { assertNever } from '@foyer/protocol/assert-never';
import { type Condition, type Expression, type Term, termsOf } from '@foyer/protocol/condition';
import { findQueryParameter } from '@foyer/rules/find-query-parameter';
import { unitMs } from '@foyer/rules/judge-duration';
import { compileTextTest, positiveTextOperator } from '@foyer/rules/judge-text';
import { currencyDigits } from '@foyer/rules/money';
import type { OperatorOf } from '@foyer/rules/operator-kind';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { truthOfAddress } from './filter-addresses.ts';
import { readCost, truthOfAlert, truthOfPaid } from './filter-alerts.ts';
import { daysFrom, localHour, truthOfDate, truthOfWeekday } from './filter-clock.ts';
import { fraction, truthOfDuration, truthOfFew, truthOfNumber } from './filter-numbers.ts';
import { newestPage, pageViewsOf, truthOfPages } from './filter-pages.ts';
import { customVariable, foundText, truthOfText, visitorText, visitText } from './filter-texts.ts';
import { alwaysTrue, alwaysUnknown, type Claim, known, opposite, type Truth, truthOfGroup } from './filter-truth.ts';
import { among, type FilterContext, listDistinct, ofVisit, type Subject } from './filter-values.ts';
import {
  chatsBefore,
  firstVisitAt,
  invitesDeclined,
  isChatOpen,
  isCustomer,
  isProspect,
  lastRating,
  lastVisitAt,
  lastWrapUp,
  sumSoFar,
  timesHappened,
  truthOfProspectTypes,
  truthOfTags,
  wasInvited,
  wrapUpLabels,
} from './filter-visitors.ts';
import { refuseFilter } from './read-filter.ts';

/**
 * A filter as SQL over the table `visit` (under its own name): true of exactly those visits in the range of which the
 * engine's verdict is true, as they stood at their end. The range itself is not part of it. Throws `invalid_request` for a
 * variable that is not kept of past visits, and where too many different values would have to be judged.
 */
export async function compileVisitFilter(
  context: FilterContext,
  expression: Expression | null,
): Promise<RawBuilder<SqlBool>> {
  if (expression === null) return alwaysTrue.isTrue;
  return (await truthOfExpression(expression, (condition) => truthOfVisit(context, condition))).isTrue;
}

/** The truth of an expression whose conditions are compiled by `leaf`. */
export async function truthOfExpression(term: Term, leaf: (condition: Condition) => Promise<Truth>): Promise<Truth> {
  if ('variable' in term) return leaf(term);
  const kind = 'all' in term ? 'all' : 'any' in term ? 'any' : 'none';
  const parts: Truth[] = [];
  // One after the other: each may read from the database.
  for (const inner of termsOf(term)) parts.push(await truthOfExpression(inner, leaf));
  return truthOfGroup(kind, parts);
}

/** Where a stored visit meets one condition, and where it does not; elsewhere that is unknown. */
export async function truthOfVisit(context: FilterContext, condition: Condition): Promise<Truth> {
  const { variable, name = '' } = condition;
  const { site } = context;
  const text = (column: keyof Database['visit']) => ofColumn(context, condition, ofVisit(column));
  const ofVisitor = (known: Subject) => truthOfText(context, condition, visitorText(context, variable, known));
  const money = (minor: Subject) => fraction(minor, 10 ** currencyDigits(site.currency));
  const number = (subject: Subject, mayBeMissing = false) => truthOfNumber(condition, subject, { mayBeMissing });
  const yesNo = (truth: Truth) => (condition.operator === 'isTrue' ? truth : opposite(truth));
  switch (variable) {
    case 'page.current':
    case 'page.anyThisVisit':
    case 'page.anyEver':
    case 'page.entry':
      return truthOfPages(context, { ...condition, variable });
    case 'page.title':
      return truthOfText(
        context,
        condition,
        foundText(context, variable, newestPage('title'), {
          text: sql.ref('view.title'),
          from: pageViewsOf(context),
        }),
      );
    case 'page.query':
      return truthOfQuery(context, condition, name);
    case 'page.seconds':
      return truthOfDuration(condition, sql`(${newestPage('visible_ms')})`, unitMs(variable));
    case 'visit.pages':
      return number(ofVisit('page_count'));
    case 'visit.minutes':
      return truthOfDuration(condition, ofVisit('visible_ms'), unitMs(variable));
    case 'visit.revenue':
      return number(money(ofVisit('revenue')));
    case 'visit.invited':
      return yesNo(known(wasInvited));
    case 'visitor.pages':
      return number(sumSoFar('page_count'));
    case 'visitor.minutes':
      return truthOfDuration(condition, sumSoFar('visible_ms'), unitMs(variable));
    case 'visitor.lifetimeRevenue':
      return number(money(sumSoFar('revenue')));
    case 'visitor.visitNumber':
      return number(ofVisit('visit_number'));
    case 'visitor.isNew':
      return yesNo(known(sql<SqlBool>`visit.visit_number = 1`));
    case 'visitor.isProspect':
      return yesNo(known(isProspect));
    case 'visitor.prospectTypes':
      return truthOfProspectTypes(context, condition);
    case 'visitor.isCustomer':
      return yesNo(known(isCustomer));
    case 'visitor.daysSinceFirstVisit':
      return number(daysFrom(firstVisitAt, site.timeZone));
    case 'visitor.daysSinceLastVisit':
      return number(daysFrom(lastVisitAt, site.timeZone), true);
    case 'visitor.name':
    case 'visitor.company':
    case 'visitor.email':
    case 'visitor.phone':
      return ofVisitor(sql.ref(`known.${variable.slice('visitor.'.length)}`));
    case 'visitor.variable':
      return ofVisitor(customVariable(context, name));
    case 'source.firstReferrer':
      return ofVisitor(sql.ref('known.first_referrer'));
    case 'visitor.chats':
      return number(chatsBefore);
    case 'visitor.lastWrapUp':
      return truthOfText(context, condition, foundText(context, variable, lastWrapUp(context), wrapUpLabels(context)));
    case 'visitor.tags':
      return truthOfTags(context, condition);
    case 'visitor.lastRating':
      return number(lastRating(context), true);
    case 'visitor.invitesDeclined':
      return number(invitesDeclined);
    case 'source.referrer':
      return text('referrer');
    case 'source.referrerHost':
      return text('referrer_host');
    case 'source.referringSite':
      return text('referring_site');
    case 'source.isSearch':
      return yesNo(known(sql<SqlBool>`visit.is_search = 1`));
    case 'source.keywords':
      return ofColumn(context, condition, sql`coalesce(visit.search_phrase, visit.utm_term)`);
    case 'source.utmSource':
      return text('utm_source');
    case 'source.utmMedium':
      return text('utm_medium');
    case 'source.utmCampaign':
      return text('utm_campaign');
    case 'source.utmTerm':
      return text('utm_term');
    case 'source.utmContent':
      return text('utm_content');
    case 'source.alert':
      return truthOfAlert(context, condition);
    case 'source.paid':
      return yesNo(await truthOfPaid(context));
    case 'source.cost':
      return number(money(await readCost(context)), true);
    case 'place.country':
      return text('country');
    case 'place.region':
      return text('region');
    case 'place.city':
      return text('city');
    case 'place.organisation':
      return text('organisation');
    case 'place.hostName':
      return text('host_name');
    case 'place.ownOrganisation':
      return yesNo({
        isTrue: sql<SqlBool>`visit.own_organisation = 1`,
        isFalse: sql<SqlBool>`visit.own_organisation <> 1`,
      });
    case 'place.address':
      return truthOfAddress(context, condition);
    case 'tech.language':
      return text('language');
    case 'tech.timeZone':
      return text('time_zone');
    case 'tech.browser':
      return text('browser');
    case 'tech.os':
      return text('os');
    case 'tech.device':
      return text('device');
    case 'tech.screenWidth':
      return number(ofVisit('screen_width'), true);
    case 'event.happened':
      return yesNo(known(sql<SqlBool>`${timesHappened(name)} > 0`));
    case 'event.count':
      return number(timesHappened(name));
    case 'chat.open':
      return yesNo(known(isChatOpen('active')));
    case 'chat.pending':
      return yesNo(known(isChatOpen('pending')));
    case 'time.hour':
      return truthOfFew(condition, localHour(site.timeZone), hours);
    case 'time.weekday':
      return truthOfWeekday(condition, site.timeZone);
    case 'time.date':
      return truthOfDate(condition, site.timeZone);
    case 'page.scrollDepth':
    case 'page.exitIntent':
    case 'chat.department':
    case 'chat.skill':
    case 'survey.answer':
    case 'staff.online':
    case 'staff.withRoom':
    case 'staff.queueLength':
    case 'time.insideOpeningHours':
      throw refuseFilter(`uses ${variable}, which is not kept of past visits`);
    default:
      return assertNever(variable);
  }
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** A text that stands on the visit. */
function ofColumn(context: FilterContext, condition: Condition, text: Subject): Promise<Truth> {
  return truthOfText(context, condition, visitText(context, condition.variable, text));
}

/** Where a parameter of the newest page's address meets a condition. */
async function truthOfQuery(context: FilterContext, condition: Condition, name: string): Promise<Truth> {
  const urls = await listDistinct(
    context,
    sql.ref('view.url'),
    sql`${pageViewsOf(context)} and view.url like ${'%?%'}`,
    condition.variable,
  );
  const operator = condition.operator as OperatorOf<'text'>;
  const values = new Map(
    urls.flatMap((url): [string, string][] => {
      const value = findQueryParameter(url, name);
      return value ? [[url, value]] : [];
    }),
  );
  const current = sql`(${newestPage('url')})`;
  const where = (accept: (value: string) => boolean): Claim =>
    among(
      current,
      [...values].filter(([, value]) => accept(value)).map(([url]) => url),
      context.dialect,
    );
  if (operator === 'isSet') return known(where(() => true));
  if (operator === 'isNotSet') return opposite(known(where(() => true)));
  const positive = positiveTextOperator(operator);
  const test = compileTextTest(condition, positive.operator);
  if (test('') === 'unknown') return alwaysUnknown;
  const truth = { isTrue: where((value) => test(value) === true), isFalse: where((value) => test(value) === false) };
  return positive.negated ? opposite(truth) : truth;
}
