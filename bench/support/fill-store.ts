/**
 * Fills a database with a year of visits from a seed, to try lists and reports on.
 *
 *   node bench/support/fill-store.ts --data=FOLDER | --database-url=postgres://…  [--visits=1000000] [--chats=100000] [--seed=1]
 *
 * About five page views a visit. The year ends today. Needs an empty database or one that Foyer has made; adds one site.
 */
import { parseArgs } from 'node:util';
import { migrate } from '../../apps/server/src/storage/migrate.ts';
import { openStorage } from '../../apps/server/src/storage/open-storage.ts';
import { fillHistory } from './history/fill-history.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'database-url': { type: 'string' },
    visits: { type: 'string', default: '1000000' },
    chats: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
});
const { data, 'database-url': databaseUrl } = values;
if (values.help || (data === undefined) === (databaseUrl === undefined)) {
  process.stdout.write(
    'node bench/support/fill-store.ts --data=FOLDER | --database-url=postgres://…  [--visits=1000000] [--chats=100000] [--seed=1]\n',
  );
  process.exit(values.help ? 0 : 2);
}
const visits = Number(values.visits);
const chats = Number(values.chats ?? Math.round(visits / 10));
const to = Date.now();
const storage = await openStorage({
  databaseUrl: databaseUrl ?? null,
  dataFolder: data ?? '',
  onFatal: (error) => {
    throw error;
  },
});
await migrate(storage);
const startedAt = performance.now();
const documents = await fillHistory(
  storage,
  { visits, chats, spiderHits: Math.round(visits / 20), from: to - 365 * 86_400_000, to },
  Number(values.seed),
  (text) => process.stderr.write(`${Math.round((performance.now() - startedAt) / 1000)} s: ${text}\n`),
);
await storage.close();
process.stdout.write(
  `${JSON.stringify({ siteId: documents.siteId, visits, chats, seconds: Math.round((performance.now() - startedAt) / 1000) })}\n`,
);
