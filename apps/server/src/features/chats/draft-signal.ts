const everyMs = 500;

/** Passes on what a visitor is typing, the newest only and at most twice a second, however fast it comes. */
export interface DraftSignal {
  tell(chatId: string, text: string): void;
  /** Nothing is being typed any more: told at once, if there was something. */
  clear(): void;
  close(): void;
}

export function draftSignal(pass: (chatId: string, text: string) => void, now: () => number): DraftSignal {
  let passed: { chatId: string; text: string; at: number } | null = null;
  let waiting: { chatId: string; text: string } | null = null;
  let timer: NodeJS.Timeout | null = null;

  function passOn(chatId: string, text: string): void {
    passed = { chatId, text, at: now() };
    pass(chatId, text);
  }

  function flush(): void {
    timer = null;
    if (waiting && waiting.text !== passed?.text) passOn(waiting.chatId, waiting.text);
    waiting = null;
  }

  function forget(): void {
    if (timer) clearTimeout(timer);
    timer = waiting = null;
  }

  function clear(): void {
    forget();
    if (passed && passed.text !== '') passOn(passed.chatId, '');
  }

  return {
    tell(chatId, text) {
      if (text === '') return clear();
      const waitMs = passed === null ? 0 : passed.at + everyMs - now();
      waiting = { chatId, text };
      if (waitMs <= 0 && timer === null) return flush();
      timer ??= setTimeout(flush, Math.max(0, waitMs));
      timer.unref();
    },
    clear,
    close: clear,
  };
}
