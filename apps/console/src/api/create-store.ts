import { useSyncExternalStore } from 'react';

/** A value that several screens share and that changes outside of React, such as the state of the connection. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  update(change: (current: T) => T): void;
  /** Calls the listener after each change; returns the way to stop it. */
  subscribe(listener: () => void): () => void;
}

/** A store with its first value. Setting the value it has wakes nobody. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const store: Store<T> = {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    update: (change) => store.set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return store;
}

/** What `select` picks of a store, followed. `select` must answer the same object while nothing it reads has changed. */
export function useStore<T, U = T>(store: Store<T>, select: (value: T) => U = (value) => value as unknown as U): U {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
