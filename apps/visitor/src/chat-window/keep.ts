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
      const key = keyOf(name, siteKey);
      try {
        const text = memory.get(key) ?? open().getItem(key);
        return text === null ? null : JSON.parse(text);
      } catch {
        return null; // shut, or not written by us
      }
    },
    write(name, value) {
      const key = keyOf(name, siteKey);
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

/** The same for what nobody wants to find again after `maxAgeMs`. */
export function keepFor(maxAgeMs: number, kept: Keep): Keep {
  return {
    read<T>(name: string) {
      const found = kept.read<{ at: number; value: T }>(name);
      return found && Date.now() - found.at < maxAgeMs ? found.value : null;
    },
    write: (name, value) => kept.write(name, value === null ? null : { at: Date.now(), value }),
  };
}

/** Called when another tab of the same visitor has written `name`. */
export function onWrittenElsewhere(name: string, siteKey: string, run: () => void): void {
  addEventListener('storage', ({ key }) => key === keyOf(name, siteKey) && run());
}

function keyOf(name: string, siteKey: string): string {
  return `foyer.${name}.${siteKey}`;
}
