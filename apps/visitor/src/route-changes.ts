import { guard, listen } from './guard.ts';

/**
 * Calls `onRoute` with the old and the new address whenever a single-page application goes to another path or query; a
 * change of the fragment alone is none. The page's own call always runs first, and its answer and errors are its own.
 */
export function watchRoutes(onRoute: (from: string, to: string) => void): void {
  let last = location.href;
  const notice = guard(() => {
    const now = location.href;
    if (withoutFragment(now) !== withoutFragment(last)) onRoute(last, now);
    last = now;
  });
  for (const method of ['pushState', 'replaceState'] as const) {
    const native = history[method];
    history[method] = function (...args) {
      native.apply(this, args);
      notice();
    };
  }
  listen(window, 'popstate', notice);
  listen(window, 'hashchange', notice);
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] as string;
}
