import { createRequire } from 'node:module';
import { join } from 'node:path';

const requireAsServer = createRequire(new URL('../../apps/server/package.json', import.meta.url));

/** The database itself, with nothing of Foyer before it. */
export interface PlainDatabase {
  /** Runs a statement and reads all rows. */
  run(sql: string): Promise<Record<string, unknown>[]>;
  /** The site with most visits, and its newest one, epoch ms. */
  findHistory(): Promise<{ siteId: string; newest: number }>;
  count(siteId: string): Promise<{ visits: number; pageViews: number; chats: number }>;
  close(): Promise<void>;
}

interface PgClient {
  connect(): Promise<void>;
  query(sql: string): Promise<{ rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
}
interface ReadOnlySqlite {
  prepare(sql: string): { all(): Record<string, unknown>[] };
  close(): void;
}

/** Opens the store that a server runs on, for reading. */
export async function openPlain({
  data,
  databaseUrl,
}: {
  readonly data: string | null;
  readonly databaseUrl: string | null;
}): Promise<PlainDatabase> {
  const { run, close } =
    databaseUrl === null ? openSqlite(join(data ?? '', 'foyer.db')) : await openPostgres(databaseUrl);
  const number = async (sql: string) => Number((await run(sql))[0]?.n ?? 0);
  return {
    run,
    close,
    async findHistory() {
      const [found] = await run('select site_id, count(*) as n from visit group by site_id order by n desc limit 1');
      const siteId = String(found?.site_id);
      return { siteId, newest: await number(`select max(started_at) as n from visit where site_id = '${siteId}'`) };
    },
    count: async (siteId) => ({
      visits: await number(`select count(*) as n from visit where site_id = '${siteId}'`),
      pageViews: await number(`select count(*) as n from page_view where site_id = '${siteId}'`),
      chats: await number(`select count(*) as n from chat where site_id = '${siteId}'`),
    }),
  };
}

function openSqlite(file: string): Pick<PlainDatabase, 'run' | 'close'> {
  const Sqlite = requireAsServer('better-sqlite3') as new (file: string, options: { readonly: true }) => ReadOnlySqlite;
  const database = new Sqlite(file, { readonly: true });
  return { run: async (sql) => database.prepare(sql).all(), close: async () => database.close() };
}

async function openPostgres(url: string): Promise<Pick<PlainDatabase, 'run' | 'close'>> {
  const { Client } = requireAsServer('pg') as { Client: new (options: { connectionString: string }) => PgClient };
  const client = new Client({ connectionString: url });
  await client.connect();
  return { run: async (sql) => (await client.query(sql)).rows, close: () => client.end() };
}
