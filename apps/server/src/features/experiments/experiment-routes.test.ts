import type { Experiment, ExperimentList, ExperimentResults } from '@foyer/protocol/experiment';
import type { Invite } from '@foyer/protocol/invite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const day = 86_400_000;

describe.each(appsOnStores)('B-307 experiments of a site on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  let origin: string;
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
    origin = await server.listen();
  });
  afterAll(() => server.close());

  async function openSite() {
    const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
    const below = `/api/v1/sites/${site.id}`;
    const invite = (name: string, fields: object = {}) =>
      admin.must<Invite>('POST', `${below}/invites`, { name, altText: `${name}, please`, ...fields });
    const [hello, bell, star] = [
      await invite('Hello', { click: { department: 'Sales' } }),
      await invite('Bell', { image: 'gallery:bell', delaySeconds: 9, frequency: 'everyPage' }),
      await invite('Star'),
    ];
    const path = `${below}/experiments`;
    const fields = { name: 'Bell or hand', inviteId: hello.id, variants: [{ inviteId: bell.id, percent: 40 }] };
    return {
      siteId: site.id as string,
      below,
      path,
      hello,
      bell,
      star,
      fields,
      add: (more: object = {}) => admin.must<Experiment>('POST', path, { ...fields, ...more }),
      change: ({ id, ...experiment }: Experiment, more: object) =>
        admin.must<Experiment>('PUT', `${path}/${id}`, { ...experiment, ...more }),
      list: () => admin.must<ExperimentList>('GET', path),
    };
  }

  test('one is answered as it was sent, with its defaults, and runs from when it is switched on until it is off', async () => {
    const site = await openSite();
    const made = await site.add();
    expect(made).toEqual({
      ...site.fields,
      id: made.id,
      version: 1,
      enabled: false,
      holdOutPercent: 0,
      goal: 'chat',
      goalWithinDays: 7,
    });
    expect((await site.list()).runs).toEqual([]);
    const on = await site.change(made, { enabled: true });
    const [run] = (await site.list()).runs;
    expect(run).toMatchObject({ experimentId: made.id, number: 1, stoppedAt: null, inviteId: site.hello.id });
    const renamed = await site.change(on, { name: 'Another name' });
    expect((await site.list()).runs).toEqual([run]);
    await site.change(renamed, { enabled: false });
    expect((await site.list()).runs).toEqual([{ ...run, stoppedAt: expect.any(Number) }]);
    expect(await admin.must('GET', `${site.path}/${made.id}`)).toMatchObject({ name: 'Another name', version: 4 });
  });

  test('other shares begin another run; what the one before has shown stays', async () => {
    const site = await openSite();
    const made = await site.add({ enabled: true });
    await site.change(made, { holdOutPercent: 10 });
    const { runs } = await site.list();
    expect(runs.map(({ number, holdOutPercent, stoppedAt }) => [number, holdOutPercent, stoppedAt === null])).toEqual([
      [2, 10, true],
      [1, 0, false],
    ]);
    const results = (run: string) => admin.must<ExperimentResults>('GET', `${site.path}/${made.id}/results${run}`);
    expect((await results('')).run).toEqual(runs[0]);
    expect((await results(`?run=${runs[1]?.id}`)).groups.map(({ group, name }) => [group, name])).toEqual([
      ['invite', 'Hello'],
      [site.bell.id, 'Bell'],
    ]);
  });

  test('what makes no sense is refused beside its field', async () => {
    const site = await openSite();
    const running = await site.add({ enabled: true });
    const refused = async (fields: object) => {
      const answer = await admin.call('POST', site.path, { body: { ...site.fields, ...fields } });
      return [answer.statusCode, ...errorsOf(answer)];
    };
    const other = { inviteId: site.star.id };
    expect(await refused({ ...other, variants: [] })).toEqual([
      400,
      'variants: there is nothing to compare: hold some visitors out, or add a look',
    ]);
    expect(await refused({ ...other, holdOutPercent: 60 })).toEqual([
      400,
      'variants: leave at least 1 % to the invite itself: the other shares add up to 100 %',
    ]);
    expect(await refused({ ...other, variants: [{ inviteId: site.star.id, percent: 5 }] })).toEqual([
      400,
      'variants.0.inviteId: is the invite itself',
    ]);
    expect(await refused({ inviteId: running.id, enabled: false })).toEqual([
      400,
      'inviteId: is no invite of this site; it may have been deleted',
    ]);
    expect(await refused({ enabled: true })).toEqual([
      400,
      'inviteId: “Bell or hand” runs on this invite already: stop it first',
    ]);
    expect((await refused({ holdOutPercent: 91 }))[0]).toBe(400);
    const stale = await admin.call('PUT', `${site.path}/${running.id}`, { body: { ...site.fields, version: 7 } });
    expect(stale.statusCode).toBe(409);
  });

  test('an invite that an experiment is on cannot be deleted, and is told of it', async () => {
    const site = await openSite();
    const { id, version } = await site.add();
    for (const invite of [site.hello, site.bell]) {
      const answer = await admin.call('DELETE', `${site.below}/invites/${invite.id}?version=1`);
      expect(answer.statusCode).toBe(409);
      expect(answer.json().detail).toContain('“Bell or hand”');
    }
    const { items } = await admin.must<{ items: object[] }>('GET', `${site.below}/invites/uses`);
    const experiments = [{ id, name: 'Bell or hand' }];
    expect(items).toEqual(
      [site.hello, site.bell].map((one) => ({ inviteId: one.id, alerts: [], prospectRules: [], experiments })),
    );
    await admin.must('DELETE', `${site.path}/${id}?version=${version}`);
    await admin.must('DELETE', `${site.below}/invites/${site.bell.id}?version=1`);
    // Without its look it cannot come back.
    expect((await admin.call('POST', `${site.path}/${id}/restore`, { body: { version } })).statusCode).toBe(400);
  });

  test('a deleted one stops; it comes back switched off, with its runs', async () => {
    const site = await openSite();
    const made = await site.add({ enabled: true });
    await admin.must('DELETE', `${site.path}/${made.id}?version=1`);
    expect((await site.list()).runs[0]?.stoppedAt).not.toBeNull();
    const back = await admin.must('POST', `${site.path}/${made.id}/restore`, { version: 1 });
    expect(back).toEqual({ ...made, version: 2, enabled: false });
    expect((await site.list()).runs).toHaveLength(1);
  });

  test('the winner’s look, text and timing become the invite’s own; all else of it stays, and the experiment ends', async () => {
    const site = await openSite();
    const made = await site.add({ enabled: true });
    const console_ = await openConsole(origin, admin);
    const answer = await admin.must('POST', `${site.path}/${made.id}/use`, { version: 1, variantId: site.bell.id });
    const { altText, image, delaySeconds } = site.bell;
    expect(answer).toEqual({
      experiment: { ...made, version: 2, enabled: false },
      before: site.hello,
      invite: { ...site.hello, version: 2, altText, image, delaySeconds },
    });
    const told = [await console_.next('configuration.changed'), await console_.next('configuration.changed')];
    expect(told.map(({ documents }) => documents)).toEqual(['experiments', 'invites']);
    await console_.close();
    const results = await admin.must<ExperimentResults>('GET', `${site.path}/${made.id}/results`);
    // It was changed by the end of the run, not while it ran.
    expect(results.changedInvites).toEqual([]);
    const wrong = { version: 2, variantId: site.star.id };
    expect((await admin.call('POST', `${site.path}/${made.id}/use`, { body: wrong })).statusCode).toBe(400);
  });

  test('supervisors see what came of it, operators the experiment alone', async () => {
    const site = await openSite();
    const { id } = await site.add({ enabled: true });
    for (const [role, status] of [
      ['operator', 403],
      ['supervisor', 200],
    ] as const) {
      const { caller } = await addOperator({ http: server.http, admin }, `experiment ${role}`, role, [site.siteId]);
      expect((await caller.call('GET', `${site.path}/${id}`)).statusCode).toBe(200);
      expect((await caller.call('GET', `${site.path}/${id}/results`)).statusCode).toBe(status);
      expect((await caller.call('DELETE', `${site.path}/${id}?version=1`)).statusCode).toBe(403);
    }
  });

  /** Visitors of a running experiment, all of them exposed eight days ago unless it says otherwise. */
  async function expose(siteId: string, runId: string, groups: Record<string, number>, at: number) {
    const rows = Object.entries(groups).flatMap(([group_key, count]) =>
      Array.from({ length: count }, (_, n) => ({
        site_id: siteId,
        run_id: runId,
        visitor_id: `${group_key} ${at} ${n}`,
        group_key,
        at,
      })),
    );
    for (let from = 0; from < rows.length; from += 1000)
      await server.storage.db
        .insertInto('experiment_exposure')
        .values(rows.slice(from, from + 1000))
        .execute();
  }

  test('what came of each group is counted from the facts, within the time for the goal, once that is over', async () => {
    const site = await openSite();
    const made = await site.add({ enabled: true, holdOutPercent: 20, goal: 'revenue', goalWithinDays: 3 });
    const [run] = (await site.list()).runs;
    const at = Date.now() - 4 * day;
    const { bell } = site;
    await expose(site.siteId, run?.id ?? '', { holdOut: 3, invite: 5, [bell.id]: 4 }, at);
    await expose(site.siteId, run?.id ?? '', { invite: 2 }, Date.now() - day);
    const spent = (group: string, n: number, amount: number, after: number, exposedAt = at) => ({
      site_id: site.siteId,
      id: crypto.randomUUID(),
      at: exposedAt + after,
      day: '2026-01-01',
      visitor_id: `${group} ${exposedAt} ${n}`,
      visit_id: crypto.randomUUID(),
      amount,
      order_id: null,
      first_referrer: 'direct',
      referrer_host: null,
      occurrence: crypto.randomUUID(),
    });
    await server.storage.db
      .insertInto('revenue_entry')
      .values([
        spent('holdOut', 0, 700, 0),
        spent('invite', 0, 1000, day),
        spent('invite', 0, -300, 2 * day),
        spent('invite', 1, 50, 3 * day), // too late
        spent('invite', 2, 50, -1), // too early
        spent('invite', 3, 90, day), // sent back in time: no buyer
        spent('invite', 3, -90, day + 1),
        spent(bell.id, 0, 100, 1),
        spent(bell.id, 1, 200, 1),
        spent('invite', 0, 5000, 1, Date.now() - day), // whose time is not over
      ])
      .execute();
    const results = await admin.must<ExperimentResults>('GET', `${site.path}/${made.id}/results`);
    expect(results).toMatchObject({
      measure: 'revenuePerVisitor',
      hasWrongShares: false,
      changedInvites: [],
      needed: 50,
    });
    expect(results.groups).toEqual([
      { group: 'holdOut', name: null, share: 0.2, exposed: 3, completed: 3, converted: 1, revenue: 700 },
      { group: 'invite', name: 'Hello', share: 0.4, exposed: 7, completed: 5, converted: 1, revenue: 700 },
      { group: bell.id, name: 'Bell', share: 0.4, exposed: 4, completed: 4, converted: 2, revenue: 300 },
    ]);
    expect(results.comparisons.map(({ group, against, verdict }) => [group, against, verdict])).toEqual([
      ['invite', 'holdOut', 'tooFew'],
      [bell.id, 'holdOut', 'tooFew'],
      [bell.id, 'invite', 'tooFew'],
    ]);
    // An invite that is changed while the run goes on is told of.
    const { id, ...hello } = site.hello;
    await admin.must('PUT', `${site.below}/invites/${id}`, { ...hello, altText: 'Changed' });
    const again = await admin.must<ExperimentResults>('GET', `${site.path}/${made.id}/results`);
    expect(again.changedInvites).toEqual(['Hello']);
  });

  test('a goal that more visitors of one group reach is called; so are shares that are not as planned', async () => {
    const site = await openSite();
    const made = await site.add({
      enabled: true,
      goal: 'customer',
      variants: [{ inviteId: site.bell.id, percent: 50 }],
    });
    const [run] = (await site.list()).runs;
    const at = Date.now() - 8 * day;
    await expose(site.siteId, run?.id ?? '', { invite: 1500, [site.bell.id]: 1500 }, at);
    const became = (group: string, n: number, kind = 'new', after = day) => ({
      site_id: site.siteId,
      id: `0190a000-0000-7000-8000-${String(n + (kind === 'undone' ? 10_000 : 0) + (group === 'invite' ? 0 : 1000)).padStart(12, '0')}`,
      at: at + after,
      day: '2026-01-01',
      visitor_id: `${group} ${at} ${n}`,
      visit_id: crypto.randomUUID(),
      rule_name: 'Bought',
      kind,
      first_referrer: 'direct',
      reason: null,
      operator_id: null,
      occurrence: crypto.randomUUID(),
    });
    await server.storage.db
      .insertInto('customer_entry')
      .values([
        ...Array.from({ length: 40 }, (_, n) => became('invite', n)),
        became('invite', 40, 'repeat'),
        became('invite', 41),
        became('invite', 41, 'undone', day + 1), // taken back
        ...Array.from({ length: 120 }, (_, n) => became(site.bell.id, n)),
      ])
      .execute();
    const read = () => admin.must<ExperimentResults>('GET', `${site.path}/${made.id}/results`);
    const results = await read();
    expect(results.groups.map(({ converted }) => converted)).toEqual([40, 120]);
    const [comparison] = results.comparisons;
    expect(comparison).toMatchObject({ group: site.bell.id, against: 'invite', verdict: 'better' });
    expect(comparison?.difference?.estimate).toBeCloseTo(80 / 1500, 10);
    expect(results.hasWrongShares).toBe(false);
    await expose(site.siteId, run?.id ?? '', { invite: 400 }, at + 1);
    expect((await read()).hasWrongShares).toBe(true);
  });
});
