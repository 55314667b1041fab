import { composer } from './composer.ts';
import { conversation } from './conversation.ts';
import { element, icon, setText } from './element.ts';
import type { Keep } from './keep.ts';
import { type Phase, phaseOf } from './phase.ts';
import { postChat } from './post-chat.ts';
import type { SurveyMessage, WindowState, Wish } from './session.ts';
import { startForm } from './start-form.ts';

const bubble = 'M20.5 11.6a8 8 0 0 1-11.6 7.1L3.5 20.5l1.8-5.4a8 8 0 1 1 15.2-3.5z';
const chevron = 'M6 9.5l6 6 6-6';
const tick = 'M5 12.5l4.5 4.5L19 7.5';

interface Actions {
  onMinimise(): void;
  onWish(wish: Wish): void;
  onSend(body: string): void;
  onAnswer(messages: SurveyMessage[]): void;
  onRetry(cid: string): void;
  onTyped(text: string): void;
  onStoppedTyping(): void;
  onEnd(): void;
  /** Answers the messages that were never sent. */
  onStartAgain(): string[];
}

/** The whole window: header, notice of a lost connection, one screen at a time. */
export interface ChatWindow {
  element: HTMLElement;
  draw(state: WindowState): void;
  /** Puts texts that could not be sent into the question of the start form. */
  giveBack(texts: string[]): void;
  /** The page was opened by itself, with no web site around it. */
  drawAlone(): void;
  /** Puts the focus where the visitor goes on. */
  focus(): void;
}

