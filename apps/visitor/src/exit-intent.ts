import { listen } from './guard.ts';

/** Fast pointers are last seen a little below the edge. */
const edgePx = 20;

/** The pointer leaves the window at its top: towards the address bar, the tabs, the cross. */
export interface ExitIntent {
  /** Begins to look, where there is a pointer that can leave: not on touch screens. */
  start(): void;
  /** Another page view: it may happen once more. */
  restart(): void;
}

/** Calls `tell` once a page view; false from it: the next time counts. */
export function exitIntent(tell: () => boolean): ExitIntent {
  let isOn = false;
  let isTold = false;
  return {
    start() {
      if (isOn || !matchMedia('(hover:hover) and (pointer:fine)').matches) return;
      isOn = true;
      listen(document, 'mouseout', (event) => {
        const { relatedTarget, clientY } = event as MouseEvent;
        if (!isTold && !relatedTarget && clientY < edgePx) isTold = tell();
      });
    },
    restart() {
      isTold = false;
    },
  };
}
