import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErasureReceipt } from '@foyer/protocol/privacy';
import type { Site } from '@foyer/protocol/site';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPostgresDatabase } from '../../../../../tests/support/postgres.ts';
import { claimRedisDatabase } from '../../../../../tests/support/redis.ts';
import { hasService } from '../../../../../tests/support/services.ts';
import { randomHex } from '../../http/new-id.ts';
import { restore } from '../../restore.ts';
import { migrate } from '../../storage/migrate.ts';
import { openStorage } from '../../storage/open-storage.ts';
import { type Caller, signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp, type TestApp } from '../../testing/test-app.ts';
import { TestSocket } from '../../testing/test-socket.ts';
import { greetWindow, takeTicket } from '../../testing/visitor.ts';
import { addOperator, openConsole } from '../../testing/world.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { derivedTables, personTables } from './person-tables.ts';

/** Marks of one person, each of which stands nowhere else. */
const marks = {
  name: 'Zebediah Quillfeather',
  email: 'zq-canary@quill.example',
  phone: '+44 20 7946 0817',
  company: 'Quillfeather Canary Works',
  address: '198.51.100.77',
  hostName: 'gw-canary.quill.example',
  variable: 'canary-variable-81f3',
  message: 'The canary sings about its blue lamp',
  fileContent: 'canary file content 5d21',
  fileName: 'canary-letter-77.txt',
  note: 'canary note of an operator',
  orderId: 'CANARY-ORDER-4471',
} as const;

/** A database on which a server can be opened again and again. */
interface Ground {
  readonly folder: string;
  readonly databaseUrl: string | null;
  open(log: string[]): Promise<TestApp>;
  /** Bytes that lie outside of what the tables show. */
  readRaw(): Promise<{ what: string; text: string }[]>;
  close(): Promise<void>;
}

async function makeGround(databaseUrl: string | null, redisUrl: string | null): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-erasure-'));
  const environment: Record<string, string> = {
    FOYER_LOG: 'trace',
    FOYER_DATA: folder,
    FOYER_TRUSTED_PROXIES: '127.0.0.1',
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  };
  return {
    folder,
    databaseUrl,
    async open(log) {
      const onFatal = (error: Error) => {
        throw error;
      };
      const storage = await openStorage({ databaseUrl, dataFolder: folder, onFatal });
      await migrate(storage);
      const server = await openTestApp(environment, storage, {
        hostNames: { resolve: async (address) => (address === marks.address ? marks.hostName : null) },
        logTo: { write: (line) => void log.push(line) },
      });
      return {
        ...server,
        async close() {
          await server.close();
          await storage.close();
        },
      };
    },
    async readRaw() {
      const found: { what: string; text: string }[] = [];
      for (const name of await readdir(folder, { recursive: true })) {
        const content = await readFile(join(folder, name)).catch(() => null); // a folder
        if (content) found.push({ what: name, text: content.toString('latin1') });
      }
      if (redisUrl === null) return found;
      const redis = new Redis(redisUrl);
      for (const key of await redis.keys('*')) {
        const value = await redis.dump(key);
        found.push({ what: 'a key of Redis', text: `${key} ${value}` });
      }
      await redis.quit();
      return found;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const grounds: readonly (readonly [name: string, open: () => Promise<Ground>])[] = [
  ['SQLite', () => makeGround(null, null)],
  ...(hasService('postgres') && hasService('redis')
    ? ([
        [
          'PostgreSQL and Redis',
          async () => {
            const database = await createPostgresDatabase();
            const redis = await claimRedisDatabase();
            const ground = await makeGround(database.url, redis.url);
            return {
              ...ground,
              async close() {
                await ground.close();
                await redis.release();
                await database.drop();
              },
            };
          },
        ],
      ] as const)
    : []),
];

/** Names of all real tables, without the partitions of one. */
async function listTables({ storage }: TestApp): Promise<string[]> {
  const { rows } =
    storage.dialect === 'sqlite'
      ? await sql<{
          name: string;
        }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(storage.db)
      : await sql<{
          name: string;
        }>`select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
          where relkind in ('r', 'p') and not relispartition and nspname = 'public'`.execute(storage.db);
  return rows.map(({ name }) => name).filter((name) => !name.startsWith('kysely_'));
}

/** Where any of these texts stands in any column of any table. */
async function findInTables(server: TestApp, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of await listTables(server)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(server.storage.db);
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
        for (const mark of texts) if (text.includes(mark)) found.push(`${mark} in ${table}.${column}`);
      }
  }
  return found;
}

