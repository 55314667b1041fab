/** Work that is done again and again. */
export interface RepeatedWork {
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

/** Runs each piece of work at its interval, never twice at once. The answer stops them. */
export function startTimers(work: readonly RepeatedWork[], report: (failing: Promise<unknown>) => void): () => void {
  const timers = work.map(({ everyMs, run }) => {
    let isRunning = false;
    const timer = setInterval(() => {
      if (isRunning) return;
      isRunning = true;
      report(
        run().finally(() => {
          isRunning = false;
        }),
      );
    }, everyMs);
    timer.unref();
    return timer;
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
