import type { Invite } from '@foyer/protocol/invite';
import { afterAll, expect, test } from 'vitest';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openTestApp } from '../../testing/test-app.ts';

const server = await openTestApp();
const admin = await signInAsAdministrator(server);
afterAll(() => server.close());

async function openSite() {
  const site = await admin.must('POST', '/api/v1/sites', { name: 'Shop' });
  const invites = `/api/v1/sites/${site.id}/invites`;
  return {
    invites,
    add: (invite: object) => admin.must<Invite>('POST', invites, invite),
    list: () => admin.must<{ items: Invite[]; gallery: string[] }>('GET', invites),
  };
}
const least = { name: 'Hello', altText: 'Chat with us' };

test('S-001 an invite is answered as it was sent, with its defaults', async () => {
  const site = await openSite();
  const sent = {
    ...least,
    image: 'gallery:question',
    overlay: { headline: { text: 'Hi', x: 10, y: 20, size: 24, color: '#ffffff' } },
    start: { x: '-100px', y: '50%' },
    autoSend: {
      enabled: true,
      pages: ['demo/*'],
      conditions: { any: [{ variable: 'page.seconds', operator: '>', value: 9 }] },
    },
  };
  const stored = await site.add(sent);
  expect(stored).toMatchObject({
    ...sent,
    version: 1,
    enabled: true,
    shadow: false,
    end: 'bottom-right',
    frequency: 'oncePerVisit',
    limits: { showsPerVisitor: 3, quietDaysAfterDecline: 7 },
  });
  expect(await admin.must('GET', `${site.invites}/${stored.id}`)).toEqual(stored);
});

test('invites stand in the order they were made; the list names the gallery', async () => {
  const site = await openSite();
  for (const name of ['One', 'Two', 'Three']) await site.add({ ...least, name });
  const { items, gallery } = await site.list();
  expect(items.map((invite) => invite.name)).toEqual(['One', 'Two', 'Three']);
  expect(gallery).toContain('hand');
  const images = await Promise.all(
    gallery.map(async (name) => (await admin.call('GET', `/gallery/${name}.png`)).statusCode),
  );
  expect(new Set(images)).toEqual(new Set([200]));
});

test.each<[what: string, invite: object, path: string, message: RegExp]>([
  ['no name', { altText: 'X' }, 'name', /./],
  ['no alternative text', { name: 'X' }, 'altText', /./],
  ['an image nobody has', { ...least, image: 'gallery:nothing' }, 'image', /gallery:hand/],
  ['an image by address', { ...least, image: 'https://evil.test/x.png' }, 'image', /gallery:NAME or upload:ID/],
  ['a path as image', { ...least, image: 'gallery:../../x' }, 'image', /gallery:NAME/],
  ['an upload that is not there', { ...least, image: 'upload:1' }, 'image', /is no image of this site/],
  ['an empty page pattern', { ...least, autoSend: { pages: ['ok', ''] } }, 'autoSend.pages.1', /./],
  ['a place that is none', { ...least, start: 'nowhere' }, 'start', /./],
  ['a place that is a style', { ...least, end: { x: 'calc(1px)', y: '1px' } }, 'end', /./],
  ['a width that is a style', { ...least, width: '100vw' }, 'width', /./],
  [
    'a size beyond its limit',
    { ...least, overlay: { line: { text: 'x', x: 0, y: 0, size: 97, color: '#000000' } } },
    'overlay.line.size',
    /./,
  ],
  [
    'text over the edge',
    { ...least, overlay: { button: { text: 'x', x: 101, y: 0, size: 9, color: '#000000' } } },
    'overlay.button.x',
    /./,
  ],
  ['an unknown frequency', { ...least, frequency: 'always' }, 'frequency', /./],
  ['a negative limit', { ...least, limits: { showsPerVisitor: -1 } }, 'limits.showsPerVisitor', /./],
])('S-002 refused, naming the field: %s', async (_what, invite, path, message) => {
  const site = await openSite();
  const answer = await admin.call('POST', site.invites, { body: invite });
  const { errors = [] } = answer.json<{ errors?: { path: string; message: string }[] }>();
  expect(answer.statusCode).toBe(400);
  expect(
    errors
      .filter((error) => error.path.startsWith(path))
      .map((error) => error.message)
      .join('; '),
    JSON.stringify(errors),
  ).toMatch(message);
  expect((await site.list()).items).toEqual([]);
});

test.each<[what: string, method: 'PUT' | 'DELETE', version: number, status: number]>([
  ['changed at its version', 'PUT', 1, 200],
  ['changed at another', 'PUT', 2, 409],
  ['deleted at its version', 'DELETE', 1, 204],
  ['deleted at another', 'DELETE', 2, 409],
])('an invite is %s', async (_what, method, version, status) => {
  const site = await openSite();
  const { id } = await site.add(least);
  const answer =
    method === 'PUT'
      ? await admin.call('PUT', `${site.invites}/${id}`, { body: { ...least, name: 'Changed', version } })
      : await admin.call('DELETE', `${site.invites}/${id}?version=${version}`);
  expect(answer.statusCode).toBe(status);
  const left = (await site.list()).items.map((invite) => [invite.name, invite.version]);
  expect(left).toEqual(status === 204 ? [] : status === 200 ? [['Changed', 2]] : [['Hello', 1]]);
});

test('an invite that is gone is not found, whatever the version', async () => {
  const site = await openSite();
  const { id } = await site.add(least);
  await admin.must('DELETE', `${site.invites}/${id}?version=1`);
  expect((await admin.call('GET', `${site.invites}/${id}`)).statusCode).toBe(404);
  expect((await admin.call('PUT', `${site.invites}/${id}`, { body: { ...least, version: 1 } })).statusCode).toBe(404);
  expect((await admin.call('DELETE', `${site.invites}/${id}?version=1`)).statusCode).toBe(404);
});
