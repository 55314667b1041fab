import type { Block } from '@foyer/protocol/block';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import type { StoredApp } from '../../testing/app-on-each-store.ts';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { stores } from '../../testing/each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { openTestApp, type TestApp } from '../../testing/test-app.ts';
import { browser } from '../../testing/test-socket.ts';
import { greetWindow, makeTicket, openPage, openVisitor, requestChat } from '../../testing/visitor.ts';

const hourMs = 3_600_000;
const behindProxy = { FOYER_TRUSTED_PROXIES: 'loopback' };
let addresses = 0;
/** An address that no other test has. */
function newAddress(): string {
  addresses += 1;
  return `203.0.113.${addresses}`;
}

describe.each(stores)('W-168 blocked visitors on %s', (_name, open) => {
  let app: StoredApp;
  let second: TestApp;
  let origin: string;
  let otherNode: string;
  let desk: Desk;
  let olga: Deskmate;
  let sue: Deskmate;

  beforeAll(async () => {
    const own = await open();
    const first = await openTestApp(behindProxy, own.storage);
    // Another server on the same database that hears nothing of this one.
    second = await openTestApp(behindProxy, own.storage);
    app = {
      ...first,
      admin: await signInAsAdministrator(first),
      async close() {
        await first.close();
        await second.close();
        await own.close();
      },
    };
    origin = await app.listen();
    otherNode = await second.listen();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.aheadMs = 0;
    desk = await openDesk(app, origin);
    olga = await desk.addStaff('Olga');
    sue = await desk.addStaff('Sue', 'supervisor');
  });

  const from = (address: string, more: object = {}) => ({
    server: origin,
    siteKey: desk.site.key,
    headers: { 'x-forwarded-for': address },
    ...more,
  });
  const block = (visitorId: string, more: object = {}, by = olga) =>
    by.caller.must<Block>('POST', `${desk.below}/blocks`, { visitorId, by: 'visitor', duration: 'day', ...more });
  const lift = (id: string, by = sue) => by.caller.call('DELETE', `${desk.below}/blocks/${id}`);
  const list = async (by: Deskmate) => (await by.caller.must<{ items: Block[] }>('GET', `${desk.below}/blocks`)).items;
  const tryChat = async (visitor: string, address: string, server = origin) => {
    const ticket = makeTicket(desk.site.id, visitor, app.clock.now());
    const { socket, answer } = await greetWindow(from(address, { server }), { ticket });
    await socket.close();
    return answer.type === 'welcome' ? 'welcome' : answer.code;
  };
  const withChat = async (address = newAddress()) => {
    const visitor = await openVisitor(from(address));
    const chatId = await requestChat(visitor.window, 'Is it red?');
    return { ...visitor, chatId, address };
  };

  test('blocking ends the open chat, takes button and window away, and refuses further chats; why, the visitor is not told', async () => {
    const vera = await withChat();
    await desk.accept(olga, vera.chatId);
    const made = await block(vera.visitor, { reason: 'Insults, card 4111 1111 1111 1111' });
    expect(made).toMatchObject({
      visitorId: vera.visitor,
      address: null,
      reason: 'Insults, card 4111 11•• •••• 1111',
      until: made.at + 24 * hourMs,
      operatorId: olga.id,
    });
    expect((await vera.page.next('exclusion.changed')).excluded).toBe(true);
    expect((await vera.window.next('error')).code).toBe('excluded');
    expect(await desk.read(vera.chatId)).toMatchObject({ state: 'closed', operatorId: olga.id });
    expect((await desk.entries(vera.chatId)).at(-1)).toMatchObject({
      sender: { kind: 'operator', operatorId: olga.id },
      content: { kind: 'blocked', by: 'visitor', until: made.until, reason: made.reason },
    });
    expect(JSON.stringify(vera.window.frames)).not.toMatch(/Insults|blocked/);
    // The window that is open still, and another one.
    const cid = randomHex(16);
    vera.window.send({ type: 'chat.requested', cid, question: 'Why?', email: 'vera@example.test' });
    expect(await vera.window.next((frame) => frame.cid === cid)).toMatchObject({ type: 'error', code: 'excluded' });
    expect(await tryChat(vera.visitor, vera.address)).toBe('excluded');
    // By who they are alone: another from there is welcome.
    expect(await tryChat(randomHex(16), vera.address)).toBe('welcome');
  });

  test('a pending chat is taken off the queue, and is not missed', async () => {
    const vera = await withChat();
    await block(vera.visitor);
    expect(await desk.read(vera.chatId)).toMatchObject({ state: 'closed', missedReason: null, operatorId: null });
    expect(await desk.welcome(olga)).toEqual([]);
  });

  test('by address, a new identity from there is blocked as well, and open chats from there end; others are not', async () => {
    const vera = await withChat();
    const neighbour = await withChat(vera.address);
    const other = await withChat();
    await desk.accept(olga, neighbour.chatId);
    await block(vera.visitor, { by: 'address', duration: 'forever' });
    expect(await tryChat(randomHex(16), vera.address)).toBe('excluded');
    expect((await openPage(from(vera.address))).welcome.excluded).toBe(true);
    expect(await tryChat(vera.visitor, newAddress())).toBe('welcome');
    expect((await desk.read(vera.chatId)).state).toBe('closed');
    expect((await desk.read(neighbour.chatId)).state).toBe('closed');
    expect((await desk.read(other.chatId)).state).toBe('pending');
  });

  test('by both, each is enough; of an IPv6 address the whole /64 is blocked', async () => {
    const vera = await withChat('2001:db8:1:2::3');
    const made = await block(vera.visitor, { by: 'both' });
    expect(made).toMatchObject({ visitorId: vera.visitor, address: '2001:db8:1:2::3' });
    expect(await tryChat(vera.visitor, newAddress())).toBe('excluded');
    expect(await tryChat(randomHex(16), '2001:db8:1:2:ffff::1')).toBe('excluded');
    expect(await tryChat(randomHex(16), '2001:db8:1:3::3')).toBe('welcome');
  });

  test('tracking goes on: the visitor is listed with a mark, beacons tell it, and nobody can invite them', async () => {
    const invite = await app.admin.must<{ id: string }>('POST', `${desk.below}/invites`, {
      name: 'Hello',
      altText: 'Help',
    });
    const vera = await openVisitor(from(newAddress()));
    await block(vera.visitor);
    await vera.page.next('exclusion.changed');
    vera.page.send({ type: 'page.viewed', n: 2, url: 'https://shop.example/next', title: 'Next' });
    await vera.page.next((frame) => frame.type === 'page.recorded' && frame.n === 2);
    const view = { sort: { column: 'startedAt', direction: 'ascending' }, filter: {}, limit: 10 };
    olga.socket.send({ type: 'visitors.watched', siteId: desk.site.id, view });
    const { rows } = await olga.socket.next('visitors.snapshot');
    expect(rows).toMatchObject([{ visitorId: vera.visitor, isBlocked: true, pageTitle: 'Next' }]);
    const sent = { type: 'invite.sent', siteId: desk.site.id, visitorId: vera.visitor, inviteId: invite.id };
    const [refused] = await olga.socket.ask({ ...sent, requestId: 'invite' });
    expect(refused).toMatchObject({ code: 'conflict', message: 'The invite was not sent: the visitor is blocked' });
    const hit = await app.http.inject({
      method: 'POST',
      url: '/t/hit',
      headers: { 'user-agent': browser },
      payload: { site: desk.site.key, visitor: vera.visitor, tab: randomHex(8), n: 1, url: 'https://shop.example/x' },
    });
    expect(hit.json()).toMatchObject({ recorded: true, excluded: true });
  });

  test('an invite on the screen is withdrawn', async () => {
    const invite = await app.admin.must<{ id: string }>('POST', `${desk.below}/invites`, {
      name: 'Hello',
      altText: 'Help',
    });
    const vera = await openPage(from(newAddress()));
    const sent = { type: 'invite.sent', siteId: desk.site.id, visitorId: vera.visitor, inviteId: invite.id };
    await olga.socket.ask({ ...sent, requestId: 'invite' });
    const { invitationId } = (await vera.socket.next('invite.sent')).invite;
    await block(vera.visitor);
    expect((await vera.socket.next('invite.withdrawn')).invitationId).toBe(invitationId);
  });

  test('it runs out by itself, and the button comes back', async () => {
    const vera = await openVisitor(from(newAddress()));
    await block(vera.visitor, { duration: 'hour' });
    await vera.page.next((frame) => frame.type === 'exclusion.changed' && frame.excluded);
    app.clock.aheadMs = hourMs - 60_000;
    expect(await tryChat(vera.visitor, vera.visitor)).toBe('excluded');
    app.clock.aheadMs = hourMs + 60_000;
    await vera.page.next((frame) => frame.type === 'exclusion.changed' && !frame.excluded);
    expect(await tryChat(vera.visitor, newAddress())).toBe('welcome');
    expect(await list(sue)).toEqual([]);
  });

  test('operators list their own and cannot undo; supervisors list all and undo, twice too', async () => {
    const otto = await desk.addStaff('Otto');
    const vera = await openVisitor(from(newAddress()));
    const wim = await openVisitor(from(newAddress()));
    const first = await block(vera.visitor, { by: 'both', reason: 'Spam' });
    const second = await block(wim.visitor, {}, otto);
    expect(await list(olga)).toEqual([first]);
    expect(await list(otto)).toEqual([second]);
    expect(await list(sue)).toEqual([second, first]);
    expect((await lift(first.id, olga)).statusCode).toBe(403);
    expect((await lift(first.id)).statusCode).toBe(204);
    expect((await lift(first.id)).statusCode).toBe(204);
    await vera.page.next((frame) => frame.type === 'exclusion.changed' && !frame.excluded);
    expect(await tryChat(vera.visitor, newAddress())).toBe('welcome');
    expect(await list(sue)).toEqual([second]);
    expect(await list(olga)).toEqual([]);
  });

  test('two blocks hold until both are undone', async () => {
    const vera = await openVisitor(from(newAddress()));
    const first = await block(vera.visitor, { duration: 'hour' });
    const second = await block(vera.visitor, { duration: 'week' });
    await lift(second.id);
    expect(await tryChat(vera.visitor, newAddress())).toBe('excluded');
    await lift(first.id);
    expect(await tryChat(vera.visitor, newAddress())).toBe('welcome');
  });

  test('a node that has not heard of it refuses the chat all the same', async () => {
    const vera = await withChat();
    const ticket = makeTicket(desk.site.id, vera.visitor, app.clock.now());
    const elsewhere = from(vera.address, { server: otherNode });
    // Open there before, so that this server knows the site without the block.
    const { socket, answer } = await greetWindow(elsewhere, { ticket });
    expect(answer.type).toBe('welcome');
    await block(vera.visitor, { by: 'address' });
    const cid = randomHex(16);
    socket.send({ type: 'chat.requested', cid, question: 'Why?', email: 'vera@example.test' });
    expect(await socket.next((frame) => frame.cid === cid)).toMatchObject({ type: 'error', code: 'excluded' });
    expect(await tryChat(randomHex(16), vera.address, otherNode)).toBe('excluded');
  });

  test('a visitor whose visits are not recorded can be blocked by who they are, not by where', async () => {
    const headers = { 'user-agent': 'Googlebot/2.1', 'x-forwarded-for': newAddress() };
    const visitor = randomHex(16);
    const ticket = makeTicket(desk.site.id, visitor, app.clock.now());
    const { socket } = await greetWindow({ ...from(''), headers }, { ticket });
    const chatId = await requestChat(socket, 'Is it red?');
    const byAddress = await olga.caller.call('POST', `${desk.below}/blocks`, {
      body: { visitorId: visitor, by: 'both', duration: 'day' },
    });
    expect([byAddress.statusCode, errorsOf(byAddress)]).toEqual([
      400,
      ['by: is not possible: their address is not known'],
    ]);
    expect(await block(visitor)).toMatchObject({ visitorId: visitor, visitorName: 'Vera' });
    expect((await desk.read(chatId)).state).toBe('closed');
  });

  test.each<[what: string, body: object, error: RegExp]>([
    ['no way to block', { by: 'name' }, /^by/],
    ['no length', { duration: 'year' }, /^duration/],
    ['a long reason', { reason: 'x'.repeat(501) }, /^reason/],
  ])('refuses %s', async (_what, body, error) => {
    const whole = { visitorId: randomHex(16), by: 'visitor', duration: 'day', ...body };
    const refused = await olga.caller.call('POST', `${desk.below}/blocks`, { body: whole });
    expect([refused.statusCode, errorsOf(refused)]).toEqual([400, [expect.stringMatching(error)]]);
  });

  test('nobody is blocked who is not known, and blocks end at their site', async () => {
    const unknown = await olga.caller.call('POST', `${desk.below}/blocks`, {
      body: { visitorId: randomHex(16), by: 'visitor', duration: 'day' },
    });
    expect(unknown.statusCode).toBe(404);
    const other = await openDesk(app, origin);
    const vera = await openVisitor(from(newAddress()));
    await block(vera.visitor, { by: 'both' });
    const ticket = makeTicket(other.site.id, vera.visitor, app.clock.now());
    const { answer } = await greetWindow({ ...from(newAddress()), siteKey: other.site.key }, { ticket });
    expect(answer.type).toBe('welcome');
  });
});
