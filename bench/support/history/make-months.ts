import { makePartitions } from '../../../apps/server/src/storage/partitions.ts';
import type { Storage } from '../../../apps/server/src/storage/storage.ts';

/** Makes PostgreSQL's partitions of all months of a stretch, as they would be there had the server run. */
export async function makeMonths(storage: Storage, from: number, to: number): Promise<void> {
  for (let month = new Date(from); month.getTime() <= to; month.setUTCMonth(month.getUTCMonth() + 1, 1))
    await makePartitions(storage, month.getTime());
}
