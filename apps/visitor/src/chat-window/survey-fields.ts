import type { Answers, AskedQuestion } from '@foyer/protocol/survey';
import { askedNames } from '@foyer/protocol/survey-answers';
import { element } from './element.ts';
import { type QuestionField, questionField } from './question-field.ts';

/** What is wrong, by the name of the question. */
export interface Fault {
  path: string;
  message: string;
}

/** The questions of a form. What was answered stays when they change, as long as the question is there. */
export interface SurveyFields {
  element: HTMLElement;
  draw(questions: readonly AskedQuestion[], language: string): void;
  /** Answers to the questions that are asked just now. */
  answers(): Answers;
  /** Fills in what is known, over what stands there. */
  fill(answers: Answers): void;
  /** Shows what is wrong beside the fields and goes to the first; false: something is. */
  check(): boolean;
  /** Shows what the server found wrong. */
  complain(faults: readonly Fault[]): void;
  /** The field bound to a contact detail or to the opening question. */
  boundTo(binding: string): QuestionField | undefined;
  /** To the field bound to this, else to the first. */
  focus(binding?: string): void;
  /** Takes away what was answered, except where `keeps` says so. */
  clear(keeps?: (question: AskedQuestion) => boolean): void;
  isEmpty(): boolean;
}

/** `onInput`: an answer has changed. */
export function surveyFields(onInput: () => void = () => undefined): SurveyFields {
  const box = element('div', { class: 'questions' });
  let drawn = '';
  let fields: QuestionField[] = [];

  const all = (): Answers =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const answer = field.answer();
        return answer === undefined ? [] : [[field.question.name, answer]];
      }),
    );
  const asked = () => {
    const names = askedNames(
      fields.map(({ question }) => question),
      all(),
    );
    return fields.filter(({ question }) => names.has(question.name));
  };
  function showAsked(): void {
    const shown = asked();
    for (const field of fields) field.element.hidden = !shown.includes(field);
  }
  function goToFirst(faulty: (field: QuestionField) => string): boolean {
    const wrong = asked().filter((field) => {
      const text = faulty(field);
      field.complain(text);
      return text !== '';
    });
    wrong[0]?.focus();
    return wrong.length === 0;
  }
  for (const type of ['input', 'change'])
    box.addEventListener(type, () => {
      showAsked();
      onInput();
    });

  return {
    element: box,
    draw(questions, language) {
      const wanted = JSON.stringify([questions, language]);
      if (wanted === drawn) return;
      const isFirst = drawn === '';
      const before = new Map(fields.map((field) => [field.question.name, field]));
      drawn = wanted;
      fields = questions.map((question) => {
        const field = questionField(question, language);
        const known = before.get(question.name);
        const answer = known?.answer();
        // What was filled in beforehand gives way to what is now; what the visitor wrote stays.
        const isTheirs = answer !== undefined && answer !== known?.question.value;
        if (isTheirs) field.fill(answer);
        else if (question.value !== '' && (isFirst || known?.question.value !== question.value || answer !== undefined))
          field.fill(question.value);
        return field;
      });
      const hadFocus = box.contains(document.activeElement)
        ? [...before.values()].find((field) => field.element.contains(document.activeElement))?.question.name
        : undefined;
      box.replaceChildren(...fields.map((field) => field.element));
      fields.find(({ question }) => question.name === hadFocus)?.focus();
      showAsked();
    },
    answers() {
      const names = new Set(asked().map(({ question }) => question.name));
      return Object.fromEntries(Object.entries(all()).filter(([name]) => names.has(name)));
    },
    fill(answers) {
      for (const field of fields) {
        const answer = Object.hasOwn(answers, field.question.name) ? answers[field.question.name] : undefined;
        if (answer !== undefined) field.fill(answer);
      }
      showAsked();
    },
    check: () => goToFirst((field) => field.fault()),
    complain(faults) {
      goToFirst(({ question }) => faults.find(({ path }) => path === question.name)?.message ?? '');
    },
    boundTo: (binding) => fields.find(({ question }) => question.binding === binding),
    focus: (binding) => (fields.find(({ question }) => question.binding === binding) ?? asked()[0])?.focus(),
    clear(keeps = () => false) {
      for (const field of fields)
        if (!keeps(field.question))
          field.fill(field.question.type === 'checkbox' || field.question.type === 'consent' ? false : '');
      showAsked();
    },
    isEmpty: () => fields.length === 0,
  };
}
