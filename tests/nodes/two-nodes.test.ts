/** Two servers on one PostgreSQL and one Redis behave as one: what happens on either is seen on the other. */
import { exclusionsSchema } from '@foyer/protocol/exclusions';
import { siteSchema } from '@foyer/protocol/site';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Installation, signInAdministrator } from '../faults/foyer-installation.ts';
import type { ApiClient } from '../support/api-client.ts';
import { OperatorClient } from '../support/operator-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { hasService } from '../support/services.ts';
import { VisitorClient } from '../support/visitor-client.ts';

const hasServices = [hasService('postgres'), hasService('redis')].every(Boolean);
/** What one node tells another must arrive within this. */
const soonMs = 1_000;

describe.skipIf(!hasServices)('two nodes', () => {
  let installation: Installation;
  let nodeA: ServerProcess;
  let nodeB: ServerProcess;
  let api: ApiClient;
  let siteId: string;
  let siteKey: string;
  const operators: OperatorClient[] = [];
  const visitors: VisitorClient[] = [];

  beforeAll(async () => {
    installation = await Installation.create('PostgreSQL and Redis');
    nodeA = await installation.start();
    nodeB = await installation.start();
    const signedIn = await signInAdministrator(nodeA);
    api = signedIn.api;
    siteId = signedIn.site.id;
    siteKey = signedIn.site.key;
  }, 180_000);

  afterEach(async () => {
    const clients = [...operators.splice(0), ...visitors.splice(0)];
    await Promise.all(clients.map((client) => client.close()));
    expect(clients.flatMap((client) => client.faults())).toEqual([]);
  });

  afterAll(async () => {
    const log = installation.log();
    await installation.close();
    expect(log).not.toMatch(/"level":[56]0/);
  });

  async function openOperator(node: ServerProcess, cookie = api.cookie, name = 'operator'): Promise<OperatorClient> {
    const operator = new OperatorClient({ name, servers: [node.url], cookie });
    operators.push(operator);
    return operator.start();
  }

  function newVisitor(nodes: readonly ServerProcess[]): VisitorClient {
    const servers = nodes.map((node) => node.url);
    const visitor = new VisitorClient({ name: `visitor ${visitors.length + 1}`, servers, siteKey });
    visitors.push(visitor);
    return visitor;
  }

  async function openChat(node: ServerProcess, question: string): Promise<{ visitor: VisitorClient; chatId: string }> {
    const visitor = await newVisitor([node]).open('/lamps');
    // Whether anybody is Online is told to every node; until it is here, a request would be an offline message.
    await visitor.page.until('that somebody is Online', () => isOnline(visitor));
    await visitor.openWindow();
    const { chatId } = await visitor.requestChat(question);
    return { visitor, chatId };
  }

  test('a visitor on A and an operator on B: list, pop-up, invites, chat, typing', async () => {
    const operator = await openOperator(nodeB);
    operator.watchVisitors(siteId);
    await operator.socket.until('the list', () => operator.visitors.get(siteId));

    const visitor = newVisitor([nodeA]);
    const openedAt = Date.now();
    await visitor.open('/?source=adwords');
    const row = await operator.socket.until('the visitor in the list', () =>
      operator.visitors.get(siteId)?.rows.get(visitor.visitorId),
    );
    const listedAfterMs = Date.now() - openedAt;
    expect(row.alert?.name).toBe('AdWords');
    expect(listedAfterMs).toBeLessThan(soonMs);
    const popup = await operator.socket.frame('popup.sent', (frame) => frame.visit.visitorId === visitor.visitorId, {
      from: 0,
    });
    expect(popup.rule).toEqual({ kind: 'alert', name: 'AdWords' });

    const automatic = await visitor.page.frame('invite.sent', undefined, { from: 0 });
    const { invitationId } = automatic.invite;
    visitor.tell({ type: 'invite.shown', invitationId });
    visitor.tell({ type: 'invite.declined', invitationId });
    await operator.socket.until(
      'the invite declined',
      () => operator.visitors.get(siteId)?.rows.get(visitor.visitorId)?.invite?.state === 'declined',
    );

    const inviteSchema = z.object({ id: z.uuid(), name: z.string() });
    const invites = await api.call('GET', `/sites/${siteId}/invites`, z.object({ items: z.array(inviteSchema) }));
    const byHand = invites.items.find(({ name }) => name === 'Help with choosing');
    const sent = visitor.page.frame('invite.sent', undefined, { timeoutMs: soonMs });
    const inviteId = byHand?.id ?? '';
    expect(await operator.request({ type: 'invite.sent', siteId, visitorId: visitor.visitorId, inviteId })).toBeNull();
    const second = (await sent).invite.invitationId;
    visitor.tell({ type: 'invite.shown', invitationId: second });
    visitor.tell({ type: 'invite.accepted', invitationId: second });

    await visitor.openWindow();
    const { chatId } = await visitor.requestChat('Do you ship to Ghent?', { name: 'Vera', invitationId: second });
    const pending = await operator.socket.until('the pending chat', () => operator.chats.get(chatId), soonMs);
    expect(pending).toMatchObject({ state: 'pending', visitorName: 'Vera', inviteId, visitorPresent: true });
    expect(await operator.accept(siteId, chatId)).toBeNull();
    const copy = operator.watchChat(siteId, chatId);
    const accepted = () => visitor.chat?.state === 'active' && visitor.chat.operatorPresent;
    await visitor.window.until('the chat active', accepted, soonMs);

    copy.write('Yes, we do');
    const { conversation } = visitor;
    const heard = () => conversation.entries.at(-1)?.content;
    const fromOperator = { kind: 'message', body: 'Yes, we do' };
    await visitor.window.until('the operator’s message', () => sameText(heard(), fromOperator.body), soonMs);
    conversation.write('Thank you');
    await operator.socket.until(
      'the visitor’s message',
      () => sameText(copy.entries.at(-1)?.content, 'Thank you'),
      soonMs,
    );

    const seesTyping = visitor.window.frame('typing.changed', (frame) => frame.typing, { timeoutMs: soonMs });
    operator.send({ type: 'typing.changed', siteId, chatId, typing: true });
    await seesTyping;
    const visitorTypes = operator.socket.frame('typing.changed', (frame) => frame.typing, { timeoutMs: soonMs });
    visitor.sendFromWindow({ type: 'typing.changed', chatId, typing: true });
    await visitorTypes;
    const seen = operator.socket.frame('entries.seen', (frame) => frame.seq === copy.lastSeq, { timeoutMs: soonMs });
    visitor.sendFromWindow({ type: 'entries.seen', chatId, seq: copy.lastSeq });
    await seen;
    console.log(`two nodes: listed after ${listedAfterMs} ms`);
  }, 60_000);

  test('configuration changed on A takes effect on B within a second', async () => {
    const operator = await openOperator(nodeB);
    const visitor = await newVisitor([nodeB]).open('/lamps');
    const from = operator.socket.frames.length;
    const site = await api.call('GET', `/sites/${siteId}`, siteSchema);
    const { id: _id, key: _key, codeSeenAt: _codeSeenAt, codeSeenUrl: _codeSeenUrl, ...fields } = site;
    const changed = { ...fields, chatWindow: { ...site.chatWindow, title: 'Ask the lamp people' } };
    await api.call('PUT', `/sites/${siteId}`, siteSchema, changed);
    const changedAt = Date.now();
    await operator.socket.frame('configuration.changed', (frame) => frame.documents === 'site', {
      from,
      timeoutMs: soonMs,
    });
    const next = await newVisitor([nodeB]).open('/lamps');
    const welcome = await next.page.frame('welcome', undefined, { from: 0 });
    expect(welcome.settings.title).toBe('Ask the lamp people');
    expect(Date.now() - changedAt).toBeLessThan(soonMs);

    const path = `/sites/${siteId}/exclusions`;
    const exclusions = await api.call('GET', path, exclusionsSchema);
    const excluded = visitor.page.frame('exclusion.changed', (frame) => frame.excluded, { timeoutMs: soonMs + 5_000 });
    const saved = await api.call('PUT', path, exclusionsSchema, { ...exclusions, addresses: ['127.0.0.1'] });
    const savedAt = Date.now();
    await excluded;
    expect(Date.now() - savedAt).toBeLessThan(soonMs);
    await api.call('PUT', path, exclusionsSchema, { ...saved, addresses: [] });
  }, 60_000);

  test('signing out on A closes the operator’s sockets on B, and no others', async () => {
    const carla = await api.addOperator({ name: 'Carla', siteIds: [siteId] });
    const leaving = await Promise.all([1, 2].map((n) => openOperator(nodeB, carla.cookie, `Carla's console ${n}`)));
    const staying = await openOperator(nodeB);
    const startedAt = Date.now();
    await carla.at(nodeA.url).signOut();
    for (const client of leaving) {
      await client.socket.until('the end of its connection', () => client.socket.closeCode !== null, soonMs);
      expect(client.socket.closeCode).toBe(4401);
      expect(client.socket.frames.at(-1)).toEqual({ type: 'bye', reconnectAfterMs: null });
    }
    expect(Date.now() - startedAt).toBeLessThan(soonMs);
    expect(staying.isWelcome).toBe(true);
    const answer = await fetch(`${nodeB.url}/api/v1/me`, { headers: { cookie: carla.cookie } });
    expect(answer.status).toBe(401);
  }, 60_000);

  test('R-212 40 operators accept one chat at once from both nodes: one owner, 39 times conflict', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `Responder ${index + 1}`);
    const sessions: ApiClient[] = [];
    for (const name of names) sessions.push(await api.addOperator({ name, siteIds: [siteId] }));
    const all = await Promise.all(
      sessions.map((session, index) => openOperator(index % 2 === 0 ? nodeA : nodeB, session.cookie, names[index])),
    );
    const { visitor, chatId } = await openChat(nodeA, 'Who is first?');
    await Promise.all(
      all.map((operator) => operator.socket.until('the pending chat', () => operator.chats.has(chatId))),
    );

    const answers = await Promise.all(all.map((operator) => operator.accept(siteId, chatId)));
    const winners = sessions.filter((_, index) => answers[index] === null);
    expect(winners).toHaveLength(1);
    const refusals = answers.filter((answer) => answer !== null);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['conflict']));
    expect(new Set(refusals.map(({ message }) => message))).toEqual(
      new Set([`${winners[0]?.me.name} has this chat already`]),
    );
    expect((await api.getChat(siteId, chatId)).operatorId).toBe(winners[0]?.me.id);
    const log = await api.readLog(siteId, chatId);
    expect(log.map(({ content }) => content.kind)).toEqual(['requested', 'joined']);
    await visitor.window.until('the winner', () => visitor.chat?.operatorName === winners[0]?.me.name);
    // The chat is off everybody else's list.
    const lists = all.filter((_, index) => answers[index] !== null);
    await Promise.all(
      lists.map((one) => one.socket.until('the chat taken', () => one.chats.get(chatId)?.state === 'active')),
    );
  }, 180_000);

  test('R-212 20 accepts at once by one operator with room for 3: never more than 3', async () => {
    const asking = await openOperator(nodeA);
    const chats = await Promise.all(Array.from({ length: 20 }, (_, index) => openChat(nodeA, `Question ${index + 1}`)));
    const otto = await api.addOperator({ name: 'Otto', siteIds: [siteId], maxChats: 3 });
    // One connection asks one thing after the other, so each accept gets its own.
    const consoles = await Promise.all(
      chats.map((_, index) =>
        openOperator(index % 2 === 0 ? nodeA : nodeB, otto.cookie, `Otto's console ${index + 1}`),
      ),
    );
    const answers = await Promise.all(consoles.map((one, index) => one.accept(siteId, chats[index]?.chatId ?? '')));
    const refusals = answers.filter((answer) => answer !== null);
    expect(refusals).toHaveLength(17);
    expect(refusals.every(({ code, message }) => code === 'conflict' && /limit/.test(message))).toBe(true);
    const active = await api.listChats(siteId, { state: 'active' });
    const mine = active.filter((chat) => chat.operatorId === otto.me.id);
    expect(mine).toHaveLength(3);
    // With one ended, exactly one more fits.
    const [first] = mine;
    const [other] = chats.filter((_, index) => answers[index] !== null);
    const console1 = consoles[0];
    expect(await console1?.request({ type: 'chat.ended', siteId, chatId: first?.id ?? '' })).toBeNull();
    expect(await console1?.accept(siteId, other?.chatId ?? '')).toBeNull();
    const busy = () =>
      asking.socket.frames
        .findLast((frame) => frame.type === 'colleagues.changed')
        ?.colleagues.find(({ operatorId }) => operatorId === otto.me.id);
    await asking.socket.until(
      'Otto shown as busy with 3',
      () => busy()?.status === 'busy' && busy()?.activeChats === 3,
    );
  }, 180_000);

  test('G-07 the visitor’s node is killed in mid chat: they go on at B, and nothing is lost or doubled', async () => {
    const nodeC = await installation.start();
    const operator = await openOperator(nodeB);
    operator.watchVisitors(siteId);
    const gone = await newVisitor([nodeC]).open('/lamps/gone');
    const visitor = await newVisitor([nodeC]).open('/lamps/stays');
    await visitor.page.until('that somebody is Online', () => isOnline(visitor));
    await visitor.openWindow();
    const { chatId } = await visitor.requestChat('Will you survive?');
    expect(await operator.accept(siteId, chatId)).toBeNull();
    const copy = operator.watchChat(siteId, chatId);
    const { conversation } = visitor;
    const rowOf = (one: VisitorClient) => operator.visitors.get(siteId)?.rows.get(one.visitorId);
    await operator.socket.until('both in the list', () => rowOf(gone) && rowOf(visitor));

    visitor.moveTo([nodeB.url]);
    gone.page.stopReturning();
    for (let n = 1; n <= 100; n++) {
      conversation.write(`visitor ${n}`);
      copy.write(`operator ${n}`);
    }
    await visitor.window.until('30 acks', () => conversation.acknowledged.length >= 30);
    await nodeC.kill('SIGKILL');
    const killedAt = Date.now();
    await visitor.window.until('the chat at B', () => conversation.resumedAt !== null && visitor.isWindowWelcome);
    const resumedAfterMs = Date.now() - killedAt;
    await visitor.window.until('its last ack', () => conversation.queue.length === 0, 30_000);
    await operator.socket.until('the last ack', () => copy.queue.length === 0, 30_000);
    const total = 2 + 200; // requested, joined, and what both wrote
    await visitor.window.until('the whole log', () => conversation.lastSeq === total);
    await operator.socket.until('the whole log', () => copy.lastSeq === total);

    const log = await api.at(nodeB.url).readLog(siteId, chatId);
    expect(log.map((entry) => entry.seq)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    expect(copy.entries).toEqual(log);
    expect(conversation.entries).toEqual(
      log.map((entry) => ({ ...entry, sender: { ...entry.sender, operatorId: null } })),
    );
    for (const [kind, share] of [['visitor', conversation] as const, ['operator', copy] as const]) {
      const stored = log.filter((entry) => entry.sender.kind === kind && entry.content.kind === 'message');
      expect(stored.map(({ cid, seq }) => ({ cid, seq }))).toEqual(
        share.acknowledged.map(({ cid, seq }) => ({ cid, seq })),
      );
      expect(share.acknowledged.map(({ body }) => body)).toEqual(
        Array.from({ length: 100 }, (_, n) => `${kind} ${n + 1}`),
      );
    }

    // The node is taken for dead after a while: then the one who did not come back is gone, and only they.
    await operator.socket.until('the other visitor gone', () => (rowOf(gone)?.leftAt ?? null) !== null, 40_000);
    expect(rowOf(visitor)).toMatchObject({ state: 'active', leftAt: null, chat: { id: chatId, state: 'active' } });
    expect((await api.getChat(siteId, chatId)).visitorPresent).toBe(true);
    expect(operator.visitors.get(siteId)?.order.filter((id) => id === visitor.visitorId)).toHaveLength(1);
    expect(visitor.ticketsShown).toBe(1);
    console.log(`two nodes: whole again ${resumedAfterMs} ms after the kill`);
  }, 120_000);
});

/** What the page was told last. */
function isOnline(visitor: VisitorClient): boolean {
  const told = visitor.page.frames.findLast(
    (frame) => frame.type === 'welcome' || frame.type === 'availability.changed',
  );
  return told !== undefined && 'online' in told && told.online;
}

function sameText(content: { kind: string; body?: string } | undefined, body: string): boolean {
  return content?.kind === 'message' && content.body === body;
}
