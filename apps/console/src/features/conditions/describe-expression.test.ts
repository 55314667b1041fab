import type { Condition, Expression, Term } from '@foyer/protocol/condition';
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { explanationTexts } from '../explanations/texts.ts';
import { describeExpression } from './describe-expression.ts';

const texts = i18next.createInstance();
beforeAll(() =>
  texts.init({
    lng: 'en',
    ns: ['explanations'],
    resources: { en: { explanations: explanationTexts } },
    interpolation: { escapeValue: false },
  }),
);

const sentenceOf = (expression: Expression | null) =>
  describeExpression(expression, texts.getFixedT('en', 'explanations'), 'GBP');

const customer: Term = { variable: 'visitor.isCustomer', operator: 'isTrue' };
const pages: Term = { variable: 'visit.pages', operator: '>=', value: 3 };
const city: Term = { variable: 'place.city', operator: 'equals', value: 'Leeds' };
const email: Term = { variable: 'visitor.email', operator: 'isSet' };

describe('S-037 a rule read back as a sentence', () => {
  test.each<[sentence: string, expression: Expression | null]>([
    ['nothing is asked for', null],
    ['nothing is asked for', { all: [] }],
    ['Customer must be yes', { all: [customer] }],
    ['Pages viewed in this visit must be 3 or more, and Customer must be yes', { all: [pages, customer] }],
    ['either Pages viewed in this visit must be 3 or more, or Customer must be yes', { any: [pages, customer] }],
    ['Customer must be no', { none: [customer] }],
    ['Customer must be no, and City must be anything but “Leeds”', { none: [customer, city] }],
    [
      'Pages viewed in this visit must be 3 or more, and (City must be “Leeds”, or E-mail must be known)',
      { all: [pages, { any: [city, email] }] },
    ],
    [
      'either Customer must be yes, or (Pages viewed in this visit must be 3 or more, and City must be “Leeds”)',
      { any: [customer, { all: [pages, city] }] },
    ],
    [
      'either Customer must be no, or E-mail must be unknown',
      { none: [{ all: [customer, email] }] }, // not all of them: one of them not
    ],
    ['Customer must be yes, and E-mail must be known', { all: [customer, { all: [email] }] }],
    ['Customer must be yes', { none: [{ none: [customer] }] }],
    ['Customer must be yes, and what can never hold must hold', { all: [customer, { none: [{ any: [] }] }] }],
    ['Customer must be yes, and nothing is asked for', { all: [customer, { any: [] }] }],
  ])('%s', (sentence, expression) => expect(sentenceOf(expression)).toBe(sentence));

  test.each<[sentence: string, condition: Condition]>([
    [
      'Country must be one of United Kingdom or Ireland',
      { variable: 'place.country', operator: 'isOneOf', value: ['GB', 'Ireland'] },
    ],
    [
      'Revenue of this visit must be between £10.00 and £25.50',
      { variable: 'visit.revenue', operator: 'between', value: [10, 25.5] },
    ],
    ['Date must be before 1 Mar 2026', { variable: 'time.date', operator: 'before', value: '2026-03-01' }],
    [
      'Weekday must be one of Monday or Sunday',
      { variable: 'time.weekday', operator: 'isOneOf', value: ['mon', 'sunday'] },
    ],
    [
      'Variable “plan” must contain “pro”',
      { variable: 'visitor.variable', name: 'plan', operator: 'contains', value: 'pro' },
    ],
    ['Query field “…” must be “…”', { variable: 'page.query', name: '', operator: 'equals' }],
    ['Visit number must be between … and …', { variable: 'visitor.visitNumber', operator: 'between' }],
    ['Browser must be one of …', { variable: 'tech.browser', operator: 'isOneOf' }],
    [
      'Prospect types must include one of a or b or c or d or e or f or 2 more',
      { variable: 'visitor.prospectTypes', operator: 'includesAny', value: [...'abcdefgh'] },
    ],
  ])('%s', (sentence, condition) => expect(sentenceOf({ all: [condition] })).toBe(sentence));

  test('what has no opposite must not be', () => {
    const starts: Condition = { variable: 'page.current', operator: 'startsWith', value: '/shop' };
    expect(sentenceOf({ none: [starts] })).toBe('Current page must not start with “/shop”');
  });
});
