import { element, icon, setText } from './element.ts';
import type { Keep } from './keep.ts';

const longest = 4000;
const countedFrom = 3600;
const tallestPx = 140;
const send = 'M5 12h13M12 5.5l6.5 6.5-6.5 6.5';

interface Actions {
  onSend(body: string): void;
  onTyped(): void;
  onStopped(): void;
}

/** The field for messages: Enter sends, Shift+Enter is a new line. What was typed is kept until it is sent. */
export interface Composer {
  element: HTMLElement;
  focus(): void;
}

export function composer(drafts: Keep, { onSend, onTyped, onStopped }: Actions): Composer {
  const field = element('textarea', {
    rows: 1,
    placeholder: 'Write a message…',
    'aria-label': 'Your message',
    'aria-describedby': 'composer-hint',
    enterkeyhint: 'send',
  });
  const button = element('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon(send));
  const hint = element('p', { class: 'hint', id: 'composer-hint', role: 'status' });
  const form = element('form', { class: 'composer' }, element('div', { class: 'field' }, field, button), hint);

  function changed(): void {
    field.style.height = 'auto';
    field.style.height = `${Math.min(tallestPx, field.scrollHeight)}px`;
    const { length } = field.value;
    const isTooLong = length > longest;
    setText(
      hint,
      isTooLong
        ? `${length - longest} characters too many: please shorten your message.`
        : length >= countedFrom
          ? `${longest - length} characters left`
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
    else onTyped();
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
  return { element: form, focus: () => field.focus() };
}
