import { later, listen } from './guard.ts';

/** Runs once the page has loaded, or is taking its time: our frame and pictures must not put off its load event. */
export function whenLoaded(run: () => void): void {
  if (document.readyState === 'complete') {
    run();
    return;
  }
  let isDone = false;
  const once = (): void => {
    if (!isDone) run();
    isDone = true;
  };
  listen(window, 'load', () => later(once, 0));
  later(once, 4_000);
}
