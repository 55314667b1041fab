import type { Invite } from '@foyer/protocol/invite';
import type { Site } from '@foyer/protocol/site';
import { assignGroup } from '@foyer/rules/experiment';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addInvite } from '../invites/list-invites.ts';
import { createSite } from '../sites/create-site.ts';
import { FactWriter } from '../visits/fact-writer.ts';
import { SiteConfigurations } from '../visits/site-configuration.ts';
import { pagesChannel, type ToPages } from '../visits/visit-channels.ts';
import { type IncomingEvent, VisitEngine } from '../visits/visit-engine.ts';
import { experimentDocuments } from './experiment-documents.ts';
import { listRunning } from './list-experiments.ts';
import { settleRuns } from './settle-runs.ts';

const start = Date.UTC(2026, 2, 1, 9);
const [minute, day] = [60_000, 86_400_000];
const direct = { referrer: null, referrerHost: null, referringSite: null, isSearch: false, searchPhrase: null };
const noCampaign = { source: null, medium: null, campaign: null, term: null, content: null };
const somewhere = { country: 'GB', region: null, city: null, organisation: null, ownOrganisation: null };
const technology = { language: 'en', timeZone: null, browser: 'Chrome', os: 'Linux', device: 'desktop' };
const visitorOf = (n: number) => n.toString(16).padStart(32, '0');

