import { later, listen } from './guard.ts';

const everyMs = 200;
/** A page that has just come is often short, and still stands where the last one was left: its first look waits. */
const settleMs = 1_000;

/** How far down the document was seen, in percent of its height, in whole tenths. */
export interface ScrollDepth {
  /** Begins to look, or says anew what was said on a connection that has gone. */
  start(): void;
  /** Another page view: from the top again. */
  restart(): void;
}

/** `tell` gets each further tenth of a page view; false from it: told again with the next look. */
export function scrollDepth(tell: (percent: number) => boolean): ScrollDepth {
  let isOn = false;
  let furthest = 0;
  let told = 0;
  let timer: number | undefined;

  function look(): void {
    timer = undefined;
    if (document.hidden) return;
    // Browsers that zoom may stop half a pixel short of the end.
    const seen = (scrollY + innerHeight + 1) / document.documentElement.scrollHeight;
    furthest = Math.max(furthest, Math.min(100, Math.floor(seen * 10) * 10));
    if (furthest > told && tell(furthest)) told = furthest;
  }

  function lookIn(ms: number): void {
    timer ??= later(look, ms);
  }

  return {
    start() {
      told = 0;
      lookIn(settleMs);
      if (isOn) return;
      isOn = true;
      listen(window, 'scroll', () => lookIn(everyMs));
      listen(document, 'visibilitychange', () => lookIn(everyMs));
    },
    restart() {
      furthest = told = 0;
      clearTimeout(timer);
      timer = undefined;
      if (isOn) lookIn(settleMs);
    },
  };
}