export function chatWindow(drafts: Keep, actions: Actions): ChatWindow {
  const avatar = element('div', { class: 'avatar', 'aria-hidden': 'true' });
  const title = element('h1', {}, 'Chat');
  const subtitle = element('p', { class: 'presence' });
  const endButton = element('button', { type: 'button', class: 'quiet', hidden: true }, 'End chat');
  const minimise = element('button', { type: 'button', class: 'icon', 'aria-label': 'Minimise' }, icon(chevron));
  const banner = element('p', { class: 'banner', role: 'status' });

  const form = startForm(drafts, actions.onWish);
  const log = conversation(actions.onRetry, actions.onAnswer);
  const field = composer(drafts, {
    onSend: actions.onSend,
    onTyped: actions.onTyped,
    onStopped: actions.onStoppedTyping,
  });
  const noticeIcon = element('div', { class: 'notice-icon' });
  const noticeText = element('p');
  const noticeButton = element('button', { type: 'button', class: 'primary' });
  const notice = element('div', { class: 'notice', role: 'status' }, noticeIcon, noticeText, noticeButton);
  const again = element('button', { type: 'button', class: 'primary' }, 'Start a new chat');
  const survey = postChat(actions.onAnswer);
  const ended = element('div', { class: 'ended' }, survey.element, again);
  const main = element('main', { 'aria-label': 'Chat' }, notice, form.element, log.element, field.element, ended);

  const question = element('dialog', { 'aria-labelledby': 'end-question' });
  const stay = element('button', { type: 'button', class: 'secondary' }, 'Go on');
  const leave = element('button', { type: 'button', class: 'danger' }, 'End chat');
  const words = element('p', { id: 'end-question' });
  question.append(words, element('div', { class: 'buttons' }, stay, leave));

  let phase: Phase | 'alone' = 'connecting';
  let waitsForFocus = false;
  let slow = false;
  setTimeout(() => {
    slow = true;
    if (phase === 'connecting') drawNotice('connecting');
  }, 8_000);

  endButton.addEventListener('click', () => {
    setText(words, phase === 'waiting' ? 'Stop waiting and cancel this chat?' : 'End this chat?');
    question.showModal();
  });
  stay.addEventListener('click', () => question.close());
  leave.addEventListener('click', () => {
    question.close();
    actions.onEnd();
  });
  minimise.addEventListener('click', actions.onMinimise);
  for (const button of [again, noticeButton])
    button.addEventListener('click', () => {
      const unsent = actions.onStartAgain();
      form.clear();
      giveBack(unsent);
      form.focus();
    });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !question.open && !event.defaultPrevented) actions.onMinimise();
  });

  function drawNotice(shown: Phase | 'alone', state?: WindowState): void {
    const texts: Partial<Record<Phase | 'alone', [text: string, button: string | null]>> = {
      connecting: [slow ? 'This takes longer than usual. We keep trying.' : 'Connecting…', null],
      refused: ['Chat is not available right now.', null],
      alone: ['Open the chat from the web site.', null],
      thanks: ['Thank you. We have your message and will answer by e-mail.', 'Send another message'],
      missed: [
        state?.online
          ? 'Sorry, nobody could take your chat in time. Please try again.'
          : 'Sorry, nobody could take your chat. Leave us a message and we will come back to you.',
        state?.online ? 'Try again' : 'Leave a message',
      ],
    };
    const [text, button] = texts[shown] ?? ['', null];
    notice.hidden = !texts[shown];
    notice.classList.toggle('busy', shown === 'connecting');
    if (shown !== 'connecting') noticeIcon.replaceChildren(icon(shown === 'thanks' ? tick : bubble));
    setText(noticeText, text);
    setText(noticeButton, button ?? '');
    noticeButton.hidden = button === null;
  }

  function focus(): void {
    waitsForFocus = phase === 'connecting';
    if (phase === 'start') form.focus();
    else if (phase === 'waiting' || phase === 'conversation') field.focus();
    else if (phase === 'ended') again.focus();
    else if (!noticeButton.hidden && !notice.hidden) noticeButton.focus();
    else minimise.focus();
  }

  function giveBack(texts: string[]): void {
    for (const text of texts) form.addQuestion(text);
  }

  drawNotice('connecting');
  for (const part of [form.element, log.element, field.element, ended]) part.hidden = true;

  return {
    element: element(
      'div',
      { class: 'window' },
      element(
        'header',
        { 'aria-label': 'Chat' },
        avatar,
        element('div', { class: 'titles' }, title, subtitle),
        endButton,
        minimise,
      ),
      banner,
      main,
      question,
    ),
    draw(state) {
      const before = phase;
      phase = phaseOf(state);
      const { settings, chat, online, link } = state;
      const isTalking = phase === 'waiting' || phase === 'conversation';
      document.body.dataset.phase = phase;

      const operator = chat?.operatorName ?? null;
      setText(title, (phase === 'conversation' && operator) || (settings?.title ?? 'Chat'));
      setText(subtitle, presence(state, phase));
      subtitle.dataset.state = (phase === 'conversation' ? chat?.operatorPresent : online && phase !== 'ended')
        ? 'here'
        : 'away';
      subtitle.hidden = !settings;
      if (phase === 'conversation' && operator) setText(avatar, operator.trim().slice(0, 1).toUpperCase());
      else if (!avatar.querySelector('svg')) avatar.replaceChildren(icon(bubble));
      setText(endButton, phase === 'waiting' ? 'Cancel' : 'End chat');
      endButton.hidden = !isTalking;
      setText(banner, link === 'lost' ? 'Reconnecting… What you write is kept and sent as soon as we are back.' : '');
      if (!isTalking && question.open) question.close();

      drawNotice(phase, state);
      form.element.hidden = phase !== 'start';
      log.element.hidden = !isTalking && phase !== 'ended';
      field.element.hidden = !isTalking;
      if (settings) field.draw(settings);
      ended.hidden = phase !== 'ended';
      const language = document.documentElement.lang;
      survey.draw(state, language);
      again.className = survey.element.hidden ? 'primary' : 'secondary';
      if (phase === 'start' && settings && state.surveys)
        form.draw({
          isOnline: online,
          form: online ? state.surveys.preChat : state.surveys.offline,
          language,
          text: online ? settings.openingText : settings.offlineText,
          isBusy: state.isRequesting,
          error: state.requestError,
          faults: state.requestFaults,
        });
      if (before === 'start' && phase !== 'start') form.clear();
      log.draw(state, phase === 'waiting' ? (settings?.waitingText ?? null) : null);

      // A new screen takes the focus only from the one that has gone.
      const hadFocus =
        document.hasFocus() && (document.activeElement === document.body || document.activeElement === null);
      if (before !== phase && (waitsForFocus || (hadFocus && before !== 'connecting'))) focus();
    },
    giveBack,
    drawAlone() {
      phase = 'alone';
      drawNotice('alone');
      minimise.hidden = true;
      subtitle.hidden = true;
      avatar.replaceChildren(icon(bubble));
    },
    focus,
  };
}

function presence({ online, chat }: WindowState, phase: Phase): string {
  if (phase === 'conversation') return chat?.operatorPresent ? 'Online' : 'Back in a moment';
  if (phase === 'waiting') return 'Waiting for an answer';
  if (phase === 'ended') return 'This chat has ended';
  return online ? 'We are online' : 'We are away';
}
