import { guard } from './guard.ts';

/** What `foyer(command, …)` can do, by command. */
export type Commands = Record<string, (...args: unknown[]) => void>;

interface Foyer {
  (...args: unknown[]): void;
  /** Calls made before the script had loaded. */
  q?: ArrayLike<unknown>[];
  isLoaded?: boolean;
}

declare global {
  interface Window {
    foyer?: Foyer;
  }
}

/** Whether a tracking code on this page is at work already. */
export function isTaken(): boolean {
  return window.foyer?.isLoaded === true;
}

/** Takes over the page's one global, runs what was queued, and answers its commands. Unknown ones are ignored silently. */
export function takeCommands(commands: Commands): void {
  const run = guard((...args: unknown[]) => {
    const [command, ...rest] = args;
    if (typeof command === 'string' && Object.hasOwn(commands, command)) commands[command]?.(...rest);
  });
  const queued = window.foyer?.q;
  const foyer: Foyer = (...args) => run(...args);
  foyer.isLoaded = true;
  window.foyer = foyer;
  if (Array.isArray(queued)) for (const call of queued) run(...Array.from(call));
}
