/**
 * P1 and P2: what a hit costs from the wire to the disk, over HTTP and over the visitor's socket, beside a bare server
 * that parses the same JSON and batches it into SQLite. 100 alerts and 50 prospect rules of all kinds, none of which
 * matches, and one operator who watches the live list.
 *
 *   node bench/hits.ts            5 rounds of 5,000 hits (about half a minute)
 *   node bench/hits.ts --full     9 rounds of 20,000 hits
 *   BENCH_CPU_PROFILE=folder node bench/hits.ts --only=http     writes profiles of Foyer and floor, too
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listBroadRules, listNarrowRules, mixRules } from './rule-documents.ts';
import { startFoyer } from './support/foyer.ts';
import { startHitGenerator } from './support/hit-generator.ts';
import { startMeasured } from './support/measured-process.ts';
import { median, rounded } from './support/numbers.ts';
import { withTemporaryFolder } from './support/temporary-folder.ts';

const isFull = process.argv.includes('--full');
const ways = (['http', 'socket'] as const).filter(
  (way) => !process.argv.includes(way === 'http' ? '--only=socket' : '--only=http'),
);
const rounds = isFull ? 9 : 5;
const visitors = isFull ? 4000 : 1000;
const viewsEach = 5;
/** A quarter of them must be looked at for every visit, or every hit. */
const rules = mixRules(listNarrowRules(75, 38), listBroadRules(25, 12));
/** Times the floor, quality goals P1 and P2. */
const goals = { http: 2, socket: 1.5 };
/** What is written behind the last answer belongs to its hit. */
const settleMs = 500;
/** Sockets closed by the round before are told to the engine meanwhile. */
const calmMs = 1000;

interface Figures {
  readonly cpuUs: number;
  readonly mainThreadUs: number;
  readonly perSecond: number;
}

await withTemporaryFolder(async (folder) => {
  await mkdir(join(folder, 'foyer'));
  const foyer = await startFoyer(join(folder, 'foyer'), rules);
  const floor = await startMeasured(new URL('./support/floor-hits.ts', import.meta.url), '/', { BENCH_FOLDER: folder });
  const generator = startHitGenerator();
  try {
    const console_ = await foyer.openConsole();
    let deltas = 0;
    console_.onFrame = (frame) => {
      if (frame.type === 'visitors.changed') deltas += 1;
    };
    const view = { sort: { column: 'startedAt', direction: 'descending' } };
    console_.send({ type: 'visitors.watched', siteId: foyer.siteId, view });
    await console_.next('visitors.snapshot');

    const measure = async (server: typeof floor, over: 'http' | 'socket'): Promise<Figures> => {
      const order = { over, url: server.url, siteKey: foyer.siteKey, visitors, viewsEach, isBare: server === floor };
      let before = await server.usage();
      const { elapsedMs, failures } = await generator.send(order, async () => {
        await sleep(calmMs);
        before = await server.usage();
      });
      if (failures > 0) throw new Error(`${failures} hits were not taken`);
      await sleep(settleMs);
      const after = await server.usage();
      const hits = visitors * viewsEach;
      return {
        cpuUs: (after.cpuUs - before.cpuUs) / hits,
        mainThreadUs: (after.mainThreadUs - before.mainThreadUs) / hits,
        perSecond: (hits * 1000) / elapsedMs,
      };
    };

    const measured: Record<'http' | 'socket', { foyer: Figures; floor: Figures }[]> = { http: [], socket: [] };
    for (let round = -1; round < rounds; round += 1)
      for (const over of ways) {
        const pair = { foyer: await measure(foyer, over), floor: await measure(floor, over) };
        if (round >= 0) measured[over].push(pair); // the first is for warming up
        process.stderr.write(
          `${round < 0 ? 'warm-up' : `round ${round + 1}`} ${over}: ${rounded(pair.foyer.cpuUs)} µs a hit, floor ${rounded(pair.floor.cpuUs)}\n`,
        );
      }

    const summary = (over: 'http' | 'socket') => ({
      cpuUsPerHit: rounded(median(measured[over].map((pair) => pair.foyer.cpuUs))),
      mainThreadUsPerHit: rounded(median(measured[over].map((pair) => pair.foyer.mainThreadUs))),
      hitsPerSecond: Math.round(median(measured[over].map((pair) => pair.foyer.perSecond))),
      floorCpuUsPerHit: rounded(median(measured[over].map((pair) => pair.floor.cpuUs))),
      ratio: rounded(median(measured[over].map((pair) => pair.foyer.cpuUs / pair.floor.cpuUs))),
      goal: goals[over],
    });
    const result = {
      benchmark: 'hits',
      rounds,
      hitsPerRound: visitors * viewsEach,
      alerts: rules.alerts.length,
      prospectRules: rules.prospectRules.length,
      deltas,
      ...Object.fromEntries(ways.map((way) => [way, summary(way)])),
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
    console_.close();
  } finally {
    await generator.stop();
    await Promise.all([foyer.stop(), floor.stop()]);
  }
});
