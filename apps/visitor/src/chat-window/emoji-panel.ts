import { element, icon } from './element.ts';
import { words } from './own-words.ts';

const smile = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01';
/** The ones that are used most; any other can be typed or pasted. */
const common = '😀 😂 😊 🙂 😉 😍 🤔 😎 😅 😢 😮 😡 🙈 🥳 😴 🤷 👍 👎 👌 👏 🙏 💪 👋 🤝 ❤️ 💡 ✅ ❌ ⭐ 🎉 🔥 🚀'.split(
  ' ',
);
const perRow = 8;

/** A button that shows some emoji to choose from. */
export interface EmojiPanel {
  button: HTMLElement;
  panel: HTMLElement;
  /** Whether the site offers it. */
  offer(isOffered: boolean): void;
}

/** `onChosen` gets one emoji; `onLeft` is told when the panel closes without one. */
export function emojiPanel(onChosen: (emoji: string) => void, onLeft: () => void): EmojiPanel {
  const button = element(
    'button',
    { type: 'button', class: 'smile', 'aria-label': words.emoji, 'aria-expanded': 'false', hidden: true },
    icon(smile),
  );
  const panel = element('div', { class: 'emoji', role: 'group', 'aria-label': words.emoji, hidden: true });
  const choices = common.map((emoji) => element('button', { type: 'button', tabindex: -1 }, emoji));
  panel.append(...choices);

  function show(isShown: boolean): void {
    panel.hidden = !isShown;
    button.setAttribute('aria-expanded', String(isShown));
    if (!isShown) return;
    for (const choice of choices) choice.tabIndex = -1;
    focusOn(0);
  }

  function focusOn(place: number): void {
    const choice = choices[Math.max(0, Math.min(choices.length - 1, place))];
    if (!choice) return;
    for (const one of choices) one.tabIndex = one === choice ? 0 : -1;
    choice.focus();
  }

  button.addEventListener('click', () => {
    const isOpen = !panel.hidden;
    show(!isOpen);
    if (isOpen) onLeft();
  });
  panel.addEventListener('click', (event) => {
    const chosen = (event.target as Element).closest('button');
    if (!chosen) return;
    show(false);
    onChosen(chosen.textContent ?? '');
  });
  panel.addEventListener('keydown', (event) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow };
    const step = steps[event.key];
    if (event.key === 'Escape') {
      show(false);
      onLeft();
    } else if (step !== undefined) focusOn(choices.indexOf(event.target as HTMLButtonElement) + step);
    else return;
    event.preventDefault();
  });
  return {
    button,
    panel,
    offer(isOffered) {
      button.hidden = !isOffered;
      if (!isOffered) show(false);
    },
  };
}
