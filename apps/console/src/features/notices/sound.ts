import type { Ring } from '@foyer/protocol/ring';
import { createStore } from '../../api/create-store.ts';

const isSupported = 'AudioContext' in globalThis;
let context: AudioContext | null = null;

/** Whether the browser lets this page play; it does not before the first click or key. */
export const soundState = createStore<Exclude<Ring['sound'], 'off'>>(isSupported ? 'blocked' : 'unsupported');

/** The page's one audio output, awake if the browser allows; null: there is none. */
export function openSound(): AudioContext | null {
  if (!isSupported) return null;
  if (context === null) {
    const made = new AudioContext();
    made.onstatechange = tellState;
    context = made;
  }
  if (context.state === 'suspended') void context.resume();
  // Later: while a click is on its way to its switch, nothing on the page may be drawn anew.
  setTimeout(tellState);
  return context;
}

function tellState(): void {
  if (context !== null) soundState.set(context.state === 'running' ? 'works' : 'blocked');
}

/** Opens the sound with the first click or key, so that the first chat is heard. Returns the way to stop. */
export function unlockSound(): () => void {
  // Not with the press: what is said of the sound changes, and must not move what is being clicked.
  const signs = ['click', 'keydown'] as const;
  const open = () => {
    if (openSound()?.state === 'running') stop();
  };
  const stop = () => {
    for (const sign of signs) removeEventListener(sign, open, { capture: true });
  };
  for (const sign of signs) addEventListener(sign, open, { capture: true });
  return stop;
}
