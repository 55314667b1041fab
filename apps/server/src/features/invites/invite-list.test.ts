import type { Invite, InviteStatistics } from '@foyer/protocol/invite';
import type { Insertable } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';

const day = 86_400_000;

describe.each(appsOnStores)('a site’s invites on %s', (_name, open) => {
  let server: StoredApp;
  let admin: StoredApp['admin'];
  beforeAll(async () => {
    server = await open();
    admin = server.admin;
  });
  afterAll(() => server.close());

  async function openSite() {
    const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
    const below = `/api/v1/sites/${site.id}`;
    const invites = `${below}/invites`;
    return {
      siteId: site.id,
      below,
      invites,
      add: (name: string) => admin.must<Invite>('POST', invites, { name, altText: 'Chat with us' }),
      list: async () => (await admin.must<{ items: Invite[] }>('GET', invites)).items,
      names: async () => (await admin.must<{ items: Invite[] }>('GET', invites)).items.map(({ name }) => name),
    };
  }

  test('S-008 they are put in another order, which names each once', async () => {
    const site = await openSite();
    const [one, two, three] = [await site.add('One'), await site.add('Two'), await site.add('Three')];
    const order = (...invites: Invite[]) =>
      admin.call('PUT', `${site.invites}/order`, { body: { ids: invites.map(({ id }) => id) } });
    const answer = await order(three, one, two);
    expect(answer.json<{ items: Invite[] }>().items.map(({ name }) => name)).toEqual(['Three', 'One', 'Two']);
    expect(await site.names()).toEqual(['Three', 'One', 'Two']);
    for (const wrong of [
      [one, two],
      [one, two, two],
      [one, two, three, three],
    ])
      expect((await order(...wrong)).statusCode).toBe(409);
    expect(await site.names()).toEqual(['Three', 'One', 'Two']);
  });

  test('S-016, S-044 it is told which rules send an invite', async () => {
    const site = await openSite();
    const [sent, alone] = [await site.add('Sent'), await site.add('Alone')];
    const alert = await admin.must('POST', `${site.below}/alerts`, { name: 'AdWords', actions: { invite: sent.id } });
    const rule = await admin.must('POST', `${site.below}/prospect-rules`, {
      name: 'Serious',
      actions: { invite: sent.id },
    });
    const { items } = await admin.must<{ items: { inviteId: string }[] }>('GET', `${site.invites}/uses`);
    expect(items).toEqual([
      {
        inviteId: sent.id,
        alerts: [{ id: alert.id, name: 'AdWords' }],
        prospectRules: [{ id: rule.id, name: 'Serious' }],
        experiments: [],
      },
    ]);
    expect(items.some(({ inviteId }) => inviteId === alone.id)).toBe(false);
  });

  test('a deleted invite is put back under its id, so that rules send it again', async () => {
    const site = await openSite();
    const invite = await site.add('Hello');
    const { id, ...fields } = invite;
    const restore = () => admin.call('POST', `${site.invites}/${id}/restore`, { body: { version: 1 } });
    expect((await restore()).statusCode).toBe(409);
    await admin.must('DELETE', `${site.invites}/${id}?version=1`);
    expect((await restore()).json()).toEqual({ ...invite, version: 2 });
    expect(await site.list()).toEqual([{ ...invite, version: 2 }]);
    expect((await restore()).statusCode).toBe(409);
    // Whoever has the old one open must read it again.
    const stale = await admin.call('PUT', `${site.invites}/${id}`, { body: fields });
    expect(stale.statusCode).toBe(409);
  });

  test('its statistics are those of the last 30 days, from the facts', async () => {
    const site = await openSite();
    const [one, two] = [await site.add('One'), await site.add('Two')];
    const now = Date.now();
    let made = 0;
    const idAt = (ago: number) => smallestIdAt(now - ago).slice(0, -4) + (made++).toString(16).padStart(4, '0');
    const invited = (
      inviteId: string,
      visit: string,
      state: string,
      more: Partial<Insertable<Database['invitation']>> & { ago?: number } = {},
    ) => {
      const { ago = day, ...columns } = more;
      const id = idAt(ago);
      return {
        site_id: site.siteId,
        id,
        visit_id: visit,
        visitor_id: visit,
        invite_id: inviteId,
        invite_name: 'X',
        source: 'autoSend',
        occurrence: id,
        state,
        reason: null,
        operator_id: null,
        queued_at: now - ago,
        shown_at: ['queued', 'suppressed'].includes(state) ? null : now - ago + 10,
        ended_at: now - ago + 1000,
        ...columns,
      };
    };
    await server.storage.db
      .insertInto('invitation')
      .values([
        invited(one.id, 'v1', 'accepted'),
        invited(one.id, 'v1', 'accepted'), // once more in that visit: its revenue counts once
        invited(one.id, 'v2', 'declined'),
        invited(one.id, 'v3', 'timedOut'),
        invited(one.id, 'v4', 'queued'),
        invited(one.id, 'v5', 'suppressed'),
        invited(one.id, 'v6', 'accepted', { ago: 31 * day }),
        invited(two.id, 'v7', 'accepted'),
      ])
      .execute();
    const earned = (visit: string, amount: number, ago: number) => {
      const id = idAt(ago);
      return {
        site_id: site.siteId,
        id,
        at: now - ago,
        day: '2026-01-01',
        visitor_id: visit,
        visit_id: visit,
        amount,
        order_id: null,
        first_referrer: 'direct',
        referrer_host: null,
        occurrence: id,
      };
    };
    await server.storage.db
      .insertInto('revenue_entry')
      .values([
        earned('v1', 2500, day / 2),
        earned('v1', -500, day / 4),
        earned('v1', 90, day + 5000), // before the invite was accepted
        earned('v2', 70, day / 2),
        earned('v7', 40, day / 2),
      ])
      .execute();
    const { days, items } = await admin.must<{ days: number; items: InviteStatistics[] }>(
      'GET',
      `${site.invites}/statistics`,
    );
    expect(days).toBe(30);
    const none = { chats: 0, declined: 0 };
    expect(Object.fromEntries(items.map(({ inviteId, ...counts }) => [inviteId, counts]))).toEqual({
      [one.id]: { ...none, sent: 5, shown: 4, accepted: 2, declined: 1, revenue: 2000 },
      [two.id]: { ...none, sent: 1, shown: 1, accepted: 1, revenue: 40 },
    });
  });
});
