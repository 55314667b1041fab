import type { Ring } from '@foyer/protocol/ring';
import { createStore } from '../../api/create-store.ts';

const isSupported = 'AudioContext' in window;
let context: AudioContext | null = null;

/** Whether the browser lets this page play; it does not before the first click or key. */
export const soundState = createStore<Exclude<Ring['sound'], 'off'>>(isSupported ? 'blocked' : 'unsupported');

/** The page's one audio output, awake if the browser allows; null: there is none. */
export function openSound(): AudioContext | null {
  if (!isSupported) return null;
  if (context === null) {
    const made = new AudioContext();
    made.onstatechange = () => soundState.set(made.state === 'running' ? 'works' : 'blocked');
    context = made;
  }
  if (context.state === 'suspended') void context.resume();
  if (context.state === 'running') soundState.set('works');
  return context;
}

/** Opens the sound with the first click or key, so that the first chat is heard. Returns the way to stop. */
export function unlockSound(): () => void {
  // Not with the press of the button: what is said of the sound changes, and must not move what is being clicked.
  const signs = ['click', 'keydown'] as const;
  const open = () => {
    openSound();
    if (soundState.get() !== 'blocked') stop();
  };
  const stop = () => {
    for (const sign of signs) removeEventListener(sign, open, { capture: true });
  };
  for (const sign of signs) addEventListener(sign, open, { capture: true });
  return stop;
}
