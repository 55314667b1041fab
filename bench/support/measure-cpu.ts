import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * CPU that work takes in this process, in microseconds, garbage collection and compiler included: the machine may do other
 * things meanwhile. That of one thread would be told in steps of 4 ms.
 */
export function measureCpuUs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return usedSince(before);
}

/** The same for work that takes a while, without the garbage of what was before it. */
export async function measureLongCpuUs(work: () => void | Promise<void>): Promise<number> {
  collect();
  const before = process.cpuUsage();
  await work();
  return usedSince(before);
}

function usedSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
