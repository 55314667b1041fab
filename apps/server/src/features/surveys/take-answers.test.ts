import { type Answers, type Question, type SurveysInput, surveysInputSchema } from '@foyer/protocol/survey';
import { site, staff, start, visit } from '@foyer/rules/test-fixtures';
import { describe, expect, test } from 'vitest';
import { askSurveys } from './ask-surveys.ts';
import type { SurveyMoment } from './survey-moment.ts';
import { takeAnswers } from './take-answers.ts';

const sales = '01920000-0000-7000-8000-00000000000a';
const french = '01920000-0000-7000-8000-00000000000b';
const here: SurveyMoment = {
  siteName: 'Lamps',
  visit: { ...visit, visitor: { ...visit.visitor, name: 'Vera', variables: { plan: 'pro' } } },
  at: start,
  staff,
  rules: site,
  departments: [{ id: sales, name: 'Sales' }],
  skills: [{ id: french, name: 'French' }],
  prefilled: {},
};

type Draft = Record<string, unknown> & { type: string; name: string };
function questionsOf(...drafts: Draft[]): Question[] {
  const questions = drafts.map((draft) => ({ label: `Label of ${draft.name}`, ...draft }));
  return surveysInputSchema.parse({ preChat: { questions } }).preChat.questions;
}
const take = (drafts: Draft[], answers: Answers, moment = here, language: string | null = null) =>
  takeAnswers(questionsOf(...drafts), answers, moment, language);
const faultsOf = (taken: ReturnType<typeof take>) => taken.faults.map(({ path, message }) => `${path}: ${message}`);
const valuesOf = (taken: ReturnType<typeof take>) =>
  Object.fromEntries(taken.stored.map(({ name, value }) => [name, value]));

const a = (type: string, fields: Record<string, unknown> = {}): Draft => ({ type, name: 'a', ...fields });
const choices = [
  { value: 'red', label: 'Red one' },
  { value: 'blue', label: 'Blue one' },
];
const needed = 'Please fill this in.';
const tick = 'Please tick this box to go on.';

