import { guard } from './guard.ts';
import type { invitations, invitePlace } from './invitations.ts';
import type { watch } from './watch.ts';
import { whenLoaded } from './when-loaded.ts';

/** Set by the build: what their addresses end in, so that no browser keeps an older one than this script. */
declare const __LATER_HASH__: string;

/** What few page views need is in files of its own, fetched from our origin when it is. */
interface LaterFiles {
  invite: { invitations: typeof invitations; invitePlace: typeof invitePlace };
  watch: { watch: typeof watch };
}

/**
 * Fetches one of them once the page has loaded, and runs `use` with it; never where it can't be had. Asked again, it is not
 * fetched again. A module, and no script element: that would need a Trusted Types policy.
 */
export function loadLater<Name extends keyof LaterFiles>(
  origin: string,
  name: Name,
  use: (file: LaterFiles[Name]) => void,
): void {
  const address = `${origin}/foyer-${name}.js?v=${__LATER_HASH__}`;
  whenLoaded(() => {
    import(/* @vite-ignore */ address).then(guard(use), () => undefined);
  });
}
