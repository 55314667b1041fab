import type { Role } from '@foyer/protocol/operator';
import type { Site } from '@foyer/protocol/site';
import { type Caller, signIn, signInAsAdministrator } from './caller.ts';
import { openTestApp, type TestApp } from './test-app.ts';
import { TestSocket } from './test-socket.ts';
import { openVisitor, requestChat } from './visitor.ts';

/** One site with an object of each kind. All texts of it carry `mark`, which stands nowhere else. */
export interface SiteWorld {
  readonly mark: string;
  readonly site: Site;
  readonly alertId: string;
  readonly inviteId: string;
  readonly visitId: string;
  readonly visitorId: string;
  readonly visitorToken: string;
  readonly chatId: string;
  /** Another operator of the site, who is not connected. */
  readonly colleagueId: string;
  /** A second, still pending chat. */
  readonly pendingChatId: string;
  readonly page: TestSocket;
  readonly window: TestSocket;
  /** Console of the operator who has the chat. */
  readonly console_: TestSocket;
  readonly operator: Caller;
}

/** A server with two sites that must know nothing of each other. */
export interface World extends TestApp {
  readonly origin: string;
  readonly admin: Caller;
  readonly sites: readonly [SiteWorld, SiteWorld];
}

const password = 'a password for everybody in this test';

/** Makes an operator and signs them in. */
export async function addOperator(
  world: Pick<TestApp, 'http'> & { admin: Caller },
  name: string,
  role: Role,
  siteIds: readonly string[],
): Promise<{ id: string; email: string; password: string; version: number; caller: Caller }> {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '-')}@example.test`;
  const user = await world.admin.must('POST', '/api/v1/users', { name, email, password, role, siteIds });
  return { id: user.id, version: user.version, email, password, caller: await signIn(world, { email, password }) };
}

/** Opens a console's socket and waits for its welcome. */
export async function openConsole(origin: string, caller: Caller): Promise<TestSocket> {
  const socket = await TestSocket.open(`${origin}/api/v1/socket`, { origin, cookie: caller.cookie });
  socket.send({ type: 'hello', protocol: 1 });
  await socket.next('welcome');
  return socket;
}

async function addSite(test: TestApp, origin: string, admin: Caller, mark: string): Promise<SiteWorld> {
  const site = await admin.must<Site>('POST', '/api/v1/sites', { name: `${mark} shop` });
  const below = `/api/v1/sites/${site.id}`;
  const invite = await admin.must('POST', `${below}/invites`, { name: `${mark} invite`, altText: `${mark} help` });
  const alert = await admin.must('POST', `${below}/alerts`, {
    name: `${mark} alert`,
    entryPages: ['*'],
    actions: { popup: true },
  });
  const operator = (await addOperator({ http: test.http, admin }, `${mark} holder`, 'operator', [site.id])).caller;
  const colleague = await addOperator({ http: test.http, admin }, `${mark} colleague`, 'operator', [site.id]);
  const console_ = await openConsole(origin, operator);
  const visitor = await openVisitor({ server: origin, siteKey: site.key });
  const chatId = await requestChat(visitor.window, `${mark} question`);
  console_.send({ type: 'chat.accepted', siteId: site.id, chatId, requestId: 'accept' });
  await console_.next('done');
  const waiting = await openVisitor({ server: origin, siteKey: site.key });
  const pendingChatId = await requestChat(waiting.window, `${mark} other question`);
  const { items } = await admin.must<{ items: { id: string }[] }>(
    'GET',
    `${below}/visits?visitorId=${visitor.visitor}`,
  );
  return {
    mark,
    site,
    alertId: alert.id,
    inviteId: invite.id,
    visitId: String(items[0]?.id),
    visitorId: visitor.visitor,
    visitorToken: visitor.token,
    chatId,
    colleagueId: colleague.id,
    pendingChatId,
    page: visitor.page,
    window: visitor.window,
    console_,
    operator,
  };
}

/** Opens a server with two sites, each with alert, invite, operator, visitors and chats. */
export async function openWorld(environment: Record<string, string> = {}): Promise<World> {
  const test = await openTestApp(environment);
  const origin = await test.listen();
  const admin = await signInAsAdministrator(test);
  const sites = [await addSite(test, origin, admin, 'Amber'), await addSite(test, origin, admin, 'Basalt')] as const;
  return { ...test, origin, admin, sites };
}
