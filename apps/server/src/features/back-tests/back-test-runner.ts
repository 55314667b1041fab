import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { BackTestResult } from '@foyer/protocol/back-test';
import type { Logger } from 'pino';
import type { Storage } from '../../storage/storage.ts';
import { claimBackTest, finishBackTest, noteProgress, sweepBackTests } from './back-test-repository.ts';
import { type BackTestPlan, runBackTest } from './run-back-test.ts';
import { type BackTestProgress, runInThreads } from './run-in-threads.ts';
import { resultOf } from './tally.ts';

/** How long a node that says nothing more is taken to be alive. */
const leaseMs = 15_000;
/** How often it says how far a back-test is, and hears that it is to stop. */
const progressMs = 500;
/** Nobody waits for what nobody has asked for in so long. */
const unaskedMs = 120_000;
/** How long results are kept. */
const keptMs = 86_400_000;
const threadsAtMost = 2;

export interface BackTestRunnerParts {
  readonly storage: Storage;
  readonly nodeId: string;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Runs back-tests that wait, one after the other on this node; other nodes run others. */
export class BackTestRunner {
  readonly #parts: BackTestRunnerParts;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;

  constructor(parts: BackTestRunnerParts) {
    this.#parts = parts;
  }

  /** Looks whether one waits, and starts it unless one runs here already. Resolves when none that could be run waits any more. */
  look(): Promise<void> {
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Ends those of dead nodes and those nobody waits for, and removes old results. */
  sweep(): Promise<void> {
    const { storage, now } = this.#parts;
    const at = now();
    return sweepBackTests(storage.db, at, { askedSince: at - unaskedMs, keptSince: at - keptMs });
  }

  /** Stops the one that runs. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('the server is closing'));
    await this.#running;
  }

  async #runAll(): Promise<void> {
    const { storage, nodeId, now } = this.#parts;
    while (!this.#stop.signal.aborted) {
      const at = now();
      const claimed = await claimBackTest(storage.db, storage.dialect, nodeId, at, at + leaseMs);
      if (claimed === null) return;
      await this.#run(claimed.siteId, claimed.id, JSON.parse(claimed.request) as BackTestPlan);
    }
  }

  async #run(siteId: string, id: string, plan: BackTestPlan): Promise<void> {
    const { storage, logger, now } = this.#parts;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#stop.signal]);
    const progress: BackTestProgress = { done: 0, total: null };
    const tell = async () => {
      const at = now();
      const leaseUntil = at + leaseMs;
      const askedAt = await noteProgress(storage.db, siteId, id, { ...progress, leaseUntil });
      if (askedAt === null || at - askedAt > unaskedMs) stop.abort(new Error('nobody waits for it'));
    };
    const timer = setInterval(() => {
      void tell().catch((error) => logger.warn({ error: String(error) }, 'a back-test cannot say how far it is'));
    }, progressMs);
    try {
      const result = await this.#work(plan, progress, signal);
      await finishBackTest(storage.db, siteId, id, { state: 'done', at: now(), result });
    } catch (error) {
      const state = signal.aborted ? 'stopped' : 'failed';
      if (state === 'failed') logger.error({ err: error, siteId }, 'a back-test failed');
      await finishBackTest(storage.db, siteId, id, { state, at: now(), result: null }).catch((failure) =>
        logger.warn({ error: String(failure) }, 'the end of a back-test could not be stored'),
      );
    } finally {
      clearInterval(timer);
    }
  }

  async #work(plan: BackTestPlan, progress: BackTestProgress, signal: AbortSignal): Promise<BackTestResult> {
    const { readSource, reports } = this.#parts.storage;
    if (readSource !== null)
      return runInThreads(readSource, plan, {
        threads: Math.min(threadsAtMost, availableParallelism()),
        progress,
        signal,
      });
    // All is in this thread's memory: others get their turn in between.
    const tally = await runBackTest(
      reports,
      plan,
      { share: 0, shares: 1 },
      {
        onCounted: (total) => {
          progress.total = total;
        },
        onProgress: async (visits) => {
          progress.done += visits;
          await setImmediate();
          signal.throwIfAborted();
        },
      },
    );
    return resultOf([tally]);
  }
}
