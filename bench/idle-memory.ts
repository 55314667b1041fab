/**
 * P4: memory of a visitor who is connected and does nothing, live visit included, beside a bare `ws` connection. Counted
 * is what 2,000 more of them add after the first 200, each time in fresh processes.
 *
 *   node bench/idle-memory.ts            2,000 visitors, 3 rounds
 *   node bench/idle-memory.ts --full     5,000 visitors, 3 rounds
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFoyer } from './support/foyer.ts';
import { type MeasuredProcess, startMeasured } from './support/measured-process.ts';
import { median, rounded } from './support/numbers.ts';
import { openPage } from './support/page.ts';
import { forEachOf, openClient, type SocketClient } from './support/socket-client.ts';
import { withTemporaryFolder } from './support/temporary-folder.ts';
import { newVisitor } from './support/visitor.ts';

const visitors = process.argv.includes('--full') ? 5000 : 2000;
const rounds = 3;
const first = 200;
const atATime = 25;
/** Longer than the windows of the rate limits, the time for a hello, and what a start does in the background. */
const settleMs = 12_000;

interface Bytes {
  readonly heap: number;
  readonly resident: number;
}

/** Bytes that each of `visitors` connections adds. */
async function measure(server: MeasuredProcess, open: () => Promise<SocketClient>): Promise<Bytes> {
  const clients: SocketClient[] = [];
  const openMany = async (count: number) => {
    await forEachOf(Array.from({ length: count }), atATime, async () => void clients.push(await open()));
    await sleep(settleMs);
    return server.usage(true);
  };
  const before = await openMany(first);
  const after = await openMany(visitors);
  for (const client of clients) client.close();
  return {
    heap: (after.heapBytes - before.heapBytes) / visitors,
    resident: (after.residentBytes - before.residentBytes) / visitors,
  };
}

await withTemporaryFolder(async (folder) => {
  const measured: { foyer: Bytes; floor: Bytes }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const dataFolder = join(folder, String(round));
    await mkdir(dataFolder);
    const foyer = await startFoyer(dataFolder);
    const foyerBytes = await measure(foyer, () => openPage(foyer.url, newVisitor(foyer.siteKey))).finally(foyer.stop);
    const floor = await startMeasured(new URL('./support/floor-sockets.ts', import.meta.url), '/');
    const floorBytes = await measure(floor, () => openClient(floor.url)).finally(floor.stop);
    measured.push({ foyer: foyerBytes, floor: floorBytes });
    process.stderr.write(
      `round ${round}: ${rounded(foyerBytes.heap)} B a visitor, floor ${rounded(floorBytes.heap)} B\n`,
    );
  }
  const summary = (kind: keyof Bytes) => ({
    bytesPerVisitor: Math.round(median(measured.map(({ foyer }) => foyer[kind]))),
    floorBytes: Math.round(median(measured.map(({ floor }) => floor[kind]))),
    ratio: rounded(median(measured.map(({ foyer, floor }) => foyer[kind] / floor[kind]))),
  });
  const result = {
    benchmark: 'idle-memory',
    rounds,
    visitors,
    heap: summary('heap'),
    resident: summary('resident'),
    goal: 2,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
});
