/** Entry of a thread that runs one share of a back-test, with a connection of its own, after everybody else. Started by `runInThreads` only. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from '../../storage/open-reader.ts';
import type { BackTestMessage, BackTestTask } from './back-test-message.ts';
import { runBackTest } from './run-back-test.ts';

/** Of 0 to 19, where 19 is the last to get its turn. */
const niceness = 10;

async function run({ source, plan, share, shares }: BackTestTask): Promise<void> {
  const say = (message: BackTestMessage) => parentPort?.postMessage(message);
  // On Linux it is this thread's own; where a process has but one, all of it must not step back.
  if (process.platform === 'linux') setPriority(niceness);
  const reader = await openReader(source);
  try {
    const tally = await runBackTest(
      reader.db,
      plan,
      { share, shares },
      {
        onCounted: (total) => say({ kind: 'counted', total }),
        onProgress: (visits) => say({ kind: 'progress', visits }),
      },
    );
    say({ kind: 'done', tally });
  } finally {
    await reader.close();
  }
}

await run(workerData as BackTestTask);
