import type { AskedQuestion } from '@foyer/protocol/survey';
import { element, setText } from './element.ts';
import { words } from './own-words.ts';
import type { SurveyMessage, WindowState } from './session.ts';
import { surveyFields } from './survey-fields.ts';

/** What the operator asks for, within the conversation. */
export interface FieldCard {
  element: HTMLElement;
  draw(state: WindowState): void;
}

export function fieldCard(
  { seq, text, question }: { seq: number; text: string; question: AskedQuestion },
  language: string,
  onSend: (messages: SurveyMessage[]) => void,
): FieldCard {
  const fields = surveyFields();
  const submit = element('button', { type: 'submit', class: 'primary' }, words.send);
  const problem = element('p', { class: 'error', role: 'alert' });
  const form = element(
    'form',
    { class: 'card', novalidate: true, 'aria-label': text },
    element('p', {}, text),
    fields.element,
    problem,
    submit,
  );
  let chatId: string | null = null;
  let isBusy = false;
  let isMine = false;
  let shownFaults: WindowState['surveyFaults'] = [];
  fields.draw([question], language);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (chatId === null || isBusy || !fields.check()) return;
    isMine = true;
    onSend([{ type: 'field.answered', chatId, seq, answers: fields.answers(), language }]);
  });
  return {
    element: form,
    draw(state) {
      chatId = state.chat?.chatId ?? null;
      isBusy = state.isSurveyBusy;
      if (!isMine) return;
      if (state.surveyFaults !== shownFaults && state.surveyFaults.length > 0) fields.complain(state.surveyFaults);
      shownFaults = state.surveyFaults;
      setText(problem, state.surveyFaults.length > 0 ? '' : (state.surveyError ?? ''));
      setText(submit, isBusy ? words.oneMoment : words.send);
      submit.setAttribute('aria-disabled', String(isBusy));
    },
  };
}
