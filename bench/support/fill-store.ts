/**
 * Fills a database with a year of visits from a seed, to try lists and reports on.
 *
 *   node bench/support/fill-store.ts --data=FOLDER | --database-url=postgres://…  [--visits=1000000] [--chats=100000] [--seed=1]
 *
 * About five page views a visit. The year ends now. Needs an empty database or one that Foyer has made; adds one site.
 */
import { parseArgs } from 'node:util';
import { fillStore } from './fill-history-store.ts';

const usage =
  'node bench/support/fill-store.ts --data=FOLDER | --database-url=postgres://…  [--visits=1000000] [--chats=100000] [--seed=1]\n';
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
const { data = null, 'database-url': databaseUrl = null } = values;
if (values.help || (data === null) === (databaseUrl === null)) {
  process.stdout.write(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const visits = Number(values.visits);
  const chats = values.chats === undefined ? undefined : Number(values.chats);
  const siteId = await fillStore({ data, databaseUrl }, visits, Number(values.seed), chats);
  process.stdout.write(`${JSON.stringify({ siteId, visits })}\n`);
}
