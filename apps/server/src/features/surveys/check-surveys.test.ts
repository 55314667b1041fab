import { surveysInputSchema } from '@foyer/protocol/survey';
import { expect, test } from 'vitest';
import { findSurveyNameFault } from './check-survey-names.ts';
import { findSurveyFaults } from './check-surveys.ts';

const q = (fields: Record<string, unknown>) => ({ type: 'text', name: 'a', label: 'A', ...fields });
const choices = [{ value: 'x', label: 'X' }];

test.each<[what: string, questions: Record<string, unknown>[], faults: string[]]>([
  ['nothing is asked', [], []],
  ['a name twice, whatever the case', [q({}), q({ name: 'A' })], ['1.name: is the name of question 1 already']],
  [
    'a contact detail twice',
    [q({ binding: 'name' }), q({ name: 'b', binding: 'name' })],
    ['1.binding: another question of this form is that already'],
  ],
  [
    'a contact detail that is hidden',
    [q({ binding: 'company', masked: true })],
    ['0.masked: cannot be hidden: it is one of the contact details, or what the chat opens with'],
  ],
  ['no choice', [q({ type: 'select' })], ['0.choices: needs at least one choice']],
  [
    'a choice twice',
    [q({ type: 'radio', choices: [...choices, { value: 'X', label: 'Y' }] })],
    ['0.choices.1.value: “X” is there twice'],
  ],
  [
    'a default that is no choice',
    [q({ type: 'select', choices, default: 'y' })],
    ['0.default: must be the value of one of the choices'],
  ],
  ['a default that a visit fills in', [q({ type: 'select', choices, default: '{var.plan}' })], []],
  ['limits the wrong way round', [q({ type: 'number', min: 3, max: 2 })], ['0.max: must not be below the least, 3']],
  [
    'a link without a name',
    [q({ type: 'consent', link: { url: 'https://x.example' } })],
    ['0.link.text: is needed: what the link is called'],
  ],
  [
    'a link that runs a script',
    [q({ type: 'consent', link: { text: 'x', url: 'javascript:alert(1)' } })],
    ['0.link.url: must be an address such as https://shop.example/privacy'],
  ],
  [
    'a comparison with a later question',
    [q({ shownIf: { answers: [{ question: 'b', operator: 'isAnswered' }] } }), q({ name: 'b' })],
    ['0.shownIf.answers.0.question: must be a question before this one, not “b”'],
  ],
  [
    'a comparison with a hidden value',
    [q({ type: 'hidden' }), q({ name: 'b', shownIf: { answers: [{ question: 'a', operator: 'isAnswered' }] } })],
    ['1.shownIf.answers.0.question: must be a question before this one, not “a”'],
  ],
  [
    'a condition that no visit meets',
    [q({ shownIf: { visit: { all: [{ variable: 'time.hour', operator: '=', value: 25 }] } } })],
    ['0.shownIf.visit.all.0.value: must be a whole hour from 0 to 23'],
  ],
])('W-144 refuses %s', (_what, questions, faults) => {
  const surveys = surveysInputSchema.parse({ preChat: { questions } });
  expect(findSurveyFaults(surveys).map(({ path, message }) => `${path}: ${message}`)).toEqual(
    faults.map((fault) => `preChat.questions.${fault}`),
  );
});

test.each([
  ['an unknown placeholder', { default: '{visitor.shoe}' }, /unknown placeholder \{visitor\.shoe\}/],
  ['a pattern that cannot be read', { pattern: '(' }, /./],
  ['a pattern that looks back', { pattern: '(a)\\1' }, /./],
])('W-144 refuses %s', (_what, fields, message) => {
  const [fault] = findSurveyFaults(surveysInputSchema.parse({ preChat: { questions: [q(fields)] } }));
  expect(fault?.message).toMatch(message);
});

test('W-146 the offline form needs an address to answer to and a text, always', () => {
  const faults = (questions: unknown[], enabled = true) =>
    findSurveyFaults(surveysInputSchema.parse({ offline: { enabled, questions } })).map(({ path }) => path);
  expect(faults([])).toEqual(['offline.questions', 'offline.questions']);
  expect(faults([], false)).toEqual([]);
  const email = { type: 'email', name: 'e', label: 'E', binding: 'email', required: true };
  const text = { type: 'longText', name: 't', label: 'T', binding: 'question' };
  expect(faults([email, text])).toEqual(['offline.questions.1.required']);
  expect(faults([email, { ...text, required: true }])).toEqual([]);
});

test('the names of a text are those of questions', () => {
  const names = new Set(['order', 'topic']);
  expect(findSurveyNameFault('{survey.order} {survey.topic} {visitor.name}', names)).toBeNull();
  expect(findSurveyNameFault('{survey.size}{survey.size}', names)).toBe(
    'has {survey.size}, but the surveys have no such question; there are {survey.order} {survey.topic}',
  );
});
