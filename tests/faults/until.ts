import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves once `look` answers true. Throws with `what` when it takes longer than anything of ours may. */
export async function until(what: string, look: () => boolean, timeoutMs = 60_000, tell = () => ''): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!look()) {
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}. ${tell()}`);
    await sleep(20);
  }
}