describe.each(stores)('B-307 visitors of an experiment, on %s', (_name, open) => {
  let own: Stores;
  let site: Site;
  let hello: Invite;
  let look: Invite;
  let run: Awaited<ReturnType<typeof listRunning>>[number];
  let nodes: VisitEngine[];
  const frames: ToPages[] = [];

  beforeAll(async () => {
    own = await open();
    const { storage, shared } = own;
    const { db } = storage;
    site = await db.transaction().execute((trx) => createSite(trx, { name: 'Shop' }, start));
    hello = await addInvite(db, site.id, {
      name: 'Hello',
      altText: 'Hello',
      autoSend: { enabled: true, pages: ['*'] },
      frequency: 'oncePerVisitor',
    });
    look = await addInvite(db, site.id, {
      name: 'Look',
      altText: 'Look at this',
      enabled: false,
      image: 'gallery:bell',
    });
    await db.transaction().execute(async (trx) => {
      const experiment = { name: 'Bell or hand', inviteId: hello.id, enabled: true, holdOutPercent: 20 };
      const variants = [{ inviteId: look.id, percent: 30 }];
      await experimentDocuments.insert(trx, site.id, crypto.randomUUID(), { ...experiment, variants });
      await settleRuns(trx, site.id, start);
    });
    const [running] = await listRunning(db, site.id);
    if (!running) throw new Error('the experiment does not run');
    run = running;
    await shared.bus.subscribe(pagesChannel(site.id), (message) => void frames.push(message as ToPages));
    nodes = [0, 1].map(
      () =>
        new VisitEngine({
          storage,
          store: own.visits,
          bus: shared.bus,
          configurations: new SiteConfigurations(db),
          facts: new FactWriter(storage, { schedule: (work) => setImmediate(work) }),
          staffOf: () => ({ online: 1, withRoom: 1, queueLength: 0, insideOpeningHours: null }),
          logger: pino({ level: 'silent' }),
          now: () => start,
          onPresenceChanged: () => undefined,
          onHostNameWanted: () => undefined,
          onWakeUp: () => undefined,
        }),
    );
  });
  afterAll(async () => own.close());

  /** A page view on one of the two nodes; resolves once it is stored and told. */
  async function view(visitor: string, node: number, after: number, tab = 'a'): Promise<void> {
    const event: IncomingEvent = {
      type: 'page.viewed',
      at: start + after,
      siteId: site.id,
      visitorId: visitor,
      tab,
      n: 1 + after,
      nodeId: `node-${node}`,
      url: 'https://shop.example/',
      title: 'Shop',
      visible: true,
      source: { ...direct, utm: noCampaign },
      place: { ...somewhere, address: '203.0.113.7', hostName: null },
      technology: { ...technology, screenWidth: 1280 },
      spider: null,
    };
    const outcome = await nodes[node]?.happen(event);
    await outcome?.stored;
  }

  const exposures = () =>
    own.storage.db
      .selectFrom('experiment_exposure')
      .select(['run_id', 'visitor_id', 'group_key', 'at'])
      .where('site_id', '=', site.id)
      .orderBy('visitor_id')
      .execute();
  const invitationsOf = (visitor: string) =>
    own.storage.db
      .selectFrom('invitation')
      .select(['invite_id', 'variant_id', 'state', 'reason'])
      .where('site_id', '=', site.id)
      .where('visitor_id', '=', visitor)
      .execute();
  const firstOf = (group: string) => {
    for (let n = 1_000_000; ; n += 1) if (assignGroup(run, visitorOf(n)) === group) return visitorOf(n);
  };

  test('a hold-out visitor is sent no frame, by whichever tab, node and visit, and stands there once', async () => {
    const visitor = firstOf('holdOut');
    await view(visitor, 0, 0);
    await view(visitor, 1, minute, 'b');
    await view(visitor, 1, day);
    expect(frames.filter(({ visitorId }) => visitorId === visitor)).toEqual([]);
    expect(await invitationsOf(visitor)).toEqual([
      { invite_id: hello.id, variant_id: null, state: 'suppressed', reason: 'holdOut' },
    ]);
    expect((await exposures()).filter(({ visitor_id }) => visitor_id === visitor)).toEqual([
      { run_id: run.runId, visitor_id: visitor, group_key: 'holdOut', at: start },
    ]);
  });

  test('a visitor of a variant is shown its look, as an invitation of the invite itself', async () => {
    const visitor = firstOf(look.id);
    await view(visitor, 1, 0);
    await expect
      .poll(() => frames.filter(({ visitorId }) => visitorId === visitor).map(({ frame }) => frame))
      .toEqual([expect.objectContaining({ type: 'invite.sent' })]);
    const [told] = frames.filter(({ visitorId }) => visitorId === visitor);
    expect(told?.frame).toMatchObject({ invite: { altText: 'Look at this', imageUrl: '/gallery/bell.png' } });
    expect(await invitationsOf(visitor)).toEqual([
      { invite_id: hello.id, variant_id: look.id, state: 'queued', reason: null },
    ]);
  });

  test('a visitor of the rest is shown the invite itself', async () => {
    const visitor = firstOf('invite');
    await view(visitor, 0, 0);
    await expect.poll(() => frames.filter(({ visitorId }) => visitorId === visitor)).toHaveLength(1);
    const [told] = frames.filter(({ visitorId }) => visitorId === visitor);
    expect(told?.frame).toMatchObject({ invite: { altText: 'Hello', imageUrl: '/gallery/hand.png' } });
  });

  test('4,000 visitors on two nodes come to their groups in the shares that were planned', async () => {
    const before = (await exposures()).length;
    for (let from = 0; from < 4000; from += 500)
      await Promise.all(Array.from({ length: 500 }, (_, n) => view(visitorOf(from + n), n % 2, 0)));
    const all = await exposures();
    expect(all.length - before).toBe(4000);
    const counts: Record<string, number> = {};
    for (const { group_key } of all) counts[group_key] = (counts[group_key] ?? 0) + 1;
    for (const [group, share] of [
      ['holdOut', 0.2],
      ['invite', 0.5],
      [look.id, 0.3],
    ] as const)
      expect(Math.abs((counts[group] ?? 0) - all.length * share)).toBeLessThan(
        5 * Math.sqrt(all.length * share * (1 - share)),
      );
    expect(all.every(({ visitor_id, group_key }) => assignGroup(run, visitor_id) === group_key)).toBe(true);
    // Each got one frame at most, and none of the hold-out any.
    const groupOf = new Map(all.map(({ visitor_id, group_key }) => [visitor_id, group_key]));
    await expect.poll(() => frames.length).toBe(all.filter(({ group_key }) => group_key !== 'holdOut').length);
    expect(frames.filter(({ visitorId }) => groupOf.get(visitorId) === 'holdOut')).toEqual([]);
  });
});
