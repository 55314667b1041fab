import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackTest } from '@foyer/protocol/back-test';
import type { Site } from '@foyer/protocol/site';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { openStorage } from '../../storage/open-storage.ts';
import { smallestIdAt } from '../../storage/partitions.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';
import { openPage } from '../../testing/visitor.ts';
import { removeRecordings, removeRecordingsOfVisitor } from '../recordings/remove-recordings.ts';
import { BackTestRunner } from './back-test-runner.ts';

const day = 86_400_000;

/** SQLite in a file, as it is kept: there the work is done in threads. */
async function openOnFile(): Promise<StoredApp> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-back-tests-'));
  const onFatal = (error: Error) => {
    throw error;
  };
  const storage = await openStorage({ databaseUrl: null, dataFolder: folder, onFatal });
  const app = await openTestApp({}, storage);
  return {
    ...app,
    admin: await signInAsAdministrator(app),
    async close() {
      await app.close();
      await storage.close();
      await rm(folder, { recursive: true });
    },
  };
}

describe.each([...appsOnStores, ['SQLite in a file', openOnFile] as const])('B-302 back-tests on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  let site: Site;
  let below: string;

  beforeAll(async () => {
    server = await open();
    admin = server.admin;
    const origin = await server.listen();
    site = await admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop', timeZone: 'UTC' });
    below = `/api/v1/sites/${site.id}/back-tests`;
    for (let visitor = 0; visitor < 3; visitor++) {
      const { socket } = await openPage({ server: origin, siteKey: site.key });
      for (let n = 2; n <= visitor + 1; n++) {
        socket.send({ type: 'page.viewed', n, url: `https://shop.example/page-${n}`, title: '' });
        await socket.next('page.recorded');
      }
      await socket.close();
    }
    await server.app.settled();
  });
  afterAll(() => server.close());

  const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10);
  const today = () => ({ from: dayAt(Date.now() - day), to: dayAt(Date.now() + day) });
  const ruleOf = (minPages: number) => ({ name: 'Browses', minPages });

  async function finish({ id }: { id: string }): Promise<BackTest> {
    let found: BackTest | null = null;
    await expect
      .poll(
        async () => {
          found = await admin.must<BackTest>('GET', `${below}/${id}`);
          return found.state;
        },
        { timeout: 30_000 },
      )
      .toMatch(/done|failed/);
    return found as unknown as BackTest;
  }

  test('a rule that is not saved is tried on the visits there were, and nothing is stored of it', async () => {
    const started = await admin.must<BackTest>('POST', below, {
      kind: 'prospectRule',
      id: null,
      document: { ...ruleOf(2), enabled: false },
      ...today(),
    });
    const { state, result, visitsDone, visitsTotal } = await finish(started);
    expect({ state, visitsDone, visitsTotal }).toEqual({ state: 'done', visitsDone: 3, visitsTotal: 3 });
    expect(result).toMatchObject({
      visits: 3,
      visitors: 3,
      approximate: 0,
      changed: { visits: 2, visitors: 2 },
      inForce: { visits: 0 },
      gained: { visits: 2 },
      lost: { visits: 0 },
      decisions: { changed: 2, inForce: 0 },
      newProspects: { changed: 2, inForce: 0 },
    });
    expect(result?.days).toEqual([expect.objectContaining({ visits: 3, changed: 2, gained: 2, lost: 0 })]);
    const [newest] = result?.samples.gained ?? [];
    expect(newest).toMatchObject({ entryPage: 'https://shop.example/start', pageCount: 3, approximate: false });
    expect(newest?.explanation).toMatchObject({ label: 'all', verdict: true });
    const firings = await server.storage.db.selectFrom('firing').selectAll().where('site_id', '=', site.id).execute();
    expect(firings.filter(({ rule_kind }) => rule_kind === 'prospectRule')).toEqual([]);
  });

  test('exclusions: the visits and page views that would not have been', async () => {
    const started = await admin.must<BackTest>('POST', below, {
      kind: 'exclusions',
      document: { pages: ['*page-2'], addresses: [], keywordsAndReferrers: [], countries: [] },
      ...today(),
    });
    const { result } = await finish(started);
    expect(result).toMatchObject({ changed: { visits: 0 }, pageViews: { all: 6, changed: 2, inForce: 0 } });
    const all = { pages: ['*'], addresses: [], keywordsAndReferrers: [], countries: [] };
    const { result: nothing } = await finish(
      await admin.must<BackTest>('POST', below, { kind: 'exclusions', document: all, ...today() }),
    );
    expect(nothing).toMatchObject({ changed: { visits: 3 }, gained: { visits: 3 }, pageViews: { changed: 6 } });
  });

  test('an alert that takes visits from another, which is told', async () => {
    const { result } = await finish(
      await admin.must<BackTest>('POST', below, {
        kind: 'alert',
        id: null,
        document: { name: 'Start', entryPages: ['*start'] },
        ...today(),
      }),
    );
    expect(result).toMatchObject({ changed: { visits: 3 }, inForce: { visits: 0 } });
    expect(result?.others).toEqual([
      { kind: 'alert', id: expect.any(String), name: 'All visitors', changed: 0, inForce: 3 },
    ]);
  });

  test('visits that were not recorded are put together from what is stored, and said to be', async () => {
    const at = Date.now() - 3600_000;
    const id = smallestIdAt(at);
    const { db } = server.storage;
    const entryPage = 'https://shop.example/old';
    const own = { site_id: site.id, visitor_id: 'old' };
    await db
      .insertInto('visit')
      .values({
        ...own,
        id,
        visit_number: 1,
        started_at: at,
        last_hit_at: at + 60_000,
        ended_at: at + 70_000,
        page_count: 2,
        visible_ms: 65_000,
        entry_page: entryPage,
        is_search: 0,
        address: '192.0.2.1',
      })
      .execute();
    const page = { ...own, visit_id: id, title: '' };
    await db
      .insertInto('page_view')
      .values([
        { ...page, id: smallestIdAt(at + 1), at, url: entryPage, visible_ms: 60_000 },
        { ...page, id: smallestIdAt(at + 60_000), at: at + 60_000, url: `${entryPage}-2`, visible_ms: 5000 },
      ])
      .execute();
    const document = { name: 'Reads', minMinutes: 1, conditions: null };
    const { result } = await finish(
      await admin.must<BackTest>('POST', below, { kind: 'prospectRule', id: null, document, ...today() }),
    );
    expect(result).toMatchObject({ visits: 4, approximate: 1, changed: { visits: 1 } });
    expect(result?.samples.gained).toEqual([
      expect.objectContaining({ visitId: id, at: at + 60_000, approximate: true }),
    ]);
    await db.deleteFrom('visit').where('site_id', '=', site.id).where('id', '=', id).execute();
  });

  test('one at a time for a site and two in all; one that waits can be stopped, one of a dead node ends', async () => {
    const { db } = server.storage;
    const running = (siteId: string, leaseUntil: number) =>
      db
        .insertInto('back_test')
        .values({
          site_id: siteId,
          id: newId(),
          operator_id: null,
          created_at: Date.now(),
          asked_at: Date.now(),
          state: 'running',
          request: '',
          visits_done: 0,
          visits_total: null,
          finished_at: null,
          lease_until: leaseUntil,
          node_id: 'another node',
          result: null,
        })
        .execute();
    await running('another site', Date.now() + 3_600_000);
    await running('a third site', Date.now() + 3_600_000);
    const input = { kind: 'prospectRule', id: null, document: ruleOf(1), ...today() };
    const waiting = await admin.must<BackTest>('POST', below, input);
    await server.app.settled();
    expect((await admin.must<BackTest>('GET', `${below}/${waiting.id}`)).state).toBe('waiting');
    expect((await admin.call('POST', below, { body: input })).statusCode).toBe(409);
    expect((await admin.call('DELETE', `${below}/${waiting.id}`)).statusCode).toBe(204);
    expect((await admin.must<BackTest>('GET', `${below}/${waiting.id}`)).state).toBe('stopped');

    const next = await admin.must<BackTest>('POST', below, input);
    await db
      .updateTable('back_test')
      .set({ lease_until: Date.now() - 1 })
      .where('node_id', '=', 'another node')
      .execute();
    const runner = new BackTestRunner({
      storage: server.storage,
      nodeId: 'this node',
      logger: pino({ level: 'silent' }),
      now: Date.now,
    });
    await runner.sweep();
    await runner.look();
    expect((await finish(next)).result).toMatchObject({ changed: { visits: 3 } });
    const dead = await db.selectFrom('back_test').select('state').where('node_id', '=', 'another node').execute();
    expect(dead).toEqual([{ state: 'failed' }, { state: 'failed' }]);
    await runner.close();
  });

  test('a draft is refused where saving would refuse it; so are days that are no range', async () => {
    const refused = async (body: object) => {
      const answer = await admin.call('POST', below, { body });
      return [answer.statusCode, answer.json<{ errors?: { path: string }[] }>().errors?.map(({ path }) => path)];
    };
    const rule = { kind: 'prospectRule', id: null, document: ruleOf(1) };
    expect(await refused({ ...rule, from: '2026-03-02', to: '2026-03-01' })).toEqual([400, ['to']]);
    expect(await refused({ ...rule, from: '2026-01-01', to: '2026-12-31' })).toEqual([400, ['to']]);
    const actions = { invite: newId() };
    expect(await refused({ ...rule, document: { ...ruleOf(1), actions }, ...today() })).toEqual([
      400,
      ['actions.invite'],
    ]);
    expect((await admin.call('POST', below, { body: { ...rule, id: newId(), ...today() } })).statusCode).toBe(404);
  });

  test('recordings go by visitor, and by age', async () => {
    const { db } = server.storage;
    const count = async () =>
      Number(
        (
          await db
            .selectFrom('recorded_event')
            .select((eb) => eb.fn.countAll().as('rows'))
            .where('site_id', '=', site.id)
            .executeTakeFirstOrThrow()
        ).rows,
      );
    const before = await count();
    const { visitor_id } = await db
      .selectFrom('visit')
      .select('visitor_id')
      .where('site_id', '=', site.id)
      .limit(1)
      .executeTakeFirstOrThrow();
    await removeRecordingsOfVisitor(db, site.id, visitor_id);
    const after = await count();
    expect(after).toBeLessThan(before);
    expect(await removeRecordings(db, site.id, Date.now() - day)).toBe(0);
    expect(await removeRecordings(db, site.id, Date.now() + day)).toBe(after);
    expect(await count()).toBe(0);
  });
});
