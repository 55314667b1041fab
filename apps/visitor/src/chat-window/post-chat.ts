import type { VisitorEntry } from '@foyer/protocol/chat';
import type { AskedSurveys } from '@foyer/protocol/survey';
import { inLanguage } from '@foyer/protocol/survey-answers';
import { cleanText } from '../clean-text.ts';
import { element, setText } from './element.ts';
import { words } from './own-words.ts';
import { type RatingField, ratingField } from './rating-field.ts';
import type { SurveyMessage, WindowState } from './session.ts';
import { surveyFields } from './survey-fields.ts';

/** Rating and questions after a chat; what was sent can be changed. */
export interface PostChat {
  element: HTMLElement;
  draw(state: WindowState, language: string): void;
}

export function postChat(onSend: (messages: SurveyMessage[]) => void): PostChat {
  const title = element('h2');
  const intro = element('p');
  const fields = surveyFields();
  const ratingBox = element('div');
  const comment = element('textarea', { id: 'rating-comment', rows: 2, maxlength: 1000 });
  const commentRow = element(
    'div',
    { class: 'field-row' },
    element('label', { for: comment.id }, words.comment),
    comment,
  );
  const submit = element('button', { type: 'submit', class: 'primary' });
  const problem = element('p', { class: 'error', role: 'alert' });
  const form = element(
    'form',
    { class: 'post-chat', novalidate: true },
    title,
    intro,
    ratingBox,
    commentRow,
    fields.element,
    problem,
    submit,
  );
  const thanks = element('p', { role: 'status' });
  const change = element('button', { type: 'button', class: 'secondary' }, words.changeAnswer);
  const done = element('div', { class: 'post-chat-done' }, thanks, change);
  const box = element('section', {}, form, done);
  let rating: RatingField | null = null;
  let drawnRating = '';
  let chatId: string | null = null;
  let asked: AskedSurveys | null = null;
  let isChanging = false;
  let isBusy = false;
  let language = '';
  let shownFaults: WindowState['surveyFaults'] = [];

  change.addEventListener('click', () => {
    isChanging = true;
    form.hidden = false;
    done.hidden = true;
    if (rating) rating.focus();
    else fields.focus();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!asked || chatId === null || isBusy) return;
    const value = rating?.value() ?? null;
    // A rating can be left out where there are questions; nothing at all is nothing to send.
    const isMissing = rating !== null && value === null && fields.isEmpty();
    rating?.complain(isMissing ? words.chooseRating : '');
    if (!fields.check()) return;
    if (isMissing) return rating?.focus();
    const said = cleanText(comment.value.trim(), 1000);
    const messages: SurveyMessage[] = [];
    if (value !== null)
      messages.push({
        type: 'chat.rated',
        chatId,
        rating: value,
        ...(asked.rating?.comment && said ? { comment: said } : {}),
      });
    if (!fields.isEmpty()) messages.push({ type: 'survey.answered', chatId, answers: fields.answers(), language });
    isChanging = false;
    onSend(messages);
  });

  return {
    element: box,
    draw(state, spoken) {
      const { chat, surveys, entries } = state;
      const isOver = chat?.state === 'ended' || chat?.state === 'closed';
      box.hidden = !isOver || !surveys || !(surveys.rating || surveys.postChat.questions.length > 0);
      if (box.hidden || !surveys || !chat) return;
      language = spoken;
      asked = surveys;
      const form_ = surveys.postChat;
      const other = inLanguage(form_.translations, language);
      setText(title, other?.title || form_.title);
      title.hidden = title.textContent === '';
      setText(intro, other?.intro || form_.intro);
      intro.hidden = intro.textContent === '';
      box.setAttribute('aria-label', title.textContent || surveys.rating?.question || intro.textContent || '');
      fields.draw(form_.questions, language);
      drawRating(surveys);
      const last = (kind: 'rated' | 'surveyAnswered') =>
        entries.findLast(
          ({ content }) => content.kind === kind && !('phase' in content && content.phase === 'preChat'),
        );
      const told = [last('rated'), last('surveyAnswered')].flatMap((entry) => entry ?? []);
      if (chat.chatId !== chatId) {
        chatId = chat.chatId;
        isChanging = false;
      }
      isBusy = state.isSurveyBusy;
      if (told.length > 0 && !isChanging) restore(told);
      if (state.surveyFaults !== shownFaults && state.surveyFaults.length > 0) {
        isChanging = true;
        form.hidden = false;
        fields.complain(state.surveyFaults);
      }
      shownFaults = state.surveyFaults;
      const isDone = told.length > 0 && !isChanging && !isBusy;
      const hadFocus = form.contains(document.activeElement);
      form.hidden = isDone;
      done.hidden = !isDone;
      setText(thanks, isDone ? words.thanksForAnswer : '');
      if (isDone && hadFocus) change.focus();
      setText(submit, isBusy ? words.oneMoment : words.send);
      submit.setAttribute('aria-disabled', String(isBusy));
      setText(problem, state.surveyFaults.length > 0 ? '' : (state.surveyError ?? ''));
    },
  };

  function drawRating({ rating: settings }: AskedSurveys): void {
    const wanted = JSON.stringify([settings, language]);
    if (wanted === drawnRating) return;
    drawnRating = wanted;
    const before = rating?.value() ?? null;
    rating = settings && ratingField(settings, language);
    if (before !== null) rating?.choose(before);
    ratingBox.replaceChildren(...(rating ? [rating.element] : []));
    commentRow.hidden = !settings?.comment;
  }

  /** What was sent before, to change it. */
  function restore(told: readonly VisitorEntry[]): void {
    for (const { content } of told) {
      if (content.kind === 'rated') {
        rating?.choose(content.rating);
        comment.value = content.comment ?? '';
      } else if (content.kind === 'surveyAnswered')
        fields.fill(Object.fromEntries(content.answers.map(({ name, value }) => [name, value])));
    }
  }
}
