import i18next from 'i18next';
import { isTitleFlashing } from './notice-choices.ts';

const everyMs = 1000;
let timer: ReturnType<typeof setInterval> | undefined;
let title = '';

/** Flashes the tab's title until somebody looks at the page. */
export function flashTitle(): void {
  if (!isTitleFlashing.get() || document.hasFocus() || timer !== undefined) return;
  const flash = `● ${i18next.t('notices:flash')}`;
  title = document.title;
  const turn = () => {
    // Between, a screen may have given the tab another title.
    if (document.title !== flash) title = document.title;
    document.title = document.title === flash ? title : flash;
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    if (document.title === flash) document.title = title;
  };
  turn();
  timer = setInterval(turn, everyMs);
  addEventListener('focus', stop, { once: true });
}
