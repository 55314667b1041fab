import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp, type Surroundings } from '../app.ts';
import { readConfig } from '../config.ts';
import { ensureNamedAdministrator } from '../features/operators/first-administrator.ts';
import { buildMmdb } from '../features/visits/facts/mmdb-fixture.ts';
import { migrate } from '../storage/migrate.ts';
import { openMemoryStorage } from '../storage/open-memory-storage.ts';
import type { Storage } from '../storage/storage.ts';

/** The administrator that every test app has. */
export const administrator = { email: 'admin@example.test', password: 'the password of the administrator' };
/** Key for tickets, the same in every test app. */
export const testSecret = 'a secret of at least thirty-two characters';

/** The real server with a real SQLite in memory and a clock that the test moves. */
export interface TestApp {
  readonly app: App;
  readonly http: App['http'];
  readonly storage: Storage;
  /** The server's clock, epoch ms: it runs with the machine's, ahead by `aheadMs`. */
  readonly clock: { aheadMs: number; now(): number };
  /** Listens on a free port of this machine; the answer is the origin. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** Public addresses whose country the test apps know. */
export const addressIn = { GB: '81.2.69.160', FR: '90.1.2.3' } as const;

let geoip: Record<string, string> | null = null;

/** Small GeoIP databases: the ones that come with Foyer take seconds to load. */
function geoipFiles(): Record<string, string> {
  if (geoip) return geoip;
  const folder = mkdtempSync(join(tmpdir(), 'foyer-test-'));
  const records = Object.entries(addressIn).map(([code, address]) => [
    `${address}/32`,
    { country: { iso_code: code } },
  ]);
  const file = join(folder, 'places.mmdb');
  writeFileSync(file, buildMmdb(4, Object.fromEntries(records)));
  geoip = { GEOIP_CITY_MMDB: file, GEOIP_ASN_MMDB: file };
  return geoip;
}

/** Opens a server, on a storage that stays the caller's if one is given. Limits are out of the way unless `FOYER_LIMIT_FACTOR` is given. */
export async function openTestApp(
  environment: Record<string, string> = {},
  given: Storage | null = null,
  surroundings: Surroundings = {},
): Promise<TestApp> {
  const config = readConfig({
    PORT: '0',
    FOYER_LOG: 'silent',
    FOYER_LIMIT_FACTOR: '100000',
    FOYER_DEMO_VISITORS: '0',
    ...geoipFiles(),
    ...environment,
  });
  const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
  const storage = given ?? (await openMemoryStorage());
  await migrate(storage);
  await ensureNamedAdministrator(storage.db, administrator, clock.now());
  const app = await createApp(config, storage, testSecret, clock.now, {
    ...surroundings,
    onUnrecorded: (route) => {
      throw new Error(
        `${route} left no entry in the change log: record the change, or declare that it changes nothing`,
      );
    },
  });
  return {
    app,
    http: app.http,
    storage,
    clock,
    async listen() {
      await app.listen();
      const address = app.http.server.address();
      if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
      return `http://127.0.0.1:${address.port}`;
    },
    async close() {
      await app.close();
      if (given === null) await storage.close();
    },
  };
}