describe.each(grounds)('R-244, G-24 erasure on %s', (_name, open) => {
  let ground: Ground;
  let server: TestApp;
  let admin: Caller;
  let log: string[];

  beforeEach(async () => {
    ground = await open();
    log = [];
    server = await ground.open(log);
    admin = await signInAsAdministrator(server);
  });
  afterEach(async () => {
    await server.close();
    await ground.close();
  });

  /** A visitor who has left a mark wherever one can. */
  async function leaveMarks() {
    const origin = await server.listen();
    const site = await admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    const below = `/api/v1/sites/${site.id}`;
    await admin.must('POST', `${below}/prospect-rules`, {
      name: 'Readers',
      minPages: 1,
      actions: { email: true, popup: true, flagAsCustomer: true },
    });
    await admin.must('PUT', `${below}/notifications`, { version: 0, emails: ['staff@shop.example'] });
    await admin.must('POST', `${below}/tags`, { name: 'order', takesValue: true });
    const headers = { 'x-forwarded-for': marks.address };
    const visitor = randomHex(16);
    const page = await TestSocket.open(`${origin}/t/socket`, headers);
    page.send({ type: 'hello', kind: 'page', protocol: 1, site: site.key, visitor, tab: randomHex(8) });
    await page.next('welcome');
    page.send({ type: 'page.viewed', n: 1, url: 'https://shop.example/start', title: 'Start' });
    await page.next('page.recorded');
    const { name, email, phone, company } = marks;
    page.send({ type: 'contact.changed', name, email, phone, company, variables: { plan: marks.variable } });
    page.send({ type: 'revenue.reported', n: 2, amount: '25.00', orderId: marks.orderId });
    await page.next('page.recorded');
    page.send({ type: 'event.happened', n: 3, name: 'basket' });
    await page.next('page.recorded');
    const options = { server: origin, siteKey: site.key, headers };
    const { socket: window, answer } = await greetWindow(options, { ticket: await takeTicket(page) });
    const operator = await addOperator({ http: server.http, admin }, 'Olga', 'operator', [site.id]);
    const console_ = await openConsole(origin, operator.caller);
    const cid = randomHex(16);
    window.send({ type: 'chat.requested', cid, name, email, question: marks.message });
    const { chatId } = (await window.next((frame) => frame.cid === cid)).chat;
    console_.send({ type: 'chat.accepted', siteId: site.id, chatId, requestId: 'accept' });
    await console_.next(({ requestId }) => requestId === 'accept');
    const query = new URLSearchParams({ site: site.key, cid: randomHex(16), name: marks.fileName });
    const sent = await server.http.inject({
      method: 'POST',
      url: `/t/chats/${chatId}/files?${query}`,
      headers: { 'content-type': 'application/octet-stream', 'x-foyer-token': String(answer.token) },
      payload: marks.fileContent,
    });
    expect(sent.statusCode, sent.body).toBe(201);
    await operator.caller.must('POST', `${below}/visitors/${visitor}/notes`, { body: marks.note });
    await operator.caller.must('POST', `${below}/chats/${chatId}/tags`, { name: 'order', value: marks.orderId });
    await admin.must('POST', `${below}/blocks`, {
      visitorId: visitor,
      by: 'both',
      duration: 'hour',
      reason: `${marks.name} shouts`,
    });
    await server.app.settled();
    return { origin, site, below, visitor, page, window, console_, chatId };
  }

  const erase = (below: string, visitor: string) =>
    admin.must<ErasureReceipt>('POST', `${below}/visitors/${visitor}/erase`, { confirm: visitor });
  const countersOf = async (siteId: string) =>
    server.storage.db
      .selectFrom('day_total')
      .select(['day', 'counter', 'value'])
      .where('site_id', '=', siteId)
      .orderBy('day')
      .orderBy('counter')
      .execute();

  test('after it, no mark is in any table, file, key or line of the log, and the counts stay; a backup brings none back', async () => {
    const { site, below, visitor, page, window } = await leaveMarks();
    const everyMark = [...Object.values(marks), visitor];
    // The test is worth nothing where a mark was never there.
    const before = (await findInTables(server, everyMark)).join('\n');
    for (const mark of everyMark) expect(before).toContain(mark);
    if (ground.databaseUrl === null) {
      const raw = (await ground.readRaw()).map(({ text }) => text).join('\n');
      for (const mark of everyMark) expect(raw).toContain(mark);
    }

    const exported = await admin.must<{ files: { base64: string }[] }>('GET', `${below}/visitors/${visitor}/export`);
    const told = JSON.stringify(exported) + Buffer.from(exported.files[0]?.base64 ?? '', 'base64').toString();
    for (const mark of everyMark) expect(told).toContain(mark);

    const backup = join(tmpdir(), `foyer-backup-${randomHex(8)}.db`);
    await server.storage.backupFile?.(backup);
    const visitorRows = await server.storage.db.selectFrom('visitor').selectAll().where('id', '=', visitor).execute();
    const counted = await countersOf(site.id);
    expect(counted.length).toBeGreaterThan(5);

    const receipt = await erase(below, visitor);
    expect(receipt.rows).toMatchObject({
      visitor: 1,
      visit: 1,
      chat: 1,
      chat_file: 1,
      visitor_note: 1,
      revenue_entry: 1,
    });
    await page.next('visitor.erased');
    await window.closed;
    expect(await countersOf(site.id)).toEqual(counted);
    expect((await rebuildTotals(server.storage, { write: true })).differences).toEqual([]);
    expect(await countersOf(site.id)).toEqual(counted);
    const revenue = await server.storage.db.selectFrom('revenue_entry').selectAll().execute();
    expect(revenue).toMatchObject([{ amount: 2500, order_id: expect.stringMatching(/^erased [0-9a-f]{32}$/) }]);

    const lookEverywhere = async () => {
      const places = await findInTables(server, everyMark);
      for (const { what, text } of await ground.readRaw())
        for (const mark of everyMark) if (text.includes(mark)) places.push(`${mark} in ${what}`);
      for (const line of log) for (const mark of everyMark) if (line.includes(mark)) places.push(`${mark} in ${line}`);
      return places;
    };
    expect(await lookEverywhere()).toEqual([]);

    // The page that is still open, and one that knows only the old id, are nobody's.
    page.send({ type: 'page.viewed', n: 4, url: 'https://shop.example/late', title: 'Late' });
    await page.ask({ type: 'activity.seen' });
    await server.app.settled();
    expect(await lookEverywhere()).toEqual([]);

    // An older backup is put back.
    await server.close();
    if (ground.databaseUrl === null) {
      await restore(backup, ground.folder, Date.now());
    } else {
      const old = await openStorage({ databaseUrl: ground.databaseUrl, dataFolder: '', onFatal: () => {} });
      await old.db.deleteFrom('erasure').execute();
      await old.db.insertInto('visitor').values(visitorRows).execute();
      await old.close();
    }
    await rm(backup, { force: true });
    server = await ground.open(log);
    admin = await signInAsAdministrator(server);
    expect((await findInTables(server, everyMark)).concat()).toEqual([]);
    expect(await lookEverywhere()).toEqual([]);
    expect((await server.storage.db.selectFrom('erasure').selectAll().execute()).length).toBe(1);
  });

  test('whoever comes back with an erased id is told to take a new one, and an order is still not booked twice', async () => {
    const { origin, site, below, visitor } = await leaveMarks();
    await erase(below, visitor);
    const page = await TestSocket.open(`${origin}/t/socket`);
    page.send({ type: 'hello', kind: 'page', protocol: 1, site: site.key, visitor, tab: randomHex(8) });
    await page.next('visitor.erased');
    const hit = await server.http.inject({
      method: 'POST',
      url: '/t/hit',
      payload: { site: site.key, visitor, tab: randomHex(8), n: 1, url: 'https://shop.example/again' },
    });
    expect(hit.json()).toMatchObject({ recorded: false, erased: true });
    const fresh = randomHex(16);
    const other = await TestSocket.open(`${origin}/t/socket`);
    other.send({ type: 'hello', kind: 'page', protocol: 1, site: site.key, visitor: fresh, tab: randomHex(8) });
    await other.next('welcome');
    other.send({ type: 'page.viewed', n: 1, url: 'https://shop.example/thanks', title: 'Thanks' });
    await other.next('page.recorded');
    other.send({ type: 'revenue.reported', n: 2, amount: '25.00', orderId: marks.orderId });
    await other.next('page.recorded');
    const revenue = await server.storage.db.selectFrom('revenue_entry').select('amount').execute();
    expect(revenue).toEqual([{ amount: 2500 }]);
  });

  test('it needs the id once more, stops at a legal hold, and leaves an entry without a name in the change log', async () => {
    const { below, visitor, chatId } = await leaveMarks();
    const url = `${below}/visitors/${visitor}/erase`;
    expect((await admin.call('POST', url, { body: { confirm: 'yes' } })).statusCode).toBe(400);
    const hold = `${below}/chats/${chatId}/legal-hold`;
    await admin.must('PUT', hold, { reason: 'Court' });
    expect((await admin.call('POST', url, { body: { confirm: visitor } })).statusCode).toBe(409);
    await admin.must('DELETE', hold);
    await erase(below, visitor);
    expect((await admin.call('POST', url, { body: { confirm: visitor } })).statusCode).toBe(404);
    expect((await admin.call('GET', `${below}/visitors/${visitor}/export`)).statusCode).toBe(404);
    const entries = await server.storage.db
      .selectFrom('change')
      .selectAll()
      .where('kind', '=', 'visitorErasure')
      .execute();
    expect(entries).toHaveLength(1);
  });

  test('every table of the real schema is in the list, and none that tells of visitors is called nobody’s', async () => {
    const strangers: string[] = [];
    for (const table of await listTables(server)) {
      const rule = personTables[table as keyof typeof personTables];
      if (!rule) {
        if (!(table.replace(indexPart, '') in derivedTables)) strangers.push(`${table} is not in person-tables.ts`);
        continue;
      }
      const { rows } =
        server.storage.dialect === 'sqlite'
          ? await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(server.storage.db)
          : await sql<{ name: string }>`select column_name as name from information_schema.columns
              where table_name = ${table}`.execute(server.storage.db);
      const telling = rows
        .map(({ name }) => name)
        .filter((name) => /^(visitor_id|visit_id|chat_id|address)$/.test(name));
      if (rule.rows === null && telling.length > 0 && !isStaff(rule.why)) strangers.push(`${table}.${telling.join()}`);
      if (rule.rows === null) expect(rule.why).toMatch(/\w+/);
    }
    expect(strangers).toEqual([]);
  });
});

/** What SQLite makes of a full-text index. */
const indexPart = /_(data|idx|content|docsize|config)$/;

/** Sessions have addresses, of operators. */
const isStaff = (why: string | undefined) => why?.includes('operators') ?? false;
