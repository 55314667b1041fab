import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { element, icon, setText } from './element.ts';
import { emojiPanel } from './emoji-panel.ts';
import type { FileStrip } from './file-strip.ts';
import type { Keep } from './keep.ts';
import { count, words } from './own-words.ts';

const longest = 4000;
const countedFrom = 3600;
const tallestPx = 140;
const send = 'M5 12h13M12 5.5l6.5 6.5-6.5 6.5';

interface Actions {
  onSend(body: string): void;
  onTyped(text: string): void;
  onStopped(): void;
}

/** The field for messages: Enter sends, Shift+Enter is a new line. What was typed is kept until it is sent. */
export interface Composer {
  element: HTMLElement;
  draw(settings: WindowSettings): void;
  focus(): void;
  /** Takes over what the visitor has typed elsewhere: in another tab, or before the window was moved. */
  take(text: string): void;
}

export function composer(drafts: Keep, files: FileStrip, { onSend, onTyped, onStopped }: Actions): Composer {
  const field = element('textarea', {
    rows: 1,
    placeholder: words.write,
    'aria-label': words.yourMessage,
    'aria-describedby': 'composer-hint',
    enterkeyhint: 'send',
  });
  const button = element('button', { type: 'submit', class: 'send', 'aria-label': words.send }, icon(send));
  const hint = element('p', { class: 'hint', id: 'composer-hint', role: 'status' });
  const emoji = emojiPanel(
    (chosen) => {
      field.focus();
      field.setRangeText(chosen, field.selectionStart, field.selectionEnd, 'end');
      field.dispatchEvent(new Event('input'));
    },
    () => field.focus(),
  );
  const notice = element('p', { class: 'hint' });
  const form = element(
    'form',
    { class: 'composer' },
    emoji.panel,
    files.list,
    files.input,
    element('div', { class: 'field' }, files.button, emoji.button, field, button),
    hint,
    notice,
  );

  function changed(): void {
    field.style.height = 'auto';
    field.style.height = `${Math.min(tallestPx, field.scrollHeight)}px`;
    const { length } = field.value;
    const isTooLong = length > longest;
    setText(
      hint,
      isTooLong
        ? count(words.tooManyCharacters, length - longest)
        : length >= countedFrom
          ? count(words.charactersLeft, longest - length)
          : '',
    );
    hint.classList.toggle('error', isTooLong);
    field.setAttribute('aria-invalid', String(isTooLong));
    button.disabled = field.value.trim() === '';
    drafts.write('draft', field.value || null);
  }

  field.addEventListener('input', () => {
    changed();
    if (field.value === '') onStopped();
    else onTyped(field.value);
  });
  field.addEventListener('paste', (event) => {
    if (files.take(event.clipboardData?.files)) event.preventDefault();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = field.value.trim();
    if (body === '' || body.length > longest) return;
    field.value = '';
    changed();
    field.focus();
    onSend(body);
  });
  field.value = drafts.read<string>('draft') ?? '';
  requestAnimationFrame(changed);
  return {
    element: form,
    draw(settings) {
      emoji.offer(settings.emoji);
      files.draw(settings);
      setText(notice, settings.typingNotice ?? '');
    },
    focus: () => field.focus(),
    take(text) {
      if (field.value === text) return;
      field.value = text;
      changed();
    },
  };
}
