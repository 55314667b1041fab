/** What this window keeps between pages, under its site key; in memory only where the browser keeps nothing for frames. */
export interface Keep {
  read<T>(name: string): T | null;
  write(name: string, value: unknown): void;
}

/** `open` answers localStorage or sessionStorage; it throws where those are shut. */
export function keep(open: () => Storage, siteKey: string): Keep {
  const memory = new Map<string, string>();
  return {
    read(name) {
      const key = `foyer.${name}.${siteKey}`;
      try {
        const text = memory.get(key) ?? open().getItem(key);
        return text === null ? null : JSON.parse(text);
      } catch {
        return null; // shut, or not written by us
      }
    },
    write(name, value) {
      const key = `foyer.${name}.${siteKey}`;
      const text = JSON.stringify(value);
      try {
        if (value === null) open().removeItem(key);
        else open().setItem(key, text);
        memory.delete(key);
      } catch {
        memory.set(key, text); // shut or full
      }
    },
  };
}
