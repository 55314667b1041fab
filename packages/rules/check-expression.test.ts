import { expressionSchema } from '@foyer/protocol/condition';
import { describe, expect, test } from 'vitest';
import { checkExpression } from './check-expression.ts';

/** `variable operator value`, the value as JSON, checked alone. */
function check(text: string): string[] {
  const [, variable, operator, value] = /^(\S+) (\S+)(?: (.*))?$/.exec(text) ?? [];
  const condition = { variable, operator, ...(value === undefined ? {} : { value: JSON.parse(value) }) };
  const expression = expressionSchema.parse({ all: [condition] });
  return checkExpression(expression, 'conditions').map(({ path, message }) => `${path}: ${message}`);
}

describe('S-037 what can be saved', () => {
  test.each([
    'page.current matches "support/*.*"',
    'page.anyEver matches "re:^support"',
    'page.title matches "re:("', // only pages have patterns with expressions
    'page.title matchesExpression "^red (shoes|boots)$"',
    'page.current isSet',
    'place.country equals "GB"',
    'place.country notEquals "united kingdom"',
    'place.country isOneOf ["GB", "Côte d’Ivoire", "USA"]',
    'place.country contains "nowhere"',
    'place.city equals "nowhere"',
    'place.address equals "192.0.2.1"',
    'place.address equals "2001:DB8::1"',
    'place.address matches "192.168.*"',
    'place.address inNetwork "2001:db8::/32"',
    'place.address isSet',
    'visit.pages between [3, 3]',
    'visit.revenue between [-2.5, 0]',
    'time.hour = 0',
    'time.hour between [9, 23]',
    'time.hour isSet',
    'time.weekday isOneOf ["monday", "TUE", " Sunday "]',
    'time.date before "2024-02-29"',
    'time.date isOneOf ["2026-03-01", "2026-03-01T09:00:00+01:00", "2026-03-01T09:00Z"]',
    'time.date between ["2026-03-01", "2026-03-01"]',
    'time.date between ["2026-03-01T09:00:00Z", "2026-03-01"]',
    'time.date withinLastDays 7',
    'visitor.tags includesAny ["a"]',
    'staff.online > 0',
    'visitor.isNew isTrue',
  ])('%s', (condition) => expect(check(condition)).toEqual([]));
});

describe('S-037 what is refused, naming the field and what is allowed', () => {
  test.each<[condition: string, errors: (string | RegExp)[]]>([
    ['page.current matches " "', ['value: is empty']],
    ['page.title contains ""', ['value: is empty']],
    ['visitor.tags includesAny ["a", " "]', ['value.1: is empty']],
    [`page.entry matches "${'*a'.repeat(33)}"`, ['value: has more than 32 stars']],
    ['page.anyThisVisit matches "re:(?=a)"', [/^value: is not an expression that can be matched in linear time: /]],
    ['page.title matchesExpression "("', [/^value: is not an expression that can be matched in linear time: /]],
    ['page.title matchesExpression "(abcdefghij){40}"', [/^value: is too costly an expression/]],
    ['place.country equals "Frnce"', ['value: is no country or ISO code: Frnce. Did you mean France?']],
    ['place.country notEquals "XX"', ['value: is no country or ISO code: XX']],
    [
      'place.country isOneOf ["GB", "Germny", "qqqqqqqqqqqq"]',
      [
        'value.1: is no country or ISO code: Germny. Did you mean Germany?',
        'value.2: is no country or ISO code: qqqqqqqqqqqq',
      ],
    ],
    ['place.address equals "192.168.*"', ['value: must be an IP address such as 192.0.2.1']],
    ['place.address equals "gw.example"', ['value: must be an IP address such as 192.0.2.1']],
    ['place.address matches "10.0.0.0/33"', [/^value: is not an IP address, a prefix such as/]],
    ['place.address inNetwork "10.0.0.0/33"', ['value: must be a network such as 10.0.0.0/8']],
    ['place.address inNetwork "10.0.0.1"', ['value: must be a network such as 10.0.0.0/8']],
    ['visit.pages between [4, 3]', ['value: must begin with the lower end: 4 comes after 3']],
    ['visitor.minutes between [0.2, 0.1]', ['value: must begin with the lower end: 0.2 comes after 0.1']],
    ['time.hour < 24', ['value: must be a whole hour from 0 to 23']],
    ['time.hour = -1', ['value: must be a whole hour from 0 to 23']],
    ['time.hour >= 9.5', ['value: must be a whole hour from 0 to 23']],
    ['time.hour between [9, 24]', ['value.1: must be a whole hour from 0 to 23']],
    ['time.hour between [22, 6]', ['value: must begin with the lower end: 22 comes after 6']],
    ['time.weekday before "2026-03-01"', ['operator: must be isOneOf for time.weekday']],
    ['time.weekday withinLastDays 2', ['operator: must be isOneOf for time.weekday']],
    ['time.weekday isOneOf ["monday", "mo"]', ['value.1: must be a day of the week such as monday or mon, not mo']],
    [
      'time.date isOneOf ["2026-02-29"]',
      [/^value\.0: must be a date such as 2026-03-01 or an instant .*, not 2026-02-29$/],
    ],
    [
      'time.date isOneOf ["2026-03-01", "2026-13-01", "today"]',
      [/^value\.1: must be a date/, /^value\.2: must be a date/],
    ],
    ['time.date isOneOf ["2026-03-01T09:00:00"]', [/^value\.0: must be a date/]],
    ['time.date isOneOf ["2026-02-30T09:00:00Z"]', [/^value\.0: must be a date/]],
    [
      'time.date between ["2026-03-02", "2026-03-01"]',
      ['value: must begin with the lower end: 2026-03-02 comes after 2026-03-01'],
    ],
    ['time.date between ["2026-03-01T09:00:01Z", "2026-03-01T09:00:00Z"]', [/^value: must begin with the lower end/]],
  ])('%s', (condition, errors) =>
    expect(check(condition)).toEqual(
      errors.map((error) =>
        typeof error === 'string'
          ? `conditions.all.0.${error}`
          : expect.stringMatching(new RegExp(error.source.replace('^', '^conditions\\.all\\.0\\.'))),
      ),
    ),
  );

  test('each condition by its place in the groups', () => {
    const wrong = { variable: 'time.hour', operator: '=', value: 24 } as const;
    const right = { variable: 'time.hour', operator: '=', value: 23 } as const;
    const errors = checkExpression({ any: [wrong, right, { none: [right, { all: [wrong] }] }] }, 'autoSend.conditions');
    expect(errors.map(({ path }) => path)).toEqual([
      'autoSend.conditions.any.0.value',
      'autoSend.conditions.any.2.none.1.all.0.value',
    ]);
  });

  test('a group of none has nothing wrong', () => expect(checkExpression({ any: [] }, 'conditions')).toEqual([]));
});
