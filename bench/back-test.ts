/**
 * B-302: a back-test of a changed prospect rule over 100,000 recorded visits of 50,000 visitors, under 100 alerts and 50
 * prospect rules, with 2 threads: at most 30 s on 2 cores. The visits are made first, which takes longer than the back-test.
 *
 *   node bench/back-test.ts
 *   node bench/back-test.ts --visits=10000
 */

import { runInThreads } from '../apps/server/src/features/back-tests/run-in-threads.ts';
import { newId } from '../apps/server/src/http/new-id.ts';
import { migrate } from '../apps/server/src/storage/migrate.ts';
import { openStorage } from '../apps/server/src/storage/open-storage.ts';
import { listNarrowRules, mixRules, standingRules } from './rule-documents.ts';
import { compileSite } from './support/decision-load.ts';
import { rounded } from './support/numbers.ts';
import { recordVisits } from './support/record-visits.ts';
import { withTemporaryFolder } from './support/temporary-folder.ts';

const goalSeconds = 30;
const given = process.argv.find((argument) => argument.startsWith('--visits='))?.slice('--visits='.length);
const visits = Number(given ?? 100_000);
const own = { alerts: standingRules.alerts.length, prospectRules: standingRules.prospectRules.length };
const rules = compileSite(mixRules(standingRules, listNarrowRules(100 - own.alerts, 50 - own.prospectRules)));

const line = await withTemporaryFolder(async (folder) => {
  const onFatal = (error: Error) => {
    throw error;
  };
  const storage = await openStorage({ databaseUrl: null, dataFolder: folder, onFatal });
  try {
    await migrate(storage);
    const siteId = newId();
    const recorded = await recordVisits(storage, siteId, rules, visits / 2, 1);
    process.stderr.write(`${recorded.visits} visits recorded, ${recorded.decisions} decisions\n`);
    const { source } = rules;
    // One that visitors meet: the draft asks for two pages and nothing else.
    const rule = source.prospectRules.find(({ name }) => name === standingRules.prospectRules[0]?.name);
    if (rule === undefined || storage.readSource === null) throw new Error('there is nothing to test with');
    const progress = { done: 0, total: null };
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const result = await runInThreads(
      storage.readSource,
      {
        siteId,
        subject: { kind: 'prospectRule', id: rule.id },
        inForce: source,
        changed: {
          ...source,
          prospectRules: source.prospectRules.map((one) =>
            one === rule ? { ...rule, minPages: 2, specificPages: [], conditions: null } : one,
          ),
        },
        from: recorded.from - 1000,
        before: recorded.until + 1000,
        now: recorded.until,
      },
      { threads: 2, progress, signal: new AbortController().signal },
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    if (result.visits !== recorded.visits || result.approximate > 0) throw new Error('not all visits were replayed');
    const { live } = await storage.reports
      .selectFrom('firing')
      .select((eb) => eb.fn.countAll<number>().as('live'))
      .where('site_id', '=', siteId)
      .where('rule_id', '=', rule.id)
      .executeTakeFirstOrThrow();
    if (Number(live) !== result.decisions.inForce)
      throw new Error('the back-test decides otherwise than the live run did');
    return {
      benchmark: 'back-test',
      visits: result.visits,
      visitors: result.visitors,
      rules: { alerts: source.alerts.length, prospectRules: source.prospectRules.length },
      seconds: rounded(seconds),
      cpuSeconds: rounded((user + system) / 1e6),
      visitsPerSecond: rounded(result.visits / seconds),
      goalSeconds: rounded((goalSeconds * visits) / 100_000),
      matched: { changed: result.changed.visits, inForce: result.inForce.visits },
    };
  } finally {
    await storage.close();
  }
});
console.log(JSON.stringify(line));