describe('W-144 an answer of each type', () => {
  test.each<
    [rule: string, question: Draft, answer: Answers[string] | undefined, stored: string | null, fault?: string]
  >([
    ['text is trimmed, and one line', a('text'), '  two\nlines ', 'two lines'],
    ['text: blanks are no answer', a('text'), '   ', null],
    ['text: required, and blank', a('text', { required: true }), '   ', null, needed],
    ['text: required, and missing', a('text', { required: true }), undefined, null, needed],
    ['text: 200 characters', a('text'), 'x'.repeat(200), 'x'.repeat(200)],
    ['text: 201 characters', a('text'), 'x'.repeat(201), null, '1 characters too many: please shorten it.'],
    ['text: a list is none', a('text'), ['x'], null, 'must be a text'],
    ['text: a tick is none', a('text'), true, null, 'must be a text'],
    ['text is never markup, and stays as it is', a('text'), '<b onload=x>', '<b onload=x>'],
    ['text: marks that turn the line round are dropped', a('text'), 'a\u202Eb', 'ab'],
    ['text: the number of a payment card is masked', a('text'), '4111 1111 1111 1111', '4111 11•• •••• 1111'],
    ['long text keeps its lines', a('longText'), 'one\r\ntwo\u0007', 'one\ntwo'],
    ['e-mail', a('email'), ' vera@example.com ', 'vera@example.com'],
    ['e-mail: none', a('email'), 'vera@', null, 'This doesn’t look like an e-mail address. Please check it.'],
    ['phone', a('phone'), '+32 (9) 123.45/67', '+32 (9) 123.45/67'],
    ['phone: an extension', a('phone'), '020 7946 0000 x12', '020 7946 0000 x12'],
    ['phone: words', a('phone'), 'call me', null, 'This doesn’t look like a telephone number. Please check it.'],
    ['number with a comma', a('number'), '1,5', '1,5'],
    ['number: words', a('number'), 'many', null, 'Please write a number.'],
    ['number: no other notation', a('number'), '1e3', null, 'Please write a number.'],
    ['number: the least counts', a('number', { min: 2, max: 4 }), '2', '2'],
    ['number: below the least', a('number', { min: 2, max: 4 }), '1.9', null, 'Please write 2 or more.'],
    ['number: the most counts', a('number', { min: 2, max: 4 }), '4', '4'],
    ['number: above the most', a('number', { min: 2, max: 4 }), '5', null, 'Please write 4 or less.'],
    ['selection', a('select', { choices }), 'red', 'red'],
    ['selection: none of the choices', a('select', { choices }), 'green', null, 'This is none of the choices.'],
    ['selection: by value, not by label', a('select', { choices }), 'Red one', null, 'This is none of the choices.'],
    ['selection: several where one is asked', a('select', { choices }), ['red', 'blue'], null, 'must be a text'],
    ['selection of several, each once', a('select', { choices, multiple: true }), ['blue', 'red', 'blue'], 'blue, red'],
    ['selection of several: nothing', a('select', { choices, multiple: true, required: true }), [], null, needed],
    ['radio', a('radio', { choices }), 'blue', 'blue'],
    ['box, ticked', a('checkbox'), true, 'yes'],
    ['box, not ticked', a('checkbox'), false, null],
    ['box that has to be ticked', a('checkbox', { required: true }), false, null, tick],
    ['box: no text', a('checkbox'), 'yes', null, 'must be true or false'],
    ['consent that is not given', a('consent', { required: true }), undefined, null, tick],
    ['consent', a('consent', { required: true }), true, 'yes'],
    ['department, by id', a('department'), sales, 'Sales'],
    ['department of elsewhere', a('department'), french, null, 'This is none of the choices.'],
    ['skill', a('skill'), french, 'French'],
    ['hidden, by its default', a('hidden', { default: 'Plan {var.plan}' }), undefined, 'Plan pro'],
    ['hidden: nobody but the page fills it in', a('hidden', { default: 'x' }), 'forged', 'x', 'is filled in by itself'],
    ['pattern that fits', a('text', { pattern: '^[0-9]{3}$' }), '123', '123'],
    [
      'pattern that does not',
      a('text', { pattern: '^[0-9]{3}$' }),
      '12',
      null,
      'This doesn’t look right. Please check it.',
    ],
    [
      'pattern with words of its own',
      a('text', { pattern: '^x', patternError: 'Begin with x.' }),
      'y',
      null,
      'Begin with x.',
    ],
    ['pattern: an empty answer need not fit', a('text', { pattern: '^x' }), '', null],
  ])('%s', (_rule, question, answer, stored, fault) => {
    const taken = take([question], answer === undefined ? {} : { a: answer });
    expect(faultsOf(taken)).toEqual(fault === undefined ? [] : [`a: ${fault}`]);
    expect(valuesOf(taken)).toEqual(stored === null ? {} : { a: stored });
  });

  test('a name that the form does not have is refused, whatever it is called', () => {
    for (const name of ['b', 'constructor', '__proto__', 'toString'])
      expect(faultsOf(take([a('text')], JSON.parse(`{"${name}":"x"}`)))).toEqual([
        `${name}: is no question of this form`,
      ]);
  });

  test('R-045 a hostile pattern takes no longer than another', () => {
    const question = a('longText', { pattern: '^(a|a)*(a*)*$' });
    const taken = take([question], { a: `${'a'.repeat(3999)}b` });
    expect(faultsOf(taken)).toEqual(['a: This doesn’t look right. Please check it.']);
  });

  test('what was agreed to is kept with the text as it was shown, a mark that changes with it, and the time', () => {
    const link = { text: 'Privacy', url: 'https://shop.example/privacy' };
    const consent = a('consent', {
      label: 'I agree.',
      link,
      translations: { de: { label: 'Einverstanden.', linkText: 'Datenschutz' } },
    });
    const agreed = (language: string | null, question = consent) =>
      take([question], { a: true }, here, language).stored[0]?.consent;
    expect(agreed(null)).toEqual({
      text: 'I agree. Privacy (https://shop.example/privacy)',
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
      at: start,
    });
    expect(agreed('de-AT')?.text).toBe('Einverstanden. Datenschutz (https://shop.example/privacy)');
    expect(agreed('fr')).toEqual(agreed(null));
    expect(agreed(null, { ...consent, label: 'I agree!' })?.version).not.toBe(agreed(null)?.version);
  });
});

