import type { AppliedConfiguration, ConfigurationFile, ConfigurationPlan } from '@foyer/protocol/configuration';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { toFileText } from './export-configuration.ts';
import { arbitrarySections, uploads } from './random-configuration.ts';

const picture = sharp({ create: { width: 20, height: 10, channels: 3, background: '#c81e1e' } });
const [png, webp, withPlace] = await Promise.all([
  picture.clone().png().toBuffer(),
  picture.clone().webp().toBuffer(),
  picture
    .clone()
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .webp()
    .toBuffer(),
]);
const polyglot = Buffer.concat([webp, Buffer.from('<script>alert(1)</script>')]);

const fileOf = (...sites: object[]) => ({ foyer: 'configuration', version: 1, sites });

describe.each(appsOnStores)('configuration as code on %s', (_store, open) => {
  let one: StoredApp;
  let two: StoredApp;
  beforeAll(async () => {
    [one, two] = await Promise.all([open(), open()]);
  });
  afterAll(async () => {
    await one.close();
    await two.close();
  });

  const url = '/api/v1/configuration';
  const plan = (app: StoredApp, file: unknown) => app.admin.must<ConfigurationPlan>('POST', `${url}/plan`, { file });
  const apply = async (app: StoredApp, file: unknown) =>
    app.admin.must<AppliedConfiguration>('POST', `${url}/apply`, { file, plan: (await plan(app, file)).id });
  const ids = new Map<string, string>();
  const idOf = async (app: StoredApp, name: string) => {
    const key = `${app === one} ${name}`;
    if (!ids.has(key)) {
      const { items } = await app.admin.must<{ items: { id: string; name: string }[] }>('GET', '/api/v1/sites');
      ids.set(key, String(items.find((site) => site.name === name)?.id));
    }
    return String(ids.get(key));
  };
  /** The text of the file that has this one site. */
  const exportOf = async (app: StoredApp, name: string) => {
    const path = `/api/v1/sites/${await idOf(app, name)}/configuration`;
    return toFileText(await app.admin.must<ConfigurationFile>('GET', path));
  };
  const refusalOf = async (file: unknown) => {
    const answer = await one.admin.call('POST', `${url}/plan`, { body: { file } });
    expect(answer.statusCode, answer.body).toBe(400);
    return errorsOf(answer);
  };
  let sites = 0;
  const newName = () => `Site ${++sites}`;

  test('B-310 any configuration: export, apply on another server, export again: the same; a second plan is empty', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySections, arbitrarySections, async (first, second) => {
        const name = newName();
        for (const sections of [first, second]) {
          await apply(one, fileOf({ name, ...sections }));
          const text = await exportOf(one, name);
          expect(text).not.toContain('hush');
          for (const app of [one, two]) {
            await apply(app, JSON.parse(text));
            expect(await exportOf(app, name)).toBe(text);
            const { sites: planned } = await plan(app, JSON.parse(text));
            expect(planned.map(({ isNew, sections: changed }) => [isNew, changed])).toEqual([[false, []]]);
          }
        }
      }),
      { numRuns: 10 },
    );
  }, 180_000);

  test('B-310 any change is rolled back to the last letter, with the ids that documents had', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySections, arbitrarySections, async (first, second) => {
        const name = newName();
        await apply(one, fileOf({ name, ...first }));
        const siteId = (
          await one.admin.must<{ items: { id: string; name: string }[] }>('GET', '/api/v1/sites')
        ).items.find((site) => site.name === name)?.id;
        const ids = async () => {
          const { items } = await one.admin.must<{ items: { id: string; name: string; actions: object }[] }>(
            'GET',
            `/api/v1/sites/${siteId}/alerts`,
          );
          return items.map((alert) => [alert.id, alert.name, alert.actions]);
        };
        const [text, before] = [await exportOf(one, name), await ids()];
        const { importId } = await apply(one, fileOf({ name, ...second }));
        if (importId === null) return;
        await one.admin.must('POST', `${url}/imports/${importId}/roll-back`, {});
        expect(await exportOf(one, name)).toBe(text);
        expect(await ids()).toEqual(before);
      }),
      { numRuns: 10 },
    );
  }, 180_000);

  test('documents refer to others by name, as in scenario files, and by id', async () => {
    const name = newName();
    const invites = [
      { name: 'Help', altText: 'a' },
      { name: 'Help', altText: 'b' },
      { id: 'third', name: 'Sale', altText: 'c' },
    ];
    const alerts = ['Help', 'Help (2)', 'third', 'Sale', null].map((invite) => ({
      name: String(invite),
      actions: { invite },
    }));
    await apply(one, fileOf({ name, invites, alerts }));
    const [site] = JSON.parse(await exportOf(one, name)).sites;
    expect(site.alerts.map((alert: { actions: { invite: string } }) => alert.actions.invite)).toEqual([
      'Help',
      'Help (2)',
      'Sale',
      'Sale',
      null,
      null,
    ]);
    expect(site.alerts.at(-1)).toMatchObject({ name: 'All visitors', builtIn: true });
  });

  test('a plan says what is added, changed field by field, removed and put in another order', async () => {
    const name = newName();
    await apply(
      one,
      fileOf({
        name,
        prospectRules: [{ name: 'A' }, { name: 'B', minPages: 3 }, { name: 'C' }],
        exclusions: { pages: ['a', 'b'] },
      }),
    );
    const { sites: planned } = await plan(
      one,
      fileOf({
        name,
        prospectRules: [{ name: 'C' }, { name: 'B', minPages: 4, actions: { sms: true } }, { name: 'D', minPages: 1 }],
        exclusions: { pages: ['b', 'c'] },
      }),
    );
    expect(planned[0]?.sections).toMatchObject([
      {
        section: 'prospectRules',
        changes: [
          {
            change: 'changed',
            name: 'B',
            fields: [
              { path: 'minPages', words: '3 → 4' },
              { path: 'actions.sms', words: 'off → on' },
            ],
          },
          { change: 'added', name: 'D' },
          { change: 'removed', name: 'A' },
          { change: 'reordered', fields: [{ path: 'order', words: '“C”, “B”, “D”' }] },
        ],
      },
      {
        section: 'exclusions',
        changes: [{ change: 'changed', name: null, fields: [{ path: 'pages', words: 'adds “c”; removes “a”' }] }],
      },
    ]);
  });

  test('a document that only gets another name stays the same document', async () => {
    const name = newName();
    await apply(one, fileOf({ name, prospectRules: [{ name: 'Old', minPages: 3 }, { name: 'Other' }] }));
    const { sites: planned } = await plan(
      one,
      fileOf({ name, prospectRules: [{ name: 'New', minPages: 3 }, { name: 'Other' }] }),
    );
    expect(planned[0]?.sections[0]?.changes).toEqual([
      { change: 'changed', name: 'Old', fields: [{ path: 'name', words: '“Old” → “New”' }] },
    ]);
  });

  test('a section that is left out stays as it is', async () => {
    const name = newName();
    await apply(one, fileOf({ name, prospectRules: [{ name: 'A' }], exclusions: { pages: ['a'] } }));
    await apply(one, fileOf({ name, exclusions: { pages: ['b'] } }));
    expect(JSON.parse(await exportOf(one, name)).sites[0]).toMatchObject({
      prospectRules: [{ name: 'A' }],
      exclusions: { pages: ['b'] },
    });
  });

  test('a plan is refused once something has changed since, and nothing is changed', async () => {
    const name = newName();
    await apply(one, fileOf({ name, prospectRules: [{ name: 'A' }] }));
    const file = fileOf({ name, prospectRules: [] });
    const { id } = await plan(one, file);
    const site = (await one.admin.must<{ items: { id: string; name: string }[] }>('GET', '/api/v1/sites')).items.find(
      (each) => each.name === name,
    );
    await one.admin.must('POST', `/api/v1/sites/${site?.id}/prospect-rules`, { name: 'B' });
    const before = await exportOf(one, name);
    const answer = await one.admin.call('POST', `${url}/apply`, { body: { file, plan: id } });
    expect(answer.statusCode).toBe(409);
    expect(await exportOf(one, name)).toBe(before);
  });

  test('of two who apply what was planned on the same state, one does', async () => {
    const name = newName();
    await apply(one, fileOf({ name }));
    const files = [fileOf({ name, prospectRules: [{ name: 'A' }] }), fileOf({ name, prospectRules: [{ name: 'B' }] })];
    const plans: ConfigurationPlan[] = [];
    for (const file of files) plans.push(await plan(one, file));
    const answers = await Promise.all(
      files.map((file, index) =>
        one.admin.call('POST', `${url}/apply`, { body: { file, plan: plans[index]?.id ?? '' } }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  test('rolling back is refused once something has changed since, and done after its plan was looked at', async () => {
    const name = newName();
    await apply(one, fileOf({ name, exclusions: { pages: ['first'] } }));
    const { importId } = await apply(one, fileOf({ name, exclusions: { pages: ['second'] } }));
    await apply(one, fileOf({ name, exclusions: { pages: ['third'] } }));
    const back = `${url}/imports/${importId}/roll-back`;
    expect((await one.admin.call('POST', back, { body: {} })).statusCode).toBe(409);
    const planned = await one.admin.must<ConfigurationPlan>('GET', back);
    expect(planned.sites[0]?.sections[0]?.changes[0]?.fields).toEqual([
      { path: 'pages', words: 'adds “first”; removes “third”' },
    ]);
    await one.admin.must('POST', back, { plan: planned.id });
    expect(JSON.parse(await exportOf(one, name)).sites[0].exclusions.pages).toEqual(['first']);
    const { items } = await one.admin.must<{ items: object[] }>('GET', `${url}/imports`);
    expect(items[0]).toMatchObject({ cause: 'rollBack', sites: [{ name, changes: 1 }] });
  });

  test('each change is in the change log', async () => {
    const name = newName();
    await apply(one, fileOf({ name, prospectRules: [{ name: 'A' }, { name: 'B' }] }));
    await apply(
      one,
      fileOf({ name, prospectRules: [{ name: 'B' }, { name: 'A', minPages: 2 }], exclusions: { pages: ['x'] } }),
    );
    const site = (await one.admin.must<{ items: { id: string; name: string }[] }>('GET', '/api/v1/sites')).items.find(
      (each) => each.name === name,
    );
    const { items } = await one.admin.must<{ items: { kind: string; act: string; name: string; fields: string[] }[] }>(
      'GET',
      `/api/v1/sites/${site?.id}/audit`,
    );
    expect(items.map((item) => `${item.kind} ${item.act} ${item.name} ${item.fields}`)).toEqual([
      'exclusions changed Exclusions pages',
      'prospectRuleOrder changed Order: Prospect rule order',
      'prospectRule changed A minPages',
      'prospectRule created B ',
      'prospectRule created A ',
      `site created ${name} `,
    ]);
  });

  test('settings are copied from another site, but not where its code may stand; what is there before is told', async () => {
    const [from, to] = [newName(), newName()];
    await apply(
      one,
      fileOf(
        {
          name: from,
          site: { allowedOrigins: ['https://from.example'], timeZone: 'Europe/Paris' },
          invites: [{ name: 'Help', altText: 'Help' }],
          alerts: [{ name: 'AdWords', actions: { invite: 'Help' } }],
          exclusions: { pages: ['x'] },
        },
        { name: to, site: { allowedOrigins: ['https://to.example'] }, exclusions: { pages: ['own'] } },
      ),
    );
    const all = (await one.admin.must<{ items: { id: string; name: string }[] }>('GET', '/api/v1/sites')).items;
    const idOf = (name: string) => all.find((site) => site.name === name)?.id;
    const copy = `/api/v1/sites/${idOf(to)}/copy-settings`;
    const body = { from: idOf(from), sections: ['site', 'invites', 'alerts'] };

    const missing = await one.admin.call('POST', `${copy}/plan`, { body: { ...body, sections: ['alerts'] } });
    expect(errorsOf(missing)).toEqual(['alerts.0.actions.invite: there is no “Help” among the invites of the site']);
    const itself = await one.admin.call('POST', `${copy}/plan`, { body: { ...body, from: idOf(to) } });
    expect(errorsOf(itself)).toEqual(['from: is this site itself']);

    const planned = await one.admin.must<ConfigurationPlan>('POST', `${copy}/plan`, body);
    expect(planned.sites[0]?.sections.map(({ section }) => section)).toEqual(['site', 'invites', 'alerts']);
    await one.admin.must('POST', copy, { ...body, plan: planned.id });
    expect(JSON.parse(await exportOf(one, to)).sites[0]).toMatchObject({
      site: { allowedOrigins: ['https://to.example'], timeZone: 'Europe/Paris' },
      alerts: [{ name: 'AdWords', actions: { invite: 'Help' } }, { name: 'All visitors' }],
      exclusions: { pages: ['own'] },
    });
  });

  test.each<[what: string, file: unknown, path: string, message: RegExp]>([
    ['no file', null, '', /expected object/],
    ['another version', { ...fileOf(), version: 2 }, 'version', /1/],
    ['an unknown field', { ...fileOf(), sitez: [] }, 'sitez', /not a known field/],
    ['an unknown section', fileOf({ name: 'X', alarms: [] }), 'sites.0.alarms', /not a known field/],
    [
      'an unknown field of a document',
      fileOf({ name: 'X', alerts: [{ name: 'A', page: 1 }] }),
      'sites.0.alerts.0.page',
      /known/,
    ],
    ['a wrong value', fileOf({ name: 'X', alerts: [{ name: 'A', icon: 'cat' }] }), 'sites.0.alerts.0.icon', /flag/],
    [
      'a pattern',
      fileOf({ name: 'X', alerts: [{ name: 'A', entryPages: ['re:('] }] }),
      'sites.0.alerts.0.entryPages.0',
      /./,
    ],
    [
      'a country',
      fileOf({ name: 'X' }, { name: 'Y', exclusions: { countries: ['Frence'] } }),
      'sites.1.exclusions.countries.0',
      /France/,
    ],
    [
      'an invite that is not there',
      fileOf({ name: 'X', prospectRules: [{ name: 'A', actions: { invite: 'Nope' } }] }),
      'sites.0.prospectRules.0.actions.invite',
      /“Nope”/,
    ],
    [
      'a referring site that is not there',
      fileOf({ name: 'X', referringSites: [], alerts: [{ name: 'A', searchEngines: ['Google'] }] }),
      'sites.0.alerts.0.searchEngines.0',
      /Google/,
    ],
    [
      'an image',
      fileOf({ name: 'X', invites: [{ name: 'A', altText: 'a', image: 'gallery:nope' }] }),
      'sites.0.invites.0.image',
      /gallery:nope/,
    ],
    [
      'an uploaded image',
      fileOf({ name: 'X', invites: [{ name: 'A', altText: 'a', image: 'upload:0123' }] }),
      'sites.0.invites.0.image',
      /upload it here first/,
    ],
    [
      'a logo that is not there',
      fileOf({ name: 'X', site: { chatWindow: { logo: `upload:${'0'.repeat(32)}` } } }),
      'sites.0.site.chatWindow.logo',
      /upload it here first/,
    ],
    [
      'a page without a button that is no pattern',
      fileOf({ name: 'X', site: { chatWindow: { hiddenOn: ['re:('] } } }),
      'sites.0.site.chatWindow.hiddenOn.0',
      /./,
    ],
    [
      'an image that no invite shows',
      fileOf({ name: 'X', images: [{ name: 'Ours', content: uploads[0]?.content }] }),
      'sites.0.images.0',
      /no invite of the site shows “Ours”/,
    ],
    [
      'an image that was not made here',
      fileOf({ name: 'X', images: [{ name: 'Ours', content: png.toString('base64') }] }),
      'sites.0.images.0.content',
      /upload it instead/,
    ],
    [
      'an image with something behind it',
      fileOf({ name: 'X', images: [{ name: 'Ours', content: polyglot.toString('base64') }] }),
      'sites.0.images.0.content',
      /upload it instead/,
    ],
    [
      'an image with its place of origin',
      fileOf({ name: 'X', images: [{ name: 'Ours', content: withPlace.toString('base64') }] }),
      'sites.0.images.0.content',
      /upload it instead/,
    ],
    [
      'an image that is too large',
      fileOf({ name: 'X', images: [{ name: 'Ours', content: 'A'.repeat(6_000_000) }] }),
      'sites.0.images.0.content',
      /too large/,
    ],
    [
      'no base64',
      fileOf({ name: 'X', images: [{ name: 'Ours', content: '(' }] }),
      'sites.0.images.0.content',
      /base64/,
    ],
    [
      'tags of one name',
      fileOf({ name: 'X', tags: [{ name: 'Order' }, { name: 'order' }] }),
      'sites.0.tags.1.name',
      /there is “Order”/,
    ],
    [
      'departments of one name',
      fileOf({ name: 'X', departments: [{ name: 'Sales' }, { name: 'SALES' }] }),
      'sites.0.departments.1.name',
      /there is “Sales”/,
    ],
    [
      'members of a department',
      fileOf({ name: 'X', departments: [{ name: 'Sales', operatorIds: [] }] }),
      'sites.0.departments.0.operatorIds',
      /known/,
    ],
    [
      'a wrap-up that offers nothing',
      fileOf({ name: 'X', wrapUp: { enabled: true } }),
      'sites.0.wrapUp.options',
      /at least one/,
    ],
    [
      'levels that contradict each other',
      fileOf({ name: 'X', chatOptions: { pendingLevelOneSeconds: 30, pendingLevelTwoSeconds: 20 } }),
      'sites.0.chatOptions.pendingLevelTwoSeconds',
      /level one/,
    ],
    [
      'the address of a form',
      fileOf({ name: 'X', clientForm: { url: 'https://crm.example/{nope}' } }),
      'sites.0.clientForm.url',
      /nope/,
    ],
    [
      'a placeholder of a canned response',
      fileOf({ name: 'X', cannedResponses: [{ title: 'A', body: '{nope}' }] }),
      'sites.0.cannedResponses.0.body',
      /nope/,
    ],
    [
      'All visitors before others',
      fileOf({ name: 'X', alerts: [{ name: 'All visitors', builtIn: true }, { name: 'B' }] }),
      'sites.0.alerts.0.builtIn',
      /last/,
    ],
    [
      'All visitors with criteria',
      fileOf({ name: 'X', alerts: [{ name: 'All visitors', builtIn: true, keywords: ['a'] }] }),
      'sites.0.alerts.0.builtIn',
      /no criteria/,
    ],
    [
      'one id twice',
      fileOf({
        name: 'X',
        invites: [
          { id: 'a', name: 'A', altText: 'a' },
          { id: 'a', name: 'B', altText: 'a' },
        ],
      }),
      'sites.0.invites.1.id',
      /twice/,
    ],
    [
      'R-150 a server inside',
      fileOf({ name: 'X', notifications: { webhook: { url: 'http://127.0.0.1/hook' } } }),
      'sites.0.notifications.webhook.url',
      /./,
    ],
    [
      'a merge field',
      fileOf({ name: 'X', notifications: { staffMail: { body: '{{nope}}' } } }),
      'sites.0.notifications.staffMail.body',
      /nope/,
    ],
  ])('R-089 refused with the path of the fault: %s', async (_what, file, path, message) => {
    const fault = (await refusalOf(file)).find((one) => one.startsWith(`${path}: `));
    expect(fault).toMatch(message);
  });

  test('what is there stands against a file that takes away what it needs', async () => {
    const name = newName();
    await apply(
      one,
      fileOf({ name, invites: [{ name: 'Help', altText: 'a' }], alerts: [{ name: 'A', actions: { invite: 'Help' } }] }),
    );
    expect(await refusalOf(fileOf({ name, invites: [] }))).toEqual([
      expect.stringContaining('there is no “Help” among the invites'),
    ]);
  });

  test('what chats have cannot be left out, only archived', async () => {
    const name = newName();
    const wrapUp = { options: [{ id: '018f6b1e-7a3c-7c4e-9d2a-000000000001', label: 'Sale' }] };
    await apply(one, fileOf({ name, wrapUp, tags: [{ name: 'order' }, { name: 'vip' }] }));
    const siteId = await idOf(one, name);
    const { items } = await one.admin.must<{ items: { id: string }[] }>('GET', `/api/v1/sites/${siteId}/tags`);
    const ofChat = { site_id: siteId, chat_id: siteId };
    const { db } = one.storage;
    await db
      .insertInto('chat_tag')
      .values({ ...ofChat, tag_id: items[0]?.id ?? '', visitor_id: 'v', value: null, at: 1 })
      .execute();
    await db
      .insertInto('chat_wrap_up_option')
      .values({ ...ofChat, option_id: '018f6b1e-7a3c-7c4e-9d2a-000000000001' })
      .execute();
    expect(await refusalOf(fileOf({ name, wrapUp: {}, tags: [] }))).toEqual([
      'sites.0.wrapUp.options: chats have “Sale”: archive it, it cannot be deleted',
      'sites.0.tags: chats carry “order”: archive it, it cannot be deleted',
    ]);
    await apply(one, fileOf({ name, tags: [{ name: 'order', archived: true }] }));
    expect(JSON.parse(await exportOf(one, name)).sites[0].tags).toMatchObject([{ name: 'order', archived: true }]);
  });

  test('names that are unique change places and cases; operators stay in their departments', async () => {
    const name = newName();
    await apply(one, fileOf({ name, departments: [{ name: 'Sales' }, { name: 'Help' }], tags: [{ name: 'a' }] }));
    const departments = `/api/v1/sites/${await idOf(one, name)}/departments`;
    interface Department {
      id: string;
      name: string;
      version: number;
      operatorIds: string[];
    }
    const list = async () => (await one.admin.must<{ items: Department[] }>('GET', departments)).items;
    const { id: me } = await one.admin.must<{ id: string }>('GET', '/api/v1/me');
    const [help, sales] = (await list()) as [Department, Department];
    await one.admin.must('PUT', `${departments}/${sales.id}`, {
      name: 'Sales',
      operatorIds: [me],
      version: sales.version,
    });
    await apply(
      one,
      fileOf({
        name,
        departments: [
          { id: sales.id, name: 'Help' },
          { id: help.id, name: 'SALES', description: 'x' },
        ],
        tags: [{ name: 'A', color: '#000000' }],
      }),
    );
    expect((await list()).map(({ id, name: called, operatorIds }) => [id, called, operatorIds])).toEqual([
      [sales.id, 'Help', [me]],
      [help.id, 'SALES', []],
    ]);
    expect(JSON.parse(await exportOf(one, name)).sites[0].tags).toMatchObject([{ name: 'A' }]);
  });

  test('lists whose order means nothing are compared without it', async () => {
    const name = newName();
    const cannedResponses = ['Bye', 'Hello'].map((body) => ({ title: 'A', body }));
    const tags = [{ name: 'b' }, { name: 'a' }];
    await apply(one, fileOf({ name, cannedResponses, tags }));
    const { sites: planned } = await plan(one, fileOf({ name, cannedResponses: cannedResponses.reverse(), tags }));
    expect(planned[0]?.sections).toEqual([]);
  });

  test('only images that invites show are in a file; one that a file leaves out stays among the images', async () => {
    const name = newName();
    const [upload] = uploads;
    const invites = [{ name: 'Sale', altText: 'Sale', image: upload?.image }];
    await apply(one, fileOf({ name, invites, images: [{ name: 'Ours', content: upload?.content }] }));
    const site = `/api/v1/sites/${await idOf(one, name)}`;
    const list = async () =>
      (
        await one.admin.must<{ items: { name: string; width: number; height: number }[] }>(
          'GET',
          `${site}/invite-images`,
        )
      ).items;
    expect(await list()).toMatchObject([{ name: 'Ours', width: 20, height: 10 }]);
    await apply(one, fileOf({ name, invites: [] }));
    expect(JSON.parse(await exportOf(one, name)).sites[0].images).toEqual([]);
    expect(await list()).toHaveLength(1);
    await apply(one, fileOf({ name, invites }));
    expect(JSON.parse(await exportOf(one, name)).sites[0].images).toEqual([{ name: 'Ours', content: upload?.content }]);
  });

  test('the logo of the chat window goes with the site', async () => {
    const name = newName();
    const [upload] = uploads;
    const site = { chatWindow: { logo: upload?.image } };
    await apply(one, fileOf({ name, site, images: [{ name: 'Logo', content: upload?.content }] }));
    const [exported] = JSON.parse(await exportOf(one, name)).sites;
    expect(exported.site.chatWindow.logo).toBe(upload?.image);
    expect(exported.images).toEqual([{ name: 'Logo', content: upload?.content }]);
    const { sites: planned } = await plan(one, fileOf({ name, site }));
    expect(planned[0]?.sections).toEqual([]);
  });

  test('a file nested without end is refused', async () => {
    let deep: object = {};
    for (let level = 0; level < 40; level++) deep = { all: [deep] };
    const answer = await one.admin.call('POST', `${url}/plan`, {
      body: { file: fileOf({ name: 'X', alerts: [{ name: 'A', conditions: deep }] }) },
    });
    expect(answer.statusCode).toBe(400);
  });

  describe('secrets', () => {
    const smtp = { host: '9.9.9.25', user: 'shop', from: { name: null, address: 'shop@shop.example' } };

    test('a plan says which are missing; what a file brings is kept, told to nobody, and changes nothing again', async () => {
      const name = newName();
      const notifications = { smtp };
      expect((await plan(one, fileOf({ name, notifications }))).sites[0]?.missingSecrets).toEqual([
        { path: 'notifications.smtp.password', words: 'the password of shop at 9.9.9.25' },
      ]);
      const file = fileOf({ name, notifications: { smtp: { ...smtp, password: 'hush-hush' } } });
      const planned = await plan(one, file);
      expect(planned.sites[0]?.missingSecrets).toEqual([]);
      expect(JSON.stringify(planned)).not.toContain('hush');
      await apply(one, file);
      expect((await plan(one, file)).sites[0]?.sections).toEqual([]);
      expect((await plan(one, fileOf({ name, notifications }))).sites[0]?.missingSecrets).toEqual([]);
      const changed = fileOf({ name, notifications: { smtp: { ...smtp, password: 'another' } } });
      expect((await plan(one, changed)).sites[0]?.sections[0]?.changes[0]?.fields).toEqual([
        { path: 'smtp.password', words: 'as stored → set anew' },
      ]);
      const rows = await one.storage.db.selectFrom('configuration_import').selectAll().execute();
      const log = await one.storage.db.selectFrom('change').selectAll().execute();
      expect(JSON.stringify([rows, log])).not.toContain('hush');
    });

    test('one goes to no other server than the one it was entered for', async () => {
      const name = newName();
      await apply(one, fileOf({ name, notifications: { smtp: { ...smtp, password: 'hush-hush' } } }));
      const elsewhere = fileOf({ name, notifications: { smtp: { ...smtp, host: '9.9.9.99' } } });
      expect((await plan(one, elsewhere)).sites[0]?.missingSecrets).toHaveLength(1);
      await apply(one, elsewhere);
      const all = (await one.admin.must<{ items: { id: string; name: string }[] }>('GET', '/api/v1/sites')).items;
      const siteUrl = `/api/v1/sites/${all.find((site) => site.name === name)?.id}/notifications`;
      expect(await one.admin.must('GET', siteUrl)).toMatchObject({ smtp: { host: '9.9.9.99', hasPassword: false } });
      const test_ = await one.admin.call('POST', `${siteUrl}/test`, { body: { kind: 'email', to: 'a@b.example' } });
      expect(test_.statusCode).toBe(409);
      expect(test_.json().detail).toContain('missing');
    });

    test('the secret of a new webhook is told once', async () => {
      const name = newName();
      const file = fileOf({ name, notifications: { webhook: { url: 'https://9.9.9.27/hook' } } });
      expect((await apply(one, file)).madeSecrets).toEqual([
        { site: name, path: 'webhook', secret: expect.stringMatching(/^whsec_/) },
      ]);
      expect((await apply(one, file)).madeSecrets).toEqual([]);
    });
  });

  test('only administrators', async () => {
    const body = {
      name: 'Otto',
      email: `otto-${newName()}@example.test`.replace(' ', ''),
      password: 'a long password',
    };
    await one.admin.must('POST', '/api/v1/users', { ...body, role: 'supervisor' });
    const { signIn } = await import('../../testing/caller.ts');
    const otto = await signIn(one, body);
    expect((await otto.call('GET', url)).statusCode).toBe(403);
  });
});
