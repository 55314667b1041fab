import { composer } from './composer.ts';
import { conversation } from './conversation.ts';
import { element, icon, setAttribute, setText } from './element.ts';
import type { FileSender } from './file-sender.ts';
import { fileStrip } from './file-strip.ts';
import { fillOpens } from './fill-opens.ts';
import type { Keep } from './keep.ts';
import { words } from './own-words.ts';
import { type Phase, phaseOf } from './phase.ts';
import { postChat } from './post-chat.ts';
import { queueCard } from './queue-card.ts';
import type { SurveyMessage, WindowState, Wish } from './session.ts';
import { type Draft, startForm } from './start-form.ts';
import { transcriptForm } from './transcript-form.ts';

const bubble = 'M20.5 11.6a8 8 0 0 1-11.6 7.1L3.5 20.5l1.8-5.4a8 8 0 1 1 15.2-3.5z';
const chevron = 'M6 9.5l6 6 6-6';
const tick = 'M5 12.5l4.5 4.5L19 7.5';
const outwards = 'M10 5H6a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-4M14 4h6v6M20 4l-9 9';

interface Actions {
  onMinimise(): void;
  /** Moves the chat into a window of its own; false: the browser does not allow it. */
  onPopOut(): boolean;
  onWish(wish: Wish): void;
  onSend(body: string): void;
  onAnswer(messages: SurveyMessage[]): void;
  onRetry(cid: string): void;
  onTyped(text: string): void;
  onStoppedTyping(): void;
  onEnd(): void;
  onTranscriptWanted(email: string): void;
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
  /** Takes over what was typed in another tab, or before the chat was moved here. */
  takeDraft(text: string): void;
  takeStart(draft: Draft): void;
  /** This is a window of its own: there is nothing to be minimised to. */
  standAlone(): void;
  /** Puts the focus where the visitor goes on. */
  focus(): void;
}

