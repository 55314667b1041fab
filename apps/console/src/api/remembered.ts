/** Text kept in the browser; where storage is blocked it lasts as long as the page. */
export interface Remembered {
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

function rememberIn(open: () => Storage): Remembered {
  let storage: Storage | null = null;
  try {
    storage = open();
  } catch {
    // Blocked by the browser's settings.
  }
  const fallback = new Map<string, string>();
  return {
    read: (key) => fallback.get(key) ?? storage?.getItem(key) ?? null,
    write: (key, value) => {
      try {
        if (storage === null) throw new Error('No storage');
        storage.setItem(key, value);
        fallback.delete(key);
      } catch {
        fallback.set(key, value); // full or blocked
      }
    },
    remove: (key) => {
      fallback.delete(key);
      storage?.removeItem(key);
    },
    keys: () => [...new Set([...fallback.keys(), ...Object.keys(storage ?? {})])],
  };
}

/** Until the operator clears it. */
export const rememberedHere = rememberIn(() => localStorage);
/** Until the tab closes. */
export const rememberedInTab = rememberIn(() => sessionStorage);