describe('W-144 which questions are asked', () => {
  const topic: Draft = { type: 'select', name: 'topic', choices };
  const about = (operator: string, value = ''): Draft => ({
    type: 'text',
    name: 'more',
    required: true,
    shownIf: { answers: [{ question: 'topic', operator, value }] },
  });
  test.each<[rule: string, question: Draft, answers: Answers, isAsked: boolean]>([
    ['is: the value', about('is', 'red'), { topic: 'red' }, true],
    ['is: whatever the case', about('is', ' RED'), { topic: 'red' }, true],
    ['is: another', about('is', 'red'), { topic: 'blue' }, false],
    ['is: not answered', about('is', 'red'), {}, false],
    ['is not: another', about('isNot', 'red'), { topic: 'blue' }, true],
    ['is not: not answered', about('isNot', 'red'), {}, true],
    ['contains', about('contains', 'lu'), { topic: 'blue' }, true],
    ['contains: not', about('contains', 'lu'), { topic: 'red' }, false],
    ['is answered', about('isAnswered'), { topic: 'red' }, true],
    ['is answered: not', about('isAnswered'), { topic: ' ' }, false],
    ['is not answered', about('isNotAnswered'), {}, true],
  ])('%s', (_rule, question, answers, isAsked) => {
    expect(faultsOf(take([topic, question], answers))).toEqual(isAsked ? [`more: ${needed}`] : []);
  });

  test('what is not asked is neither needed nor stored, and counts as not answered for those after it', () => {
    const last: Draft = {
      type: 'text',
      name: 'last',
      shownIf: { answers: [{ question: 'more', operator: 'isAnswered', value: '' }] },
    };
    const taken = take([topic, about('is', 'red'), last], { topic: 'blue', more: 'kept back', last: 'kept back too' });
    expect(faultsOf(taken)).toEqual([]);
    expect(valuesOf(taken)).toEqual({ topic: 'blue' });
  });

  const country = (value: string): Draft => ({
    type: 'text',
    name: 'vat',
    required: true,
    shownIf: { visit: { all: [{ variable: 'place.country', operator: 'equals', value }] } },
  });
  test.each<[rule: string, question: Draft, moment: SurveyMoment, isAsked: boolean]>([
    ['of the visit: it holds', country('GB'), here, true],
    ['of the visit: it does not', country('FR'), here, false],
    [
      'of the visit: unknown is not',
      country('GB'),
      { ...here, visit: { ...visit, place: { ...visit.place, country: null } } },
      false,
    ],
    ['of the visit: there is none', country('GB'), { ...here, visit: null }, false],
    ['a department where there is one', { type: 'department', name: 'vat', required: true }, here, true],
    ['no department', { type: 'department', name: 'vat', required: true }, { ...here, departments: [] }, false],
  ])('%s', (_rule, question, moment, isAsked) => {
    expect(faultsOf(take([question], {}, moment))).toEqual(isAsked ? [`vat: ${needed}`] : []);
    // The window is told of it exactly then.
    const surveys = surveysInputSchema.parse({ preChat: { questions: questionsOf(question) } }) satisfies SurveysInput;
    const { preChat } = askSurveys({ ...surveys, version: 1 }, moment);
    expect(preChat.questions.map(({ name }) => name)).toEqual(isAsked ? ['vat'] : []);
  });
});

test('W-144 contact details, opening question, department and skills are told apart from the rest', () => {
  const taken = take(
    [
      { type: 'text', name: 'who', binding: 'name' },
      { type: 'text', name: 'firm', binding: 'company' },
      { type: 'email', name: 'mail', binding: 'email' },
      { type: 'phone', name: 'tel', binding: 'phone' },
      { type: 'longText', name: 'why', binding: 'question' },
      { type: 'text', name: 'pin', masked: true },
      { type: 'department', name: 'team' },
      { type: 'skill', name: 'language' },
    ],
    {
      who: 'Vera',
      firm: 'Acme',
      mail: 'v@example.com',
      tel: '123',
      why: 'Red?',
      pin: '4711',
      team: sales,
      language: french,
    },
  );
  expect(taken).toMatchObject({
    bound: { name: 'Vera', company: 'Acme', email: 'v@example.com', phone: '123', question: 'Red?' },
    department: 'Sales',
    skills: ['French'],
    faults: [],
  });
  expect(taken.further.map(({ name, masked }) => [name, masked ?? false])).toEqual([
    ['firm', false],
    ['tel', false],
    ['pin', true],
    ['team', false],
    ['language', false],
  ]);
});

test.each<[what: string, question: Draft, moment: SurveyMoment, value: string]>([
  [
    'a default with what is known',
    a('text', { default: 'I am {visitor.name} of {site.name}' }),
    here,
    'I am Vera of Lamps',
  ],
  ['a custom variable', a('text', { default: '{var.plan}' }), here, 'pro'],
  ['what is not known is empty', a('text', { default: '{var.toString}{visitor.phone}' }), here, ''],
  ['without a visit', a('text', { default: '{visitor.name}' }), { ...here, visit: null }, ''],
  ['an invite comes before the default', a('text', { default: 'x' }), { ...here, prefilled: { a: 'y' } }, 'y'],
  ['an invite names a department', a('department'), { ...here, prefilled: { a: 'sales' } }, sales],
])('W-144 a field is filled in beforehand: %s', (_what, question, moment, value) => {
  const surveys = surveysInputSchema.parse({ preChat: { questions: questionsOf(question) } });
  expect(askSurveys({ ...surveys, version: 1 }, moment).preChat.questions[0]?.value).toBe(value);
});
