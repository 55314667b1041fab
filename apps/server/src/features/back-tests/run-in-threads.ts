import { Worker } from 'node:worker_threads';
import type { BackTestResult } from '@foyer/protocol/back-test';
import type { ReadSource } from '../../storage/storage.ts';
import type { BackTestMessage, BackTestTask } from './back-test-message.ts';
import type { BackTestPlan } from './run-back-test.ts';
import { resultOf, type Tally } from './tally.ts';

/** How far a back-test is. */
export interface BackTestProgress {
  done: number;
  /** Null: not counted yet. */
  total: number | null;
}

const heapMb = 1024;

/** Runs a back-test, its visitors shared out among threads; rejects with the signal's reason when it is to stop. */
export async function runInThreads(
  source: ReadSource,
  plan: BackTestPlan,
  options: { readonly threads: number; readonly progress: BackTestProgress; readonly signal: AbortSignal },
): Promise<BackTestResult> {
  const { threads, progress, signal } = options;
  signal.throwIfAborted();
  const workers = Array.from(
    { length: threads },
    (_, share) =>
      new Worker(new URL('./back-test-thread.ts', import.meta.url), {
        workerData: { source, plan, share, shares: threads } satisfies BackTestTask,
        resourceLimits: { maxOldGenerationSizeMb: heapMb },
      }),
  );
  const end = () => void Promise.all(workers.map((worker) => worker.terminate()));
  signal.addEventListener('abort', end, { once: true });
  try {
    const tallies = await Promise.all(workers.map((worker) => tallyOf(worker, progress, signal)));
    return resultOf(tallies);
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

function tallyOf(worker: Worker, progress: BackTestProgress, signal: AbortSignal): Promise<Tally> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: BackTestMessage) => {
      if (message.kind === 'counted') progress.total = message.total;
      else if (message.kind === 'progress') progress.done += message.visits;
      else resolve(message.tally);
    });
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(signal.aborted ? signal.reason : new Error('the thread of a back-test ended without a result')),
    );
  });
}
