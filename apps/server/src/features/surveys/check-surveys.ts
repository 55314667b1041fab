import { bindingOf, type Question, type SurveyForm, type SurveysInput, surveyForms } from '@foyer/protocol/survey';
import { checkExpression } from '@foyer/rules/check-expression';
import type { FieldError } from '@foyer/rules/field-error';
import { compileLinearExpression } from '@foyer/rules/linear-expression';
import { findDefaultFault } from './fill-default.ts';

/** What can't be as it is in a site's surveys, by path; an empty list: they can be saved. */
export function findSurveyFaults(surveys: SurveysInput): FieldError[] {
  const faults = surveyForms.flatMap((form) =>
    formFaults(surveys[form]).map(({ path, message }) => ({ path: `${form}.${path}`, message })),
  );
  return [...faults, ...offlineFaults(surveys.offline)];
}

function formFaults({ questions }: SurveyForm): FieldError[] {
  const names = new Map<string, number>();
  const bound = new Set<string>();
  return questions.flatMap((question, index) => {
    const at = `questions.${index}`;
    const faults = questionFaults(question, questions.slice(0, index)).map(({ path, message }) => ({
      path: `${at}.${path}`,
      message,
    }));
    const key = question.name.toLowerCase();
    const first = names.get(key);
    if (first !== undefined)
      faults.push({ path: `${at}.name`, message: `is the name of question ${first + 1} already` });
    else names.set(key, index);
    const binding = bindingOf(question);
    if (binding !== null && bound.has(binding))
      faults.push({ path: `${at}.binding`, message: 'another question of this form is that already' });
    if (binding !== null) bound.add(binding);
    return faults;
  });
}

function questionFaults(question: Question, earlier: readonly Question[]): FieldError[] {
  const faults: FieldError[] = [];
  const refuse = (path: string, message: string) => faults.push({ path, message });
  if ('default' in question) {
    const fault = findDefaultFault(question.default);
    if (fault !== null) refuse('default', fault);
  }
  if ('pattern' in question && question.pattern !== '') {
    const compiled = compileLinearExpression(question.pattern);
    if ('refusal' in compiled) refuse('pattern', compiled.refusal);
  }
  if ('choices' in question) choiceFaults(question, refuse);
  if (question.type === 'number' && question.min !== null && question.max !== null && question.min > question.max)
    refuse('max', `must not be below the least, ${question.min}`);
  if (question.type === 'consent') linkFaults(question.link, refuse);
  if (question.masked && bindingOf(question) !== null)
    refuse('masked', 'cannot be hidden: it is one of the contact details, or what the chat opens with');
  if (question.type === 'hidden') return faults;
  for (const [index, condition] of question.shownIf.answers.entries())
    if (!earlier.some(({ name, type }) => name === condition.question && type !== 'hidden'))
      refuse(`shownIf.answers.${index}.question`, `must be a question before this one, not “${condition.question}”`);
  if (question.shownIf.visit !== null) faults.push(...checkExpression(question.shownIf.visit, 'shownIf.visit'));
  return faults;
}

function choiceFaults(
  question: Extract<Question, { type: 'select' | 'radio' }>,
  refuse: (path: string, message: string) => void,
): void {
  const { choices } = question;
  if (choices.length === 0) refuse('choices', 'needs at least one choice');
  const seen = new Set<string>();
  for (const [index, { value }] of choices.entries()) {
    const key = value.trim().toLowerCase();
    if (seen.has(key)) refuse(`choices.${index}.value`, `“${value}” is there twice`);
    seen.add(key);
  }
  const isFixed = question.default !== '' && !question.default.includes('{');
  if (isFixed && !choices.some(({ value }) => value === question.default))
    refuse('default', 'must be the value of one of the choices');
}

function linkFaults(link: { text: string; url: string }, refuse: (path: string, message: string) => void): void {
  if (link.url === '' && link.text !== '') refuse('link.url', 'is needed: where the link leads');
  if (link.url !== '' && link.text === '') refuse('link.text', 'is needed: what the link is called');
  if (link.url !== '' && !(/^https?:\/\//i.test(link.url) && URL.canParse(link.url)))
    refuse('link.url', 'must be an address such as https://shop.example/privacy');
}

/** A message that nobody can answer, or that says nothing, is none. */
function offlineFaults({ enabled, questions }: SurveyForm): FieldError[] {
  if (!enabled) return [];
  return (['email', 'question'] as const).flatMap((binding) => {
    const index = questions.findIndex((question) => bindingOf(question) === binding);
    const question = questions[index];
    if (question === undefined) {
      const what = binding === 'email' ? 'the visitor’s e-mail address' : 'what the chat opens with';
      return [{ path: 'offline.questions', message: `needs a question that is bound to ${what}` }];
    }
    const isAlways = 'required' in question && question.required && !isConditional(question);
    return isAlways
      ? []
      : [{ path: `offline.questions.${index}.required`, message: 'must always be asked, and required, in this form' }];
  });
}

function isConditional(question: Question): boolean {
  return question.type !== 'hidden' && (question.shownIf.answers.length > 0 || question.shownIf.visit !== null);
}
