import { createStore, type Store, useStore } from './create-store.ts';
import { rememberedHere } from './remembered.ts';

/** A choice of this operator on this computer, such as columns or sound; `read` makes sense of what was stored, or answers null. */
export function createRememberedValue<T>(key: string, initial: T, read: (value: unknown) => T | null): Store<T> {
  const store = createStore(load(key, read) ?? initial);
  store.subscribe(() => rememberedHere.write(key, JSON.stringify(store.get())));
  return store;
}

function load<T>(key: string, read: (value: unknown) => T | null): T | null {
  const text = rememberedHere.read(key);
  if (text === null) return null;
  try {
    return read(JSON.parse(text));
  } catch {
    return null; // written by another version
  }
}

/** The remembered value and the way to change it. */
export function useRemembered<T>(store: Store<T>): [T, (value: T) => void] {
  return [useStore(store), store.set];
}
