/**
 * Everything the script does on a page runs through here: whatever goes wrong stays ours, and the page's console stays
 * quiet. (Only a command that is used wrongly is spoken of there.) Losing one report is the lesser harm.
 */
export function guard<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      run(...args);
    } catch {
      // Nobody on this page could act on it.
    }
  };
}

/** Hears an event without ever holding up or changing it. */
export function listen(target: EventTarget, type: string, run: (event: Event) => void): void {
  target.addEventListener(type, guard(run), { passive: true, capture: true });
}

/** Runs once after `ms` milliseconds; the answer is for `clearTimeout`. */
export function later(run: () => void, ms: number): number {
  return window.setTimeout(guard(run), ms);
}
