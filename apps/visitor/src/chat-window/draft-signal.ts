import { cleanText } from '../clean-text.ts';
import { maskCards } from './mask-cards.ts';

const everyMs = 500;
const longest = 4000;

/** Tells the other side what is typed, the newest only and at most twice a second. */
export interface DraftSignal {
  typed(text: string): void;
  /** The message was sent or the field emptied: told, if anything was told before. */
  cleared(): void;
  /** Tells nothing any more. */
  forget(): void;
}

export function draftSignal(tell: (text: string) => void): DraftSignal {
  let told = '';
  let wanted = '';
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    timer = null;
    if (wanted === told) return;
    told = wanted;
    tell(told);
    timer = setTimeout(flush, everyMs);
  }

  function forget(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    told = wanted = '';
  }

  return {
    typed(text) {
      wanted = cleanText(maskCards(text), longest);
      if (timer === null) flush();
    },
    cleared() {
      const hasTold = told !== '';
      forget();
      if (hasTold) tell('');
    },
    forget,
  };
}
