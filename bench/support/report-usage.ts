/**
 * Preloaded into every process that is measured, Foyer and floor alike: answers on the process's channel what it has used
 * so far, after a garbage collection if one is asked for.
 */
import { isMainThread } from 'node:worker_threads';

/** What a process has used since its start: CPU of all its threads in microseconds, memory now in bytes. */
export interface Usage {
  readonly cpuUs: number;
  /** The part of the thread that runs the JavaScript of requests. */
  readonly mainThreadUs: number;
  readonly residentBytes: number;
  /** The JavaScript heap and what hangs on it outside (buffers). */
  readonly heapBytes: number;
}

function readUsage(): Usage {
  const all = process.cpuUsage();
  const main = process.threadCpuUsage();
  const memory = process.memoryUsage();
  return {
    cpuUs: all.user + all.system,
    mainThreadUs: main.user + main.system,
    residentBytes: memory.rss,
    heapBytes: memory.heapUsed + memory.external,
  };
}

if (isMainThread)
  process.on('message', (message: { question?: string; collects?: boolean }) => {
    if (message.question !== 'usage') return;
    if (message.collects) for (let round = 0; round < 3; round += 1) globalThis.gc?.();
    process.send?.({ answer: 'usage', usage: readUsage() });
  });
