import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** CPU that work takes on this thread, in microseconds, after a garbage collection: others' garbage is not its own. */
export async function measureCpuUs(work: () => void | Promise<void>): Promise<number> {
  collect();
  const before = process.threadCpuUsage();
  await work();
  const used = process.threadCpuUsage(before);
  return used.user + used.system;
}
