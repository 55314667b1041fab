import type { Answers, AskedForm } from '@foyer/protocol/survey';
import { inLanguage } from '@foyer/protocol/survey-answers';
import { element, setText } from './element.ts';
import type { Keep } from './keep.ts';
import { words } from './own-words.ts';
import type { Wish } from './session.ts';
import { type Fault, surveyFields } from './survey-fields.ts';

/** What was typed, by question. */
export type Draft = Answers;

/** What the form shows just now. With nobody online it takes a message instead, and needs an address to answer to. */
interface StartFormState {
  isOnline: boolean;
  form: AskedForm;
  /** The window's own text, where the form has none. */
  text: string;
  language: string;
  isBusy: boolean;
  error: string | null;
  /** Of the last try. */
  faults: readonly Fault[];
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

const contactDetails = ['name', 'email', 'phone', 'company'];

export function startForm(drafts: Keep, onWish: (wish: Wish) => void): StartForm {
  const greeting = element('p', { class: 'welcome' });
  const title = element('h2');
  const fields = surveyFields(keepDraft);
  const submit = element('button', { type: 'submit', class: 'primary' });
  const problem = element('p', { class: 'error', role: 'alert' });
  const form = element('form', { class: 'start', novalidate: true }, greeting, title, fields.element, problem, submit);
  let state: StartFormState | null = null;
  let isRestored = false;
  /** Texts that could not be sent, until there is a question to put them into. */
  let added: string[] = [];
  let shownFaults: readonly Fault[] = [];

  function keepDraft(): void {
    if (isRestored) drafts.write('start', { ...drafts.read<Draft>('start'), ...emptied(), ...fields.answers() });
  }

  /** What was taken back is not restored either. */
  function emptied(): Answers {
    return Object.fromEntries((state?.form.questions ?? []).map(({ name }) => [name, '']));
  }

  function putAdded(): void {
    const question = fields.boundTo('question');
    if (!question || added.length === 0) return;
    question.fill([question.answer(), ...added].filter(Boolean).join('\n'));
    added = [];
    keepDraft();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!state || state.isBusy || !fields.check()) return;
    onWish({
      form: state.isOnline ? 'preChat' : 'offline',
      answers: fields.answers(),
      language: state.language,
    });
  });

  return {
    element: form,
    draw(next) {
      state = next;
      const other = inLanguage(next.form.translations, next.language);
      const heading = other?.title || next.form.title;
      setText(title, heading);
      title.hidden = heading === '';
      setText(greeting, other?.intro || next.form.intro || next.text);
      fields.draw(next.form.questions, next.language);
      if (!isRestored) {
        const draft = Object.entries(drafts.read<Draft>('start') ?? {}).filter(([, answer]) => answer !== '');
        fields.fill(Object.fromEntries(draft));
      }
      isRestored = true;
      putAdded();
      setText(submit, next.isBusy ? words.oneMoment : next.isOnline ? words.startChat : words.sendMessage);
      submit.setAttribute('aria-disabled', String(next.isBusy));
      submit.hidden = !next.isOnline && !next.form.enabled;
      const isBeside = next.faults.some(({ path }) => next.form.questions.some(({ name }) => name === path));
      setText(problem, isBeside ? '' : (next.error ?? ''));
      if (next.faults !== shownFaults && next.faults.length > 0) fields.complain(next.faults);
      shownFaults = next.faults;
    },
    focus() {
      if (fields.isEmpty()) return submit.focus();
      // Who one is can wait; what the site asks before the question cannot.
      const [first] = (state?.form.questions ?? []).filter(({ binding }) => !contactDetails.includes(binding ?? ''));
      fields.focus(first?.binding === 'question' ? 'question' : undefined);
    },
    addQuestion(text) {
      added.push(text);
      putAdded();
    },
    clear() {
      fields.clear(({ binding }) => contactDetails.includes(binding ?? ''));
      keepDraft();
    },
    take(draft) {
      if (isRestored) fields.fill(draft);
    },
  };
}