export function chatWindow(drafts: Keep, sender: FileSender, actions: Actions): ChatWindow {
  const avatar = element('div', { class: 'avatar', 'aria-hidden': 'true' });
  const title = element('h1', { dir: 'auto' }, words.chat);
  const subtitle = element('p', { class: 'presence' });
  const endButton = element('button', { type: 'button', class: 'quiet', hidden: true }, words.endChat);
  const minimise = element('button', { type: 'button', class: 'icon', 'aria-label': words.minimise }, icon(chevron));
  const out = element(
    'button',
    { type: 'button', class: 'icon out', 'aria-label': words.popOut, title: words.popOut },
    icon(outwards),
  );
  const banner = element('p', { class: 'banner', role: 'status' });

  const form = startForm(drafts, actions.onWish);
  const log = conversation(actions.onRetry, sender.address, actions.onAnswer);
  let chatId: string | null = null;
  const files = fileStrip(sender, () => chatId);
  const field = composer(drafts, files, {
    onSend: actions.onSend,
    onTyped: actions.onTyped,
    onStopped: actions.onStoppedTyping,
  });
  const noticeIcon = element('div', { class: 'notice-icon' });
  const noticeText = element('p');
  const noticeButton = element('button', { type: 'button', class: 'primary' });
  const noticeLink = element('a', { class: 'primary', target: '_top', hidden: true }, words.goThere);
  const notice = element('div', { class: 'notice', role: 'status' }, noticeIcon, noticeText, noticeButton, noticeLink);
  const again = element('button', { type: 'button', class: 'primary' }, words.newChat);
  const transcript = transcriptForm(actions.onTranscriptWanted);
  const survey = postChat(actions.onAnswer);
  const ended = element('div', { class: 'ended' }, survey.element, transcript.link, again);
  const queue = queueCard();
  const main = element(
    'main',
    { 'aria-label': words.chat },
    notice,
    form.element,
    queue.element,
    log.element,
    field.element,
    ended,
  );

  const question = element('dialog', { 'aria-labelledby': 'end-question' });
  const stay = element('button', { type: 'button', class: 'secondary' }, words.goOn);
  const leave = element('button', { type: 'button', class: 'danger' }, words.endChat);
  const asked = element('p', { id: 'end-question' });
  question.append(asked, element('div', { class: 'buttons' }, stay, leave));

  // A file that is dropped beside the field must not take the window's place.
  main.addEventListener('dragover', (event) => event.preventDefault());
  main.addEventListener('drop', (event) => {
    event.preventDefault();
    if (phase === 'waiting' || phase === 'conversation') files.take(event.dataTransfer?.files);
  });

  let phase: Phase | 'alone' = 'connecting';
  let waitsForFocus = false;
  let isAlone = false;
  let isBlocked = false;

  let slow = false;
  setTimeout(() => {
    slow = true;
    if (phase === 'connecting') drawNotice('connecting');
  }, 8_000);

  endButton.addEventListener('click', () => {
    setText(asked, phase === 'waiting' ? words.cancelQuestion : words.endQuestion);
    question.showModal();
  });
  stay.addEventListener('click', () => question.close());
  leave.addEventListener('click', () => {
    question.close();
    actions.onEnd();
  });
  minimise.addEventListener('click', actions.onMinimise);
  out.addEventListener('click', () => {
    isBlocked = !actions.onPopOut();
    if (isBlocked) setText(banner, words.popUpBlocked);
  });
  for (const button of [again, noticeButton])
    button.addEventListener('click', () => {
      const unsent = actions.onStartAgain();
      form.clear();
      giveBack(unsent);
      form.focus();
    });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || isAlone || event.defaultPrevented) return;
    if (!question.open && !transcript.dialog.open) actions.onMinimise();
  });

  function drawNotice(shown: Phase | 'alone', state?: WindowState): void {
    const texts: Partial<Record<Phase | 'alone', [text: string, button: string | null]>> = {
      connecting: [slow ? words.slow : words.connecting, null],
      refused: [words.notAvailable, null],
      alone: [words.openFromSite, null],
      thanks: [words.thanks, words.sendAnother],
      away: [state?.settings?.offlineText ?? '', null],
      missed: [
        state?.online ? words.missedOnline : words.missedOffline,
        state?.online ? words.tryAgain : words.leaveMessage,
      ],
    };
    const [text, button] = texts[shown] ?? ['', null];
    notice.hidden = !texts[shown];
    notice.classList.toggle('busy', shown === 'connecting');
    if (shown !== 'connecting') noticeIcon.replaceChildren(icon(shown === 'thanks' ? tick : bubble));
    setText(noticeText, text);
    setText(noticeButton, button ?? '');
    noticeButton.hidden = button === null;
    const leadsTo = shown === 'away' ? (state?.settings?.offlineUrl ?? null) : null;
    noticeLink.hidden = leadsTo === null;
    setAttribute(noticeLink, 'href', leadsTo);
  }

  function focus(): void {
    waitsForFocus = phase === 'connecting';
    if (phase === 'start') form.focus();
    else if (phase === 'waiting' || phase === 'conversation') field.focus();
    else if (phase === 'ended') again.focus();
    else if (!noticeButton.hidden && !notice.hidden) noticeButton.focus();
    else if (!noticeLink.hidden && !notice.hidden) noticeLink.focus();
    else minimise.focus();
  }

  function drawLogo(address: string): void {
    const shown = avatar.firstElementChild;
    if (shown instanceof HTMLImageElement && shown.getAttribute('src') === address) return;
    avatar.replaceChildren(element('img', { src: address, alt: '', width: 40, height: 40 }));
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
        { 'aria-label': words.chat },
        avatar,
        element('div', { class: 'titles' }, title, subtitle),
        transcript.button,
        endButton,
        out,
        minimise,
      ),
      banner,
      main,
      question,
      transcript.dialog,
    ),
    draw(state) {
      const before = phase;
      phase = phaseOf(state);
      const { settings, chat, online, link } = state;
      chatId = chat?.chatId ?? null;
      const isTalking = phase === 'waiting' || phase === 'conversation';
      document.body.dataset.phase = phase;

      const operator = chat?.operatorName ?? null;
      setText(title, (phase === 'conversation' && operator) || (settings?.title ?? words.chat));
      setText(subtitle, presence(state, phase));
      subtitle.dataset.state = (phase === 'conversation' ? chat?.operatorPresent : online && phase !== 'ended')
        ? 'here'
        : 'away';
      subtitle.hidden = !settings;
      if (settings?.logo) drawLogo(settings.logo);
      else if (phase === 'conversation' && operator) setText(avatar, operator.trim().slice(0, 1).toUpperCase());
      else if (!avatar.querySelector('svg')) avatar.replaceChildren(icon(bubble));
      setText(endButton, phase === 'waiting' ? words.cancel : words.endChat);
      endButton.hidden = !isTalking;
      const news = link === 'lost' ? words.reconnecting : state.isSlowedDown ? words.slowedDown : '';
      setText(banner, news || (isBlocked ? words.popUpBlocked : ''));
      if (!isTalking && question.open) question.close();
      transcript.draw(state);

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
          text: online ? settings.openingText : fillOpens(settings.offlineText, state.opensAt),
          isBusy: state.isRequesting,
          error: state.requestError,
          faults: state.requestFaults,
        });
      if (before === 'start' && phase !== 'start') form.clear();
      queue.draw(state, phase === 'waiting');
      log.draw(state);

      // A new screen takes the focus only from the one that has gone.
      const focused = document.activeElement;
      const hadFocus =
        document.hasFocus() && (focused === document.body || focused === null || focused.closest('[hidden]') !== null);
      if (before !== phase && (waitsForFocus || (hadFocus && before !== 'connecting'))) focus();
    },
    giveBack,
    takeDraft: field.take,
    takeStart: form.take,
    standAlone() {
      isAlone = true;
      minimise.hidden = out.hidden = true;
    },
    drawAlone() {
      phase = 'alone';
      drawNotice('alone');
      minimise.hidden = out.hidden = true;
      subtitle.hidden = true;
      avatar.replaceChildren(icon(bubble));
    },
    focus,
  };
}

function presence({ online, chat }: WindowState, phase: Phase): string {
  if (phase === 'conversation') return chat?.operatorPresent ? words.operatorOnline : words.backSoon;
  if (phase === 'waiting') return words.waiting;
  if (phase === 'ended') return words.ended;
  return online ? words.online : words.away;
}
