import type { Alert } from '@foyer/protocol/alert';
import type { ReferringSite, ReferringSites } from '@foyer/protocol/referring-site';
import { builtInReferringSites } from '@foyer/rules/built-in-referring-sites';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { addOperator, openConsole } from '../../testing/world.ts';
import { listReferringSites } from './list-referring-sites.ts';

const byDefault = { version: 0, items: builtInReferringSites };
const google: ReferringSite = { name: 'Google', hosts: ['*.google.*', 'google.*'], phraseParameter: 'q' };
const forum: ReferringSite = { name: 'Forum', hosts: ['forum.example', '*.xn--mnchen-3ya.de'], phraseParameter: null };

describe.each(appsOnStores)('referring sites on %s', (_name, open) => {
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
    const url = `${below}/referring-sites`;
    const put = (version: number, items: object[]) => admin.call('PUT', url, { body: { version, items } });
    return {
      siteId: site.id,
      below,
      url,
      put,
      /** Saves, and throws when it is refused. */
      save: (version: number, items: object[]) => admin.must<ReferringSites>('PUT', url, { version, items }),
      reset: (version: number) => admin.call('DELETE', `${url}?version=${version}`),
      read: () => admin.must<ReferringSites>('GET', url),
      addAlert: (name: string, searchEngines: string[]) =>
        admin.must<Alert>('POST', `${below}/alerts`, { name, searchEngines }),
    };
  }

  test('a site that saved none has the list Foyer comes with, as version 0', async () => {
    const site = await openSite();
    expect(await site.read()).toEqual(byDefault);
    expect(await listReferringSites(server.storage.db, site.siteId)).toEqual(byDefault);
  });

  test('the list Foyer comes with can be saved as it is', async () => {
    const site = await openSite();
    expect(await site.save(0, [...builtInReferringSites])).toEqual({ ...byDefault, version: 1 });
  });

  test('what is saved is answered in its order, with defaults', async () => {
    const site = await openSite();
    const saved = { version: 1, items: [forum, google] };
    expect(await site.save(0, [{ name: ' Forum ', hosts: forum.hosts }, google])).toEqual(saved);
    expect(await site.read()).toEqual(saved);
    expect(await site.save(1, [])).toEqual({ version: 2, items: [] });
  });

  test.each<[what: string, saves: number, version: number, status: number]>([
    ['first, on version 0', 0, 0, 200],
    ['first, on another version', 0, 1, 409],
    ['again, on the version it has', 1, 1, 200],
    ['again, as if it were first', 1, 0, 409],
    ['again, on a stale version', 2, 1, 409],
  ])('saved %s', async (_what, saves, version, status) => {
    const site = await openSite();
    for (let saved = 0; saved < saves; saved++) await site.save(saved, [google]);
    expect((await site.put(version, [forum])).statusCode).toBe(status);
    expect(await site.read()).toEqual(
      status === 200
        ? { version: version + 1, items: [forum] }
        : saves === 0
          ? byDefault
          : { version: saves, items: [google] },
    );
  });

  test.each<[what: string, saves: number, query: string, status: number]>([
    ['on its version', 2, 'version=2', 204],
    ['on a stale version', 2, 'version=1', 409],
    ['as if there were none', 1, 'version=0', 409],
    ['without a version', 1, '', 400],
    ['though there is nothing to give up', 0, 'version=0', 204],
    ['though there is nothing of that version', 0, 'version=1', 409],
  ])('a list is given up %s', async (_what, saves, query, status) => {
    const site = await openSite();
    for (let saved = 0; saved < saves; saved++) await site.save(saved, [google]);
    expect((await admin.call('DELETE', `${site.url}?${query}`)).statusCode).toBe(status);
    expect(await site.read()).toEqual(status === 204 || saves === 0 ? byDefault : { version: saves, items: [google] });
  });

  test('a list saved after another was given up has a version of its own, so that no stale change passes for a new one', async () => {
    const site = await openSite();
    await site.save(0, [google]);
    await site.reset(1);
    expect((await site.put(1, [forum])).statusCode).toBe(409);
    const { version } = await site.save(0, [forum]);
    expect(version).toBeGreaterThan(1);
    expect((await site.put(1, [google])).statusCode).toBe(409);
    expect(await site.read()).toEqual({ version, items: [forum] });
  });

  test.each<[what: string, items: object[], error: RegExp]>([
    ['no name', [{ hosts: ['a.example'] }], /^items\.0\.name: /],
    ['a blank name', [google, { ...forum, name: ' ' }], /^items\.1\.name: /],
    ['a long name', [{ ...forum, name: 'x'.repeat(81) }], /^items\.0\.name: /],
    ['a name there already', [google, forum, { ...forum, name: 'GOOGLE' }], /^items\.2\.name: must differ .*“Google”/],
    ['no host', [{ ...forum, hosts: [] }], /^items\.0\.hosts: /],
    ['an empty host', [{ ...forum, hosts: ['a.example', ''] }], /^items\.0\.hosts\.1: must be a host name/],
    [
      'a scheme',
      [{ ...forum, hosts: ['https://a.example'] }],
      /^items\.0\.hosts\.0: must be a host name such as .* no sc/,
    ],
    ['a path', [{ ...forum, hosts: ['a.example/b'] }], /^items\.0\.hosts\.0: .* no path/],
    ['a port', [{ ...forum, hosts: ['a.example:80'] }], /^items\.0\.hosts\.0: must be a host name/],
    ['a blank in a host', [{ ...forum, hosts: ['a b.example'] }], /^items\.0\.hosts\.0: must be a host name/],
    ['an empty label', [{ ...forum, hosts: ['a..example'] }], /^items\.0\.hosts\.0: must be a host name/],
    ['a host no browser sends so', [{ ...forum, hosts: ['münchen.de'] }], /^items\.0\.hosts\.0: .* as xn--/],
    ['an empty parameter', [{ ...forum, phraseParameter: '' }], /^items\.0\.phraseParameter: /],
    ['an unknown field', [{ ...forum, parameter: 'q' }], /^items\.0.*parameter/],
  ])('refused, naming the field: %s', async (_what, items, error) => {
    const site = await openSite();
    const answer = await site.put(0, items);
    expect([answer.statusCode, errorsOf(answer)]).toEqual([400, [expect.stringMatching(error)]]);
    expect(await site.read()).toEqual(byDefault);
  });

  test('S-021 a site that alerts name stays, or they are told', async () => {
    const site = await openSite();
    await site.save(0, [google, forum]);
    await site.addAlert('From searches', ['google']);
    await site.addAlert('From anywhere known', ['Forum', 'Google']);
    const answers = [await site.put(1, [forum]), await site.put(1, []), await site.reset(1)];
    expect(answers.map((answer) => answer.statusCode)).toEqual([400, 400, 400]);
    expect(answers.map(errorsOf)).toEqual([
      ['items: must keep “Google”, which these alerts name: “From searches”, “From anywhere known”'],
      [
        'items: must keep “Google”, which these alerts name: “From searches”, “From anywhere known”',
        'items: must keep “Forum”, which these alerts name: “From anywhere known”',
      ],
      ['items: must keep “Forum”, which these alerts name: “From anywhere known”'],
    ]);
    expect(await site.read()).toEqual({ version: 1, items: [google, forum] });
  });

  test('S-021 of many alerts the first ten are told', async () => {
    const site = await openSite();
    await site.save(0, [forum]);
    for (let number = 1; number <= 12; number++) await site.addAlert(`A${number}`, ['Forum']);
    expect(errorsOf(await site.put(1, []))).toEqual([expect.stringMatching(/: “A1”, .*“A10” and 2 more$/)]);
  });

  test('S-021 alerts follow a site that is renamed, and only they change', async () => {
    const site = await openSite();
    await site.save(0, [google, forum]);
    const [named, other] = [await site.addAlert('A', ['google', 'Forum']), await site.addAlert('B', ['Forum'])];
    await site.save(1, [{ ...google, name: 'Web search' }, forum]);
    const { items } = await admin.must<{ items: Alert[] }>('GET', `${site.below}/alerts`);
    expect(items.slice(0, 2)).toEqual([{ ...named, searchEngines: ['Web search', 'Forum'], version: 2 }, other]);
  });

  test('S-021 an alert may name a site in another case, and none of another site’s list', async () => {
    const [site, other] = [await openSite(), await openSite()];
    await other.save(0, [forum]);
    expect((await site.addAlert('A', ['google'])).searchEngines).toEqual(['google']);
    const refused = await admin.call('POST', `${site.below}/alerts`, { body: { name: 'B', searchEngines: ['Forum'] } });
    expect(errorsOf(refused)).toEqual(['searchEngines.0: is no referring site of this site: Forum']);
    expect(await site.read()).toEqual(byDefault);
  });

  test('an operator of the site reads, and writes nothing', async () => {
    const site = await openSite();
    const { caller } = await addOperator({ http: server.http, admin }, 'referring reader', 'operator', [site.siteId]);
    expect(await caller.must('GET', site.url)).toEqual(byDefault);
    expect((await caller.call('PUT', site.url, { body: { version: 0, items: [] } })).statusCode).toBe(403);
    expect((await caller.call('DELETE', `${site.url}?version=0`)).statusCode).toBe(403);
    expect(await site.read()).toEqual(byDefault);
  });

  test('each write tells all nodes what changed', async () => {
    const site = await openSite();
    const console_ = await openConsole(origin, admin);
    const told = async () => (await console_.next('configuration.changed')).documents;
    await site.save(0, [google]);
    expect(await told()).toBe('referringSites');
    await site.addAlert('A', ['Google']);
    expect(await told()).toBe('alerts');
    await site.save(1, [{ ...google, name: 'Search' }]);
    expect([await told(), await told()]).toEqual(['referringSites', 'alerts']);
    await site.put(1, []);
    await site.reset(2);
    expect([await told(), await told()]).toEqual(['referringSites', 'alerts']);
    await console_.close();
  });
});
