/**
 * P9: reports and lists over a year of visits, beside the plain SQL that answers the same on the same store, and what hits
 * wait while all reports run.
 *
 *   node bench/reports.ts                      100,000 visits on SQLite in a temporary folder
 *   node bench/reports.ts --full               1,000,000 visits
 *   node bench/reports.ts --data=FOLDER        on a store that `bench/support/fill-store.ts` has filled
 *   node bench/reports.ts --database-url=postgres://…   the same on PostgreSQL, filled before
 */
import { parseArgs } from 'node:util';
import { type ReportId, reportDefinitions, reportIds } from '@foyer/protocol/report';
import { smallestIdAt } from '../apps/server/src/storage/partitions.ts';
import { fillStore } from './support/fill-history-store.ts';
import { measureHits } from './support/measure-hits.ts';
import { measureLists } from './support/measure-lists.ts';
import { median, quantile, rounded } from './support/numbers.ts';
import { openPlain } from './support/plain-database.ts';
import { plainReports } from './support/plain-reports.ts';
import { startOnHistory } from './support/start-on-history.ts';
import { withTemporaryFolder } from './support/temporary-folder.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'database-url': { type: 'string' },
    full: { type: 'boolean' },
    rounds: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? 5);
const dayMs = 86_400_000;

interface Store {
  readonly data: string | null;
  readonly databaseUrl: string | null;
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

async function measure(store: Store): Promise<void> {
  const plain = await openPlain(store);
  const { siteId, newest } = await plain.findHistory();
  const foyer = await startOnHistory(store, siteId);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  try {
    const read = async (path: string) => {
      const startedAt = performance.now();
      await foyer.get(path);
      return performance.now() - startedAt;
    };
    const reportPath = (id: ReportId, from: string, to: string, filter: object | null = null) =>
      `/reports/${id}?${new URLSearchParams({ from, to, ...(filter === null ? {} : { filter: JSON.stringify(filter) }) })}`;

    // From day totals: any range.
    const to = dayOf(newest);
    const ranges = [1, 7, 30, 90, 365].map((days) => [dayOf(newest - (days - 1) * dayMs), to] as const);
    const totals: Record<string, number> = {};
    for (const id of reportIds.filter((one) => reportDefinitions[one].hasDayTotals)) {
      const times: number[] = [];
      for (const [from] of ranges) {
        await read(reportPath(id, from, to));
        const ofRange: number[] = [];
        for (let round = 0; round < rounds; round += 1) ofRange.push(await read(reportPath(id, from, to)));
        times.push(median(ofRange));
      }
      totals[id] = rounded(Math.max(...times));
      say(`day totals, ${id}: ${totals[id]} ms at the slowest range`);
    }

    // From facts: a year, in turn with the plain statement.
    const facts: Record<string, { ms: number; plainMs: number; ratio: number }> = {};
    const from = dayOf(newest - 364 * dayMs);
    const fill = (sql: string) =>
      sql
        .replaceAll('{site}', siteId)
        .replaceAll('{first}', smallestIdAt(Date.parse(from)))
        .replaceAll('{last}', smallestIdAt(Date.parse(to) + dayMs));
    for (const { report, filter, sql } of plainReports) {
      const path = reportPath(report, from, to, filter?.expression ?? null);
      const statement = fill(sql);
      const pairs: { ms: number; plainMs: number }[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const ms = await read(path);
        const startedAt = performance.now();
        await plain.run(statement);
        if (round > 0) pairs.push({ ms, plainMs: performance.now() - startedAt });
      }
      const name = filter === null ? report : `${report}, filtered`;
      facts[name] = {
        ms: rounded(median(pairs.map(({ ms }) => ms))),
        plainMs: rounded(median(pairs.map(({ plainMs }) => plainMs))),
        ratio: rounded(median(pairs.map(({ ms, plainMs }) => ms / plainMs))),
      };
      say(`facts, ${name}: ${facts[name].ms} ms, plain ${facts[name].plainMs} ms, ratio ${facts[name].ratio}`);
    }
    const dashboard = { now: await read('/reports/now'), today: 0 };
    const todays: number[] = [];
    for (let round = 0; round < rounds; round += 1) todays.push(await read('/reports/today'));
    dashboard.today = median(todays);

    const lists = await measureLists(foyer, say);

    // Hits, alone and while all reports run, in turn.
    const alone: number[] = [];
    const beside: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      alone.push(...(await measureHits(foyer)));
      let isOver = false;
      const reports = async () => {
        while (!isOver)
          for (const id of reportIds) {
            if (isOver) return;
            await read(reportPath(id, from, to));
          }
      };
      const running = reports();
      beside.push(...(await measureHits(foyer)));
      isOver = true;
      await running;
    }
    const hits = {
      p50: { alone: rounded(median(alone)), beside: rounded(median(beside)) },
      p99: { alone: rounded(quantile(alone, 0.99)), beside: rounded(quantile(beside, 0.99)) },
    };
    say(
      `hits: p50 ${hits.p50.alone} ms alone, ${hits.p50.beside} ms beside reports; p99 ${hits.p99.alone} and ${hits.p99.beside}`,
    );
    process.stdout.write(
      `${JSON.stringify({
        bench: 'reports',
        store: store.databaseUrl === null ? 'sqlite' : 'postgres',
        ...(await plain.count(siteId)),
        totals,
        slowestTotals: Math.max(...Object.values(totals)),
        facts,
        largestRatio: Math.max(...Object.values(facts).map(({ ratio }) => ratio)),
        dashboard: { now: rounded(dashboard.now), today: rounded(dashboard.today) },
        lists,
        hits,
      })}\n`,
    );
  } finally {
    await foyer.stop();
    await plain.close();
  }
}

if (values['database-url'] !== undefined) await measure({ data: null, databaseUrl: values['database-url'] });
else if (values.data !== undefined) await measure({ data: values.data, databaseUrl: null });
else
  await withTemporaryFolder(async (folder) => {
    await fillStore({ data: folder, databaseUrl: null }, values.full ? 1_000_000 : 100_000, 1);
    await measure({ data: folder, databaseUrl: null });
  });
