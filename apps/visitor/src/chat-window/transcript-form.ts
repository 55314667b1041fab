import { element, icon, setText } from './element.ts';
import { words } from './own-words.ts';
import type { WindowState } from './session.ts';
import type { TranscriptState } from './transcript-wish.ts';

const envelope = 'M3.5 6.5h17v11h-17zM4 7l8 6 8-6';
const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The way to have the transcript sent by e-mail: buttons that open a dialog which asks for the address. */
export interface TranscriptForm {
  /** In the header, while the chat goes on. */
  button: HTMLElement;
  /** Below the chat that is over. */
  link: HTMLElement;
  dialog: HTMLDialogElement;
  draw(state: WindowState): void;
}

function sayPromise({ to, when }: Extract<TranscriptState, { state: 'promised' }>): string {
  return when === 'now' ? words.transcriptNow(to) : words.transcriptAtEnd(to);
}

export function transcriptForm(onWanted: (email: string) => void): TranscriptForm {
  const button = element('button', { type: 'button', class: 'icon', 'aria-label': words.emailTranscript });
  button.append(icon(envelope));
  const link = element('button', { type: 'button', class: 'secondary' }, words.emailTranscript);
  const email = element('input', {
    id: 'transcript-email',
    type: 'email',
    autocomplete: 'email',
    inputmode: 'email',
    maxlength: 254,
    'aria-describedby': 'transcript-mistake',
  });
  const mistake = element('p', { class: 'error', id: 'transcript-mistake', role: 'alert' });
  const done = element('p', { role: 'status' });
  const title = element('h2', { id: 'transcript-title' }, words.emailTranscript);
  const send = element('button', { type: 'submit', class: 'primary' }, words.send);
  const close = element('button', { type: 'button', class: 'secondary' }, words.close);
  const row = element(
    'div',
    { class: 'field-row' },
    element('label', { for: 'transcript-email' }, words.sendItTo),
    email,
    mistake,
  );
  const form = element(
    'form',
    { novalidate: true },
    title,
    row,
    done,
    element('div', { class: 'buttons' }, close, send),
  );
  const dialog = element('dialog', { 'aria-labelledby': 'transcript-title', class: 'transcript' }, form);
  let isBusy = false;
  let shown: TranscriptState = { state: 'none' };
  /** An answer that was read: whoever opens the dialog again may name another address. */
  let read: TranscriptState | null = null;

  function open(): void {
    complain('');
    read = shown.state === 'asked' ? null : shown;
    drawAnswer();
    dialog.showModal();
    email.focus();
    email.select();
  }

  function complain(text: string): void {
    setText(mistake, text);
    email.setAttribute('aria-invalid', String(text !== ''));
  }

  button.addEventListener('click', open);
  link.addEventListener('click', open);
  close.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isBusy) return;
    const value = email.value.trim();
    complain(isEmail.test(value) ? '' : words.wrongEmail);
    if (isEmail.test(value)) onWanted(value);
    else email.focus();
  });

  return {
    button,
    link,
    dialog,
    draw({ settings, chat, entries, contact, transcript, link: connection }) {
      const isOffered =
        settings?.transcripts === true && chat !== null && entries.some(({ content }) => content.kind === 'joined');
      const isOver = chat?.state === 'ended' || chat?.state === 'closed';
      button.hidden = !isOffered || isOver;
      link.hidden = !isOffered || !isOver;
      if (!isOffered && dialog.open) dialog.close();
      if (contact.email && !email.value && email !== document.activeElement) email.value = contact.email;
      isBusy = transcript.state === 'asked' || connection !== 'open';
      send.setAttribute('aria-disabled', String(isBusy));
      setText(send, transcript.state === 'asked' ? words.oneMoment : words.send);
      const isNews = transcript !== shown;
      shown = transcript;
      if (isNews) drawAnswer();
    },
  };

  function drawAnswer(): void {
    const answer = shown === read ? null : shown;
    if (answer?.state === 'refused') complain(answer.why);
    const promised = answer?.state === 'promised' ? answer : null;
    row.hidden = promised !== null;
    send.hidden = promised !== null;
    setText(done, promised === null ? '' : sayPromise(promised));
    if (promised !== null && dialog.open) close.focus();
  }
}
