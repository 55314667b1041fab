const repeatMs = 3_000;
const idleMs = 4_000;

/** Tells the other side that somebody types: at most every 3 s, and that it stopped after 4 s without a key. */
export interface TypingSignal {
  typed(): void;
  /** The message was sent or the field emptied. */
  stopped(): void;
}

export function typingSignal(tell: (typing: boolean) => void): TypingSignal {
  let toldAt: number | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;

  function stopped(): void {
    clearTimeout(idle);
    if (toldAt !== null) tell(false);
    toldAt = null;
  }

  return {
    typed() {
      clearTimeout(idle);
      idle = setTimeout(stopped, idleMs);
      if (toldAt !== null && Date.now() - toldAt < repeatMs) return;
      toldAt = Date.now();
      tell(true);
    },
    stopped,
  };
}
