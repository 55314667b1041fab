import type { Answers, AskedQuestion } from '@foyer/protocol/survey';
import { inLanguage } from '@foyer/protocol/survey-answers';
import { element, setText } from './element.ts';
import { count, words } from './own-words.ts';

const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const longest: Partial<Record<AskedQuestion['type'], number>> = { longText: 4000, email: 254, phone: 50, number: 50 };
const inputTypes: Partial<Record<AskedQuestion['type'], string>> = { email: 'email', phone: 'tel' };
const completions: Record<string, string> = { name: 'name', email: 'email', phone: 'tel', company: 'organization' };

type Answer = Answers[string];

/** One question of a form: its field, what is wrong with it, and what was answered. */
export interface QuestionField {
  readonly question: AskedQuestion;
  readonly element: HTMLElement;
  /** Undefined: not answered. */
  answer(): Answer | undefined;
  fill(answer: Answer): void;
  /** What is wrong with the answer as far as the window can tell; empty: nothing. */
  fault(): string;
  complain(text: string): void;
  focus(): void;
}

let made = 0;

/** The field of a question, in a language where it has that. */
export function questionField(question: AskedQuestion, language: string): QuestionField {
  const { type, name, required, choices, multiple, binding } = question;
  made += 1;
  const id = `q${made}-${name}`;
  const other = inLanguage(question.translations, language);
  const said = other?.label || question.label;
  const isBox = type === 'checkbox' || type === 'consent';
  const label = required || isBox || binding === 'question' ? said : words.optional(said);
  const mistake = element('p', { class: 'error', id: `${id}-error`, role: 'alert' });
  const helpText = other?.help || question.help;
  const help = helpText === '' ? null : element('p', { class: 'help', id: `${id}-help` }, helpText);
  const described = { 'aria-describedby': `${help ? `${id}-help ` : ''}${id}-error` };
  const rest = [...(help ? [help] : []), mistake];
  const row = (...children: (Node | string)[]) => element('div', { class: 'field-row' }, ...children);
  const base = {
    question,
    complain(text: string) {
      setText(mistake, text);
      for (const field of fields) field.setAttribute('aria-invalid', String(text !== ''));
    },
    focus: () => (fields.find((field) => field instanceof HTMLInputElement && field.checked) ?? fields[0])?.focus(),
  };
  const choiceLabel = (choice: AskedQuestion['choices'][number]) =>
    inLanguage(choice.translations, language) || choice.label;
  let fields: (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] = [];

  if (isBox) {
    const box = element('input', { id, type: 'checkbox', required, ...described });
    fields = [box];
    const text = element('label', { for: id }, label);
    const { link } = question;
    // Only ever an address of the web, whatever the frame said.
    if (link && /^https?:\/\//i.test(link.url))
      text.append(
        ' ',
        element('a', { href: link.url, target: '_blank', rel: 'noopener noreferrer' }, other?.linkText || link.text),
      );
    return {
      ...base,
      element: row(element('div', { class: 'tick' }, box, text), ...rest),
      answer: () => (box.checked ? true : undefined),
      fill: (answer) => {
        box.checked = answer === true || answer === 'yes';
      },
      fault: () => (required && !box.checked ? words.tick : ''),
    };
  }

  if (type === 'radio' || multiple) {
    const boxes = choices.map((choice, index) => {
      const box = element('input', {
        id: `${id}-${index}`,
        type: multiple ? 'checkbox' : 'radio',
        name: id,
        value: choice.value,
        ...described,
      });
      return {
        box,
        line: element('div', { class: 'tick' }, box, element('label', { for: box.id }, choiceLabel(choice))),
      };
    });
    fields = boxes.map(({ box }) => box);
    const chosen = () => boxes.flatMap(({ box }) => (box.checked ? [box.value] : []));
    return {
      ...base,
      element: element(
        'fieldset',
        { class: 'field-row', 'aria-required': !multiple && required ? true : null },
        element('legend', {}, label),
        ...boxes.map(({ line }) => line),
        ...rest,
      ),
      answer: () => (chosen().length === 0 ? undefined : multiple ? chosen() : chosen()[0]),
      fill(answer) {
        const wanted = Array.isArray(answer) ? answer : String(answer).split(', ');
        for (const { box } of boxes) box.checked = wanted.includes(box.value);
      },
      fault: () => (required && chosen().length === 0 ? words.chooseOne : ''),
    };
  }

  if (type === 'select' || type === 'department' || type === 'skill') {
    const field = element('select', { id, required, ...described }, element('option', { value: '' }, words.choose));
    for (const choice of choices) field.append(element('option', { value: choice.value }, choiceLabel(choice)));
    fields = [field];
    return {
      ...base,
      element: row(element('label', { for: id }, label), field, ...rest),
      answer: () => field.value || undefined,
      fill(answer) {
        if (choices.some(({ value }) => value === answer)) field.value = String(answer);
      },
      fault: () => (required && field.value === '' ? words.chooseOne : ''),
    };
  }

  const field =
    type === 'longText'
      ? element('textarea', { id, rows: 4, required, ...described })
      : element('input', {
          id,
          type: inputTypes[type] ?? 'text',
          inputmode: type === 'number' ? 'decimal' : null,
          autocomplete: completions[binding ?? ''] ?? 'off',
          required,
          ...described,
        });
  fields = [field];
  return {
    ...base,
    element: row(element('label', { for: id }, label), field, ...rest),
    answer: () => field.value.trim() || undefined,
    fill(answer) {
      field.value = String(answer);
    },
    fault() {
      const value = field.value.trim();
      const surplus = value.length - (longest[type] ?? 200);
      if (value === '') return required ? words.needed : '';
      if (surplus > 0) return count(words.tooManyCharacters, surplus);
      return type === 'email' && !isEmail.test(value) ? words.wrongEmail : '';
    },
  };
}
