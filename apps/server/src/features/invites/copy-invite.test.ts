import type { Invite } from '@foyer/protocol/invite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

describe.each(appsOnStores)('invites on %s', (_name, open) => {
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
    const invites = `/api/v1/sites/${site.id}/invites`;
    return {
      siteId: site.id,
      invites,
      add: (invite: object) => admin.must<Invite>('POST', invites, { altText: 'Chat with us', ...invite }),
      copy: (id: string) => admin.must<Invite>('POST', `${invites}/${id}/copy`),
      names: async () => (await admin.must<{ items: Invite[] }>('GET', invites)).items.map((invite) => invite.name),
    };
  }

  test('S-001 a copy stands right behind its original, disabled, under a name of its own', async () => {
    const site = await openSite();
    const sent = { name: 'Hello', delaySeconds: 3, autoSend: { enabled: true, pages: ['demo/*'] } };
    const { id, version: _version, ...one } = await site.add(sent);
    await site.add({ name: 'Two' });
    const copy = await site.copy(id);
    expect(copy).toEqual({ ...one, id: copy.id, version: 1, name: 'Hello copy', enabled: false });
    expect(await site.names()).toEqual(['Hello', 'Hello copy', 'Two']);
  });

  test('another site’s invite cannot be copied, nor by an operator one of their own', async () => {
    const [site, other] = [await openSite(), await openSite()];
    const [mine, theirs] = [await site.add({ name: 'Mine' }), await other.add({ name: 'Theirs' })];
    const { caller } = await addOperator({ http: server.http, admin }, 'invite reader', 'operator', [site.siteId]);
    expect((await admin.call('POST', `${site.invites}/${theirs.id}/copy`)).statusCode).toBe(404);
    expect((await caller.call('POST', `${site.invites}/${mine.id}/copy`)).statusCode).toBe(403);
    expect(await caller.must('GET', `${site.invites}/${mine.id}`)).toEqual(mine);
    expect([await site.names(), await other.names()]).toEqual([['Mine'], ['Theirs']]);
  });

  test('a copy tells all nodes that the invites changed', async () => {
    const site = await openSite();
    const { id } = await site.add({ name: 'One' });
    const console_ = await openConsole(origin, admin);
    await site.copy(id);
    expect(await console_.next('configuration.changed')).toMatchObject({ siteId: site.siteId, documents: 'invites' });
    await console_.close();
  });

  test('S-037 conditions of auto send are refused, naming the field', async () => {
    const site = await openSite();
    const conditions = { any: [{ variable: 'time.hour', operator: '>=', value: 24 }] };
    const answer = await admin.call('POST', site.invites, {
      body: { name: 'X', altText: 'X', autoSend: { enabled: true, pages: ['*'], conditions } },
    });
    expect([answer.statusCode, errorsOf(answer)]).toEqual([
      400,
      ['autoSend.conditions.any.0.value: must be a whole hour from 0 to 23'],
    ]);
  });
});
