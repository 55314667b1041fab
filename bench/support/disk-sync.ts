import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const page = Buffer.alloc(4096, 'x');
/** Apart, so that none waits for the one before it, as messages do not. */
const apartMs = 20;

/** What it takes to have one page of a file on the disk, `count` times, in ms: the least that "stored" can cost. */
export async function timeSyncs(folder: string, count: number): Promise<number[]> {
  const file = openSync(join(folder, 'synced'), 'a');
  try {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      const startedAt = performance.now();
      writeSync(file, page);
      fdatasyncSync(file);
      times.push(performance.now() - startedAt);
      await sleep(apartMs);
    }
    return times;
  } finally {
    closeSync(file);
  }
}
