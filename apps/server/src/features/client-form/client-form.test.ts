import type { ClientForm, FormContext, OpenedForm } from '@foyer/protocol/client-form';
import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { openVisitor, requestChat } from '../../testing/visitor.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const url = 'https://crm.example:8443/v/{chat.id}?name={visitor.name}&plan={var.plan}&t={token}';

describe.each(appsOnStores)('custom client form on %s', (_name, open) => {
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
    const site = await admin.must<Site>('POST', '/api/v1/sites', { name: 'Lamps & Co' });
    const at = `/api/v1/sites/${site.id}/client-form`;
    const save = (form: Partial<ClientForm>, version = 0) => admin.call('PUT', at, { body: { ...form, version } });
    return { site, at, save, read: () => admin.must<ClientForm>('GET', at) };
  }

  /** A site with a form, and a chat that its operator has. */
  async function openChat(name: string, form: Partial<ClientForm> = {}) {
    const opened = await openSite();
    const { site, at } = opened;
    expect((await opened.save({ enabled: true, url, personalData: true, ...form })).statusCode).toBe(200);
    const operator = await addOperator(server, name, 'operator', [site.id]);
    const console_ = await openConsole(origin, operator.caller);
    const visitor = await openVisitor({ server: origin, siteKey: site.key });
    const chatId = await requestChat(visitor.window, 'Do you ship?');
    console_.send({ type: 'chat.accepted', siteId: site.id, chatId, requestId: 'accept' });
    await console_.next('done');
    const show = () => operator.caller.must<OpenedForm>('POST', `${at}/open`, { chatId });
    return { ...opened, operator, visitor, console_, chatId, show };
  }

  const exchange = (body: object, headers: Record<string, string> = {}) =>
    server.http.inject({ method: 'POST', url: '/api/v1/client-form/exchange', payload: body, headers });
  const tokenIn = ({ address }: OpenedForm) => new URL(address).searchParams.get('t') ?? '';

  test('S-079 a site that saved none has one that is off', async () => {
    const site = await openSite();
    expect(await site.read()).toEqual({
      enabled: false,
      title: 'Form',
      url: '',
      display: 'tab',
      load: 'opened',
      reloadOnSurvey: true,
      personalData: false,
      popups: false,
      version: 0,
    });
  });

  test('S-079 it is saved; a stale change is refused', async () => {
    const site = await openSite();
    expect((await site.save({ enabled: true, url: 'https://crm.example/', title: 'CRM' })).json()).toMatchObject({
      title: 'CRM',
      version: 1,
    });
    expect((await site.save({ title: 'Late' })).statusCode).toBe(409);
    expect((await site.save({ title: 'CRM 2' }, 1)).json()).toMatchObject({ enabled: false, url: '', version: 2 });
  });

  test.each<[what: string, form: Partial<ClientForm>, fault: RegExp]>([
    ['switched on without an address', { enabled: true }, /^url: is needed/],
    ['R-105 a script', { url: 'javascript:alert(1)' }, /^url: must be an address/],
    ['R-105 our own host', { url: 'http://localhost:9/x' }, /^url: must not be the console’s own host \(localhost\)/],
    ['an unknown placeholder', { url: 'https://crm.example/{shoe}' }, /^url: has an unknown placeholder \{shoe\}/],
    ['R-109 personal data without the switch', { url }, /^url: would put \{visitor\.name\}/],
  ])('S-079 %s is refused beside its field', async (_what, form, fault) => {
    const site = await openSite();
    const answer = await admin.call('PUT', site.at, {
      body: { ...form, version: 0 },
      headers: { host: 'localhost:3080' },
    });
    expect(answer.statusCode).toBe(400);
    expect(errorsOf(answer)).toEqual([expect.stringMatching(fault)]);
  });

  test('S-080 opened for a chat, the address is filled with what is known of chat and visitor', async () => {
    const chat = await openChat('filler');
    await chat.visitor.page.ask({ type: 'contact.changed', variables: { plan: 'pro & more' } });
    await expect.poll(async () => (await chat.show()).address).toContain('plan=pro%20%26%20more');
    const opened = await chat.show();
    expect(opened.address).toMatch(
      new RegExp(
        `^https://crm\\.example:8443/v/${chat.chatId}\\?name=Vera&plan=pro%20%26%20more&t=[\\w-]+\\.[\\w-]+\\.[\\w-]+$`,
      ),
    );
    expect(opened.origin).toBe('https://crm.example:8443');
    expect(opened.parts.map(({ placeholder }) => placeholder).filter(Boolean)).toEqual([
      'chat.id',
      'visitor.name',
      'var.plan',
      'token',
    ]);
  });

  test('the fingerprint follows contact details, not pages', async () => {
    const chat = await openChat('finger');
    const { fingerprint } = await chat.show();
    await chat.visitor.page.ask({ type: 'page.viewed', n: 2, url: 'https://shop.example/other', title: 'Other' });
    expect((await chat.show()).fingerprint).toBe(fingerprint);
    await chat.visitor.page.ask({ type: 'contact.changed', phone: '123' });
    await expect.poll(async () => (await chat.show()).fingerprint).not.toBe(fingerprint);
  });

  test('S-081 the page around the form lets its host in and no other, and the form out of nothing', async () => {
    const chat = await openChat('framer', { popups: true, title: '<CRM>' });
    const { framePath, address } = await chat.show();
    const frame = await server.http.inject({ url: framePath, headers: { 'sec-fetch-dest': 'iframe' } });
    expect(frame.statusCode).toBe(200);
    const policy = String(frame.headers['content-security-policy']);
    expect(policy).toContain('frame-src https://crm.example:8443;');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(frame.body).toContain('sandbox="allow-scripts allow-forms allow-same-origin allow-popups"');
    expect(frame.body).toContain('referrerpolicy="no-referrer" allow=""');
    expect(frame.body).toContain(`src="${address.replaceAll('&', '&amp;')}"`);
    expect(frame.body).not.toContain('<CRM>');
    expect(frame.body).not.toContain('<script');
    // nothing of the visitor can be read in our own address either.
    expect(framePath).not.toContain('Vera');
  });

  test('S-081 that page is shown in the console only, for a minute, and to nobody who made the ticket up', async () => {
    const chat = await openChat('guard');
    const { framePath } = await chat.show();
    const get = (path: string, dest: string) => server.http.inject({ url: path, headers: { 'sec-fetch-dest': dest } });
    expect((await get(framePath, 'document')).statusCode).toBe(400);
    expect((await get(`${framePath}x`, 'iframe')).statusCode).toBe(400);
    expect((await get('/client-form-frame', 'iframe')).body).not.toContain('<iframe');
    server.clock.aheadMs += 61_000;
    const late = await get(framePath, 'iframe');
    expect(late.statusCode).toBe(400);
    expect(String(late.headers['content-security-policy'])).toContain("frame-src 'none'");
  });

  test('R-111 the form of one site opens for its own chats only, and not at all where it is off', async () => {
    const [here, there] = [await openChat('here'), await openChat('there')];
    const foreign = await admin.call('POST', `${here.at}/open`, { body: { chatId: there.chatId } });
    expect(foreign.statusCode).toBe(404);
    await here.save({ enabled: false, url, personalData: true }, 1);
    const off = await admin.call('POST', `${here.at}/open`, { body: { chatId: here.chatId } });
    expect(off.statusCode).toBe(409);
  });

  test('R-105 an address that became our own host is not opened', async () => {
    const chat = await openChat('moved');
    const answer = await chat.operator.caller.call('POST', `${chat.at}/open`, {
      body: { chatId: chat.chatId },
      headers: { host: 'crm.example' },
    });
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toMatch(/own host/);
  });

  test('S-082 the form’s server exchanges the token for the chat’s context', async () => {
    const chat = await openChat('exchanger');
    await chat.visitor.page.ask({ type: 'contact.changed', company: 'Vera Ltd', variables: { plan: 'pro' } });
    const token = tokenIn(await chat.show());
    const answer = await exchange({ token, host: 'crm.example:8443' });
    expect(answer.statusCode).toBe(200);
    const context = answer.json<FormContext>();
    expect(context).toMatchObject({
      chat: { id: chat.chatId, state: 'active', tags: [] },
      site: { id: chat.site.id, name: 'Lamps & Co' },
      operator: { id: chat.operator.id, name: 'exchanger', email: 'exchanger@example.test' },
      visitor: { name: 'Vera', email: 'vera@example.test', company: 'Vera Ltd', variables: { plan: 'pro' } },
      page: { url: 'https://shop.example/start' },
      survey: { name: 'Vera', email: 'vera@example.test', question: 'Do you ship?' },
    });
  });

  test('S-082 a token is good for its host, for a minute, as long as the form is on, and not from a browser of another site', async () => {
    const chat = await openChat('strict');
    const token = tokenIn(await chat.show());
    const host = 'crm.example:8443';
    const statusOf = async (body: object, headers = {}) => (await exchange(body, headers)).statusCode;
    expect(await statusOf({ token, host: 'crm.example' })).toBe(400);
    expect(await statusOf({ token: `${token.slice(0, -2)}xx`, host })).toBe(400);
    expect(await statusOf({ token: 'sample-token', host })).toBe(400);
    expect(
      await statusOf({ token, host }, { origin: 'https://crm.example:8443', 'sec-fetch-site': 'cross-site' }),
    ).toBe(403);
    expect(await statusOf({ token, host: 'CRM.example:8443' })).toBe(200);
    await chat.save({ enabled: true, url: 'https://other.example/', title: 'Moved' }, 1);
    expect(await statusOf({ token, host })).toBe(400);
    await chat.save({ enabled: true, url, personalData: true }, 2);
    expect(await statusOf({ token, host })).toBe(200);
    await admin.must('PUT', `/api/v1/users/${chat.operator.id}`, {
      name: 'strict',
      role: 'operator',
      siteIds: [],
      maxChats: 0,
      disabled: false,
      version: chat.operator.version,
    });
    expect(await statusOf({ token, host })).toBe(400);
    server.clock.aheadMs += 61_000;
    expect(await statusOf({ token, host })).toBe(400);
  });

  test('a test fills an address that is not saved, with a sample or with a chat', async () => {
    const chat = await openChat('tester');
    const tried = (body: object) =>
      admin.must<OpenedForm>('POST', `${chat.at}/test`, { title: 'T', personalData: true, popups: false, ...body });
    const template = 'https://new.example/?n={visitor.name}&q={survey.question}&d={department}';
    expect((await tried({ url: template })).address).toBe(
      'https://new.example/?n=Vera%20Sample&q=Do%20you%20ship%20to%20Ghent%3F&d=Sales',
    );
    expect((await tried({ url: template, chatId: chat.chatId })).address).toBe(
      'https://new.example/?n=Vera&q=Do%20you%20ship%3F&d=',
    );
    const wrong = await admin.call('POST', `${chat.at}/test`, {
      body: { title: 'T', personalData: false, popups: false, url: template },
    });
    expect(errorsOf(wrong)).toEqual([expect.stringMatching(/^url: would put/)]);
  });

  test('S-082 the operator who has the chat changes contact details: rules, list and chat follow', async () => {
    const chat = await openChat('keeper');
    const at = `/api/v1/sites/${chat.site.id}/chats/${chat.chatId}/contact`;
    const change = { name: 'Vera van Gent', company: 'Lumen', variables: { plan: 'gold' } };
    expect((await chat.operator.caller.call('PUT', at, { body: change })).statusCode).toBe(204);
    const opened = await chat.show();
    expect(opened.address).toContain('name=Vera%20van%20Gent&plan=gold');
    const { chat: changed } = await chat.console_.next(
      (frame) => frame.type === 'chat.changed' && frame.chat.visitorName === 'Vera van Gent',
    );
    expect(changed.visitorEmail).toBe('vera@example.test');
    const { items } = await admin.must<{ items: { company: string | null }[] }>(
      'GET',
      `/api/v1/sites/${chat.site.id}/live-visits`,
    );
    expect(items.map(({ company }) => company)).toEqual(['Lumen']);
    expect((await admin.call('PUT', at, { body: change })).statusCode).toBe(409);
    expect(errorsOf(await chat.operator.caller.call('PUT', at, { body: { email: 'no address' } }))).toEqual([
      expect.stringMatching(/^email: /),
    ]);
  });
});
