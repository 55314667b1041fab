import { cleanText } from '../clean-text.ts';
import { element, setText } from './element.ts';
import type { Keep } from './keep.ts';
import { count, words } from './own-words.ts';
import type { Wish } from './session.ts';

const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const longest = { name: 200, email: 254, question: 4000 } as const;
type FieldName = keyof typeof longest;

/** What was typed, by field. */
export type Draft = Partial<Record<FieldName, string>>;

/** What the form shows just now. With nobody online it takes a message instead, and needs an address to answer to. */
interface StartFormState {
  isOnline: boolean;
  text: string;
  isBusy: boolean;
  error: string | null;
  contact: { name: string | null; email: string | null };
}

/** The form before a chat: who, and what about. Half-filled it survives a change of page. */
export interface StartForm {
  element: HTMLElement;
  draw(state: StartFormState): void;
  focus(): void;
  /** Puts a text into the question, after what is there. */
  addQuestion(text: string): void;
  clear(): void;
  /** Takes over what the visitor has typed elsewhere. */
  take(draft: Draft): void;
}

export function startForm(drafts: Keep, onWish: (wish: Wish) => void): StartForm {
  const greeting = element('p', { class: 'welcome' });
  const name = field('name', element('input', { id: 'name', autocomplete: 'name' }));
  const email = field(
    'email',
    element('input', { id: 'email', type: 'email', autocomplete: 'email', inputmode: 'email' }),
  );
  const question = field('question', element('textarea', { id: 'question', rows: 4 }));
  const fields = { name, email, question };
  const submit = element('button', { type: 'submit', class: 'primary' });
  const problem = element('p', { class: 'error', role: 'alert' });
  const form = element(
    'form',
    { class: 'start', novalidate: true },
    greeting,
    name.element,
    email.element,
    question.element,
    problem,
    submit,
  );
  let isOnline = true;

  fill(drafts.read<Draft>('start') ?? {});

  function fill(draft: Draft): void {
    for (const key of Object.keys(fields) as FieldName[])
      if (fields[key].input.value !== (draft[key] ?? '')) fields[key].input.value = draft[key] ?? '';
  }

  function keepDraft(): void {
    drafts.write('start', { name: name.input.value, email: email.input.value, question: question.input.value });
  }

  form.addEventListener('input', keepDraft);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const value = (key: FieldName): string => fields[key].input.value.trim();
    const mistakes: Record<FieldName, string> = { name: '', email: '', question: '' };
    if (value('email') === '' && !isOnline) mistakes.email = words.needsEmail;
    else if (value('email') !== '' && !isEmail.test(value('email'))) mistakes.email = words.wrongEmail;
    if (value('question') === '' && !isOnline) mistakes.question = words.needsMessage;
    for (const key of Object.keys(fields) as FieldName[]) {
      const surplus = value(key).length - longest[key];
      if (surplus > 0) mistakes[key] = count(words.tooManyCharacters, surplus);
      fields[key].complain(mistakes[key]);
    }
    const wrong = (Object.keys(fields) as FieldName[]).find((key) => mistakes[key] !== '');
    if (wrong) return fields[wrong].input.focus();
    const wish: Wish = {};
    for (const key of Object.keys(fields) as FieldName[])
      if (value(key)) wish[key] = cleanText(value(key), longest[key]);
    onWish(wish);
  });

  return {
    element: form,
    draw({ isOnline: online, text, isBusy, error, contact }) {
      isOnline = online;
      setText(greeting, text);
      setText(name.label, words.name);
      setText(email.label, online ? words.emailOptional : words.email);
      setText(question.label, online ? words.question : words.message);
      setText(submit, isBusy ? words.oneMoment : online ? words.startChat : words.sendMessage);
      submit.setAttribute('aria-disabled', String(isBusy));
      setText(problem, error ?? '');
      for (const key of ['email', 'question'] as const) fields[key].input.required = !online;
      for (const key of ['name', 'email'] as const)
        if (contact[key] && !fields[key].input.value && fields[key].input !== document.activeElement)
          fields[key].input.value = contact[key];
    },
    focus: () => question.input.focus(),
    take: fill,
    addQuestion(text) {
      question.input.value = [question.input.value, text].filter(Boolean).join('\n');
      keepDraft();
    },
    clear() {
      question.input.value = '';
      keepDraft();
    },
  };
}

function field<T extends HTMLInputElement | HTMLTextAreaElement>(id: FieldName, input: T) {
  const label = element('label', { for: id });
  const mistake = element('p', { class: 'error', id: `${id}-error`, role: 'alert' });
  input.setAttribute('aria-describedby', `${id}-error`);
  return {
    element: element('div', { class: 'field-row' }, label, input, mistake),
    input,
    label,
    complain(text: string) {
      setText(mistake, text);
      input.setAttribute('aria-invalid', String(text !== ''));
    },
  };
}
