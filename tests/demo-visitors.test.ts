/** The demo as `npm start` brings it up: its list is alive while somebody watches it, and says what is made up. */
import { isSimulated } from '@foyer/protocol/simulated';
import { afterEach, expect, test } from 'vitest';
import { ApiClient } from './support/api-client.ts';
import { OperatorClient } from './support/operator-client.ts';
import { type ServerProcess, startServer } from './support/server-process.ts';
import { VisitorClient } from './support/visitor-client.ts';

const admin = { email: 'ann@example.com', password: 'correct-horse-battery' };

let server: ServerProcess;
let operator: OperatorClient;
afterEach(async () => {
  await operator?.close();
  await server?.stop();
});

/** Starts the server with this FOYER_DEMO_VISITORS, and watches the list of the demo site. */
async function watchDemo(setting: string) {
  const account = { FOYER_ADMIN_EMAIL: admin.email, FOYER_ADMIN_PASSWORD: admin.password };
  server = await startServer({ env: { ...account, FOYER_LOG: 'warn', FOYER_DEMO_VISITORS: setting } });
  const api = await ApiClient.signIn(server.url, admin.email, admin.password);
  const [site] = await api.listSites();
  if (!site) throw new Error('The demo site is missing');
  operator = await new OperatorClient({ name: 'Ann', servers: [server.url], cookie: api.cookie }).start();
  operator.watchVisitors(site.id);
  return { site, rows: () => [...(operator.visitors.get(site.id)?.rows.values() ?? [])] };
}

test('by default several simulated visitors are on the shop’s pages within seconds', async () => {
  const { rows } = await watchDemo('');
  await expect.poll(() => rows().length, { timeout: 5000 }).toBeGreaterThanOrEqual(5);
  const shown = rows();
  expect(shown.filter((row) => !isSimulated(row))).toEqual([]);
  expect(shown.filter((row) => !row.pageUrl.startsWith(`${server.url}/demo/`))).toEqual([]);
  expect(operator.faults()).toEqual([]);
  expect(await server.stop()).toBe(0);
  expect(server.output()).not.toContain('"level":');
});

test('FOYER_DEMO_VISITORS=0: only who really comes is there', async () => {
  const { site, rows } = await watchDemo('0');
  await expect.poll(() => operator.visitors.has(site.id)).toBe(true);
  const visitor = await new VisitorClient({ name: 'Vera', servers: [server.url], siteKey: site.key }).open('/demo/');
  await expect.poll(() => rows().length).toBeGreaterThan(0);
  expect(rows().map((row) => row.visitorId)).toEqual([visitor.visitorId]);
  await visitor.close();
});
