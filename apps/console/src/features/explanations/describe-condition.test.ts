import { type Operator, operatorsOf, type VariableName, type VariableType, variables } from '@foyer/protocol/condition';
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeCondition, readCondition } from './describe-condition.ts';
import { explanationTexts } from './texts.ts';

const texts = i18next.createInstance();
beforeAll(() =>
  texts.init({
    lng: 'en',
    ns: ['explanations'],
    resources: { en: { explanations: explanationTexts } },
    interpolation: { escapeValue: false },
  }),
);

/** The line that an operator reads. */
function lineOf(label: string, fact: string, wanted = true): string {
  const {
    subject,
    fact: seen,
    needs,
  } = describeCondition({ label, fact, wanted }, texts.getFixedT('en', 'explanations'));
  return `${subject}: ${seen}, ${needs}`;
}

describe('B-301 conditions in plain words', () => {
  test.each<[label: string, fact: string, line: string]>([
    ['visit.pages >= 3', '2', 'Pages viewed in this visit: 2, must be 3 or more'],
    ['visitor.minutes < 2.5', '4', 'Minutes viewing in all visits: 4, must be less than 2.5'],
    ['visitor.visitNumber between 2, 5', '1', 'Visit number: 1, must be between 2 and 5'],
    ['visitor.lifetimeRevenue = 0', '10', 'Revenue of all visits: 10, must be 0'],
    ['place.country equals GB', 'FR', 'Country: FR, must be “GB”'],
    ['place.country isOneOf GB, IE, FR', 'DE', 'Country: DE, must be one of GB or IE or FR'],
    ['place.country isOneOf a, b, c, d, e', 'x', 'Country: x, must be one of a or b or c or 2 more'],
    ['visitor.email isSet', 'not set', 'E-mail: none, must be known'],
    ['visitor.variable(plan) equals pro', 'unknown', 'Variable “plan”: not known, must be “pro”'],
    ['visitor.variable(a) b) contains x) equals y', 'q', 'Variable “a) b”: q, must contain “x) equals y”'],
    ['survey.answer(Which size?) startsWith la', 'small', 'Answer to “Which size?”: small, must start with “la”'],
    ['event.happened(basket) isTrue', 'no', 'Event “basket” happened: no, must be yes'],
    [
      'visitor.prospectTypes includesAny Keen, Serious',
      '',
      'Prospect types: none, must include one of Keen or Serious',
    ],
    ['place.address inNetwork 10.0.0.0/8', '192.0.2.1', 'IP address: 192.0.2.1, must be in 10.0.0.0/8'],
    ['time.weekday isOneOf sunday', 'monday', 'Weekday: monday, must be one of sunday'],
    ['page.title contains a\nb', 'c', 'Page title: c, must contain “a\nb”'],
    ['staff.online >= 1', 'not kept', 'Operators online: not kept, must be 1 or more'],
    [
      'entryPages *source=adwords; x',
      'https://a.example/',
      'Entry page: https://a.example/, must match *source=adwords or x',
    ],
    ['entryPages', 'https://a.example/', 'Entry page: https://a.example/, '],
    ['searchEngines Google; Bing', 'direct', 'Referring site: direct, must be Google or Bing'],
    ['minPages 3', '2', 'Pages viewed in all visits: 2, must be 3 or more'],
    [
      'specificPages a.htm OR b.htm',
      'none of 2 pages',
      'Pages of all visits: none of 2 pages, one must match a.htm or b.htm',
    ],
    ['autoSend', 'off', 'Auto send: off, must be on'],
    ['autoSend.pages sales*', 'no page is open', 'Current page: no page is open, must match sales*'],
    ['autoSend.pages', 'x', 'Pages to send it on: x, none is named'],
    ['frequency oncePerVisit', 'sent once', 'This invite: sent once, goes out once per visit'],
    ['limits.showsPerVisitor 3', 'shown 3 times', 'This invite: shown 3 times, is shown 3 times at most'],
    ['guard nobodyOnline', '0 online', 'Operators: 0 online, somebody must be online'],
    ['something new 3', 'x', 'something new 3: x, '],
  ])('%s, seen %s', (label, fact, line) => expect(lineOf(label, fact)).toBe(line));

  test('what stands under none must not be', () => {
    expect(lineOf('visitor.isCustomer isTrue', 'yes', false)).toBe('Customer: yes, must not be yes');
    expect(lineOf('page.current contains sale', '/sale', false)).toBe('Current page: /sale, must not contain “sale”');
  });

  test('the instant of a decline is told in the reader’s time', () => {
    const { subject, fact, needs } = describeCondition(
      { label: 'limits.quietDaysAfterDecline 7', fact: 'declined 2020-02-28T09:00:00.000Z' },
      texts.getFixedT('en', 'explanations'),
    );
    expect([subject, needs]).toEqual(['Last decline', 'rests for 7 days after one']);
    expect(fact).toMatch(/^declined 2[78] Feb 2020, \d\d:00$|^declined 2[89] Feb 2020/);
  });

  test('long facts are cut', () => {
    const { fact } = describeCondition(
      { label: 'page.current matches x', fact: 'y'.repeat(500) },
      texts.getFixedT('en', 'explanations'),
    );
    expect(fact).toBe(`${'y'.repeat(90)}…`);
  });

  test.each(Object.keys(variables) as VariableName[])('%s has words for all its operators', (variable) => {
    const { type, named }: { type: VariableType; named?: true } = variables[variable];
    const operators: readonly Operator[] = operatorsOf[type];
    for (const operator of operators) {
      const label = `${variable}${named ? '(n)' : ''} ${operator} 1`;
      expect(readCondition(label)).toMatchObject({ variable, operator, value: '1' });
      const { subject, needs } = describeCondition({ label, fact: '' }, texts.getFixedT('en', 'explanations'));
      expect(subject).not.toMatch(/variable\.|\{\{/);
      expect(needs).not.toMatch(/operator\.|\{\{|must $/);
    }
  });
});
