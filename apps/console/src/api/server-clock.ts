import { createStore, useStore } from './create-store.ts';

const offsetMs = createStore(0);
const beatMs = createStore(0);
let timer: ReturnType<typeof setInterval> | undefined;
let watchers = 0;

/** Takes the server's clock, epoch ms: its time decides what waiting times show. */
export function setServerClock(now: number): void {
  offsetMs.set(now - Date.now());
}

/** Epoch ms by the server's clock. */
export function serverNow(): number {
  return Date.now() + offsetMs.get();
}

/** Epoch ms by the server's clock, to the second, followed; one timer serves the whole screen. */
export function useServerNow(): number {
  useStore(offsetMs);
  useStore(beatStore);
  return serverNow();
}

const beatStore = {
  ...beatMs,
  subscribe: (listener: () => void) => {
    const stop = beatMs.subscribe(listener);
    watchers += 1;
    timer ??= setInterval(() => beatMs.set(Date.now()), 1000);
    return () => {
      stop();
      watchers -= 1;
      if (watchers > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  },
};
