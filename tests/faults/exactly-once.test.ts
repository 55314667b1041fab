/** What a sender may do to a chat without ever making a message twice, or losing one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { newClientId } from '../support/chat-copy-client.ts';
import { OperatorClient } from '../support/operator-client.ts';
import { hasService } from '../support/services.ts';
import { VisitorClient } from '../support/visitor-client.ts';
import { Installation, type InstallationKind, signInAdministrator } from './foyer-installation.ts';

const kinds: InstallationKind[] = hasService('postgres') ? ['SQLite', 'PostgreSQL'] : ['SQLite'];

describe.each(kinds)('on %s', (kind) => {
  let installation: Installation;
  let servers: string[];
  let api: ApiClient;
  let siteId: string;
  let siteKey: string;
  let operator: OperatorClient;
  let visitors: VisitorClient[] = [];

  beforeAll(async () => {
    installation = await Installation.create(kind);
    const server = await installation.start();
    servers = [server.url];
    const signedIn = await signInAdministrator(server);
    api = signedIn.api;
    siteId = signedIn.site.id;
    siteKey = signedIn.site.key;
    operator = await new OperatorClient({ name: 'operator', servers, cookie: api.cookie }).start();
  }, 120_000);

  afterEach(async () => {
    const faults = visitors.flatMap((visitor) => visitor.faults());
    await Promise.all(visitors.map((visitor) => visitor.close()));
    visitors = [];
    expect([...faults, ...operator.faults()]).toEqual([]);
  });

  afterAll(async () => {
    await operator.close();
    await installation.close();
  });

  async function openVisitor(visitorId?: string): Promise<VisitorClient> {
    const name = `visitor ${visitors.length + 1}`;
    const visitor = new VisitorClient({ name, servers, siteKey, ...(visitorId === undefined ? {} : { visitorId }) });
    visitors.push(visitor);
    await visitor.open('/lamps');
    return visitor.openWindow();
  }

  async function openChat(): Promise<{ visitor: VisitorClient; chatId: string }> {
    const visitor = await openVisitor();
    const { chatId } = await visitor.requestChat('Do you ship to Ghent?');
    expect(await operator.accept(siteId, chatId)).toBeNull();
    return { visitor, chatId };
  }

  /** Bodies of the chat's messages as stored, after checking that the log has no gap. */
  async function storedBodies(chatId: string): Promise<string[]> {
    const log = await api.readLog(siteId, chatId);
    expect(log.map((entry) => entry.seq)).toEqual(log.map((_, index) => index + 1));
    return log.flatMap(({ content }) => (content.kind === 'message' ? [content.body] : []));
  }

  test('R-009 two tabs ask for a chat at once: both get the same one', async () => {
    for (let round = 0; round < 5; round++) {
      const first = await openVisitor();
      const second = await openVisitor(first.visitorId);
      const chats = await Promise.all([first.requestChat('one'), second.requestChat('two')]);
      expect(chats[0].chatId).toBe(chats[1].chatId);
      expect(await api.listChats(siteId, { visitorId: first.visitorId })).toHaveLength(1);
      // Both tabs converge on the same log.
      await Promise.all([first, second].map((tab) => tab.window.until('the log', () => tab.conversation.resumedAt)));
      expect(second.conversation.entries).toEqual(first.conversation.entries);
    }
  });

  test('R-002 50 sends of one client id over 5 sockets: one entry, 50 equal acks', async () => {
    const { visitor, chatId } = await openChat();
    const tabs = [visitor];
    for (let n = 0; n < 4; n++) tabs.push(await openVisitor(visitor.visitorId));
    const message = { type: 'message.sent', chatId, cid: newClientId(), body: 'only once' } as const;
    for (let n = 0; n < 10; n++) for (const tab of tabs) expect(tab.sendFromWindow(message)).toBe(true);
    const acks = await Promise.all(
      tabs.map((tab) =>
        tab.window.until('10 acks', () => {
          const mine = tab.window.frames.filter((frame) => frame.type === 'ack' && frame.cid === message.cid);
          return mine.length >= 10 ? mine : null;
        }),
      ),
    );
    expect(acks.flat()).toHaveLength(50);
    expect(new Set(acks.flat().map((ack) => JSON.stringify(ack))).size).toBe(1);
    expect(await storedBodies(chatId)).toEqual(['only once']);
    expect((await api.getChat(siteId, chatId)).lastSeq).toBe(3); // requested, joined, the message
    for (const tab of tabs) tab.conversation.faults.length = 0; // these acks were for raw frames, past the queue
  });

  test('R-001 the socket is cut before the ack, 20 times: sent again, stored once, in order', async () => {
    const { visitor, chatId } = await openChat();
    const bodies = Array.from({ length: 20 }, (_, index) => `message ${index + 1}`);
    const { conversation } = visitor;
    for (const body of bodies) {
      conversation.write(body);
      visitor.window.cut();
      await visitor.window.until(`the ack of ${body}`, () => conversation.queue.length === 0);
    }
    expect(conversation.acknowledged.map((message) => message.body)).toEqual(bodies);
    expect(await storedBodies(chatId)).toEqual(bodies);
    expect(conversation.resent).toBeGreaterThan(0);
    expect(visitor.ticketsShown).toBe(1);
  });

  test('R-003 the same client id from both sides is two messages', async () => {
    const { visitor, chatId } = await openChat();
    const cid = newClientId();
    const copy = operator.watchChat(siteId, chatId);
    visitor.conversation.write('from the visitor', cid);
    await visitor.window.until('the ack', () => visitor.conversation.acknowledged.length === 1);
    copy.write('from the operator', cid);
    await operator.socket.until('the ack', () => copy.acknowledged.length === 1);
    expect(await storedBodies(chatId)).toEqual(['from the visitor', 'from the operator']);
  });

  test('another body under the same client id is refused', async () => {
    const { visitor, chatId } = await openChat();
    const cid = newClientId();
    visitor.conversation.write('first', cid);
    await visitor.window.until('the ack', () => visitor.conversation.acknowledged.length === 1);
    const from = visitor.window.frames.length;
    visitor.sendFromWindow({ type: 'message.sent', chatId, cid, body: 'second' });
    const error = await visitor.window.frame('error', (frame) => frame.cid === cid, { from });
    expect(error.code).toBe('cid_reused');
    expect(await storedBodies(chatId)).toEqual(['first']);
  });

  test('a repeat after the chat ended is still acknowledged', async () => {
    const { visitor, chatId } = await openChat();
    visitor.conversation.write('before the end');
    await visitor.window.until('the ack', () => visitor.conversation.acknowledged.length === 1);
    const [sent] = visitor.conversation.acknowledged;
    expect(await operator.request({ type: 'chat.ended', siteId, chatId })).toBeNull();
    const from = visitor.window.frames.length;
    visitor.sendFromWindow({ type: 'message.sent', chatId, cid: sent?.cid ?? '', body: sent?.body ?? '' });
    const again = await visitor.window.frame('ack', undefined, { from });
    expect([again.cid, again.seq, again.at]).toEqual([sent?.cid, sent?.seq, sent?.at]);
  });

  test('R-007 resuming from beyond the log is answered by reset, then the whole log', async () => {
    const { visitor, chatId } = await openChat();
    visitor.conversation.write('one');
    await visitor.window.until('the ack', () => visitor.conversation.acknowledged.length === 1);
    const from = visitor.window.frames.length;
    visitor.sendFromWindow({ type: 'chat.resumed', chatId, afterSeq: 999 });
    await visitor.window.frame('reset', (frame) => frame.chatId === chatId, { from });
    expect(visitor.conversation.resets).toBe(1);
    await visitor.window.frame('resumed', (frame) => frame.lastSeq === 3, { from });
    expect(visitor.conversation.entries.map((entry) => entry.content.kind)).toEqual(['requested', 'joined', 'message']);
  });

  test('resuming while messages come never resets, repeats or skips', async () => {
    const { visitor, chatId } = await openChat();
    const copy = operator.watchChat(siteId, chatId);
    for (let n = 0; n < 150; n++) copy.write(`message ${n}`);
    // Each answer is followed by the next question, so that some come between an entry's commit and its delivery.
    const { conversation } = visitor;
    let asked = 0;
    while (copy.queue.length > 0) {
      const from = visitor.window.frames.length;
      visitor.sendFromWindow({ type: 'chat.resumed', chatId, afterSeq: conversation.lastSeq });
      asked += 1;
      await visitor.window.frame('resumed', undefined, { from });
    }
    await visitor.window.until('all entries', () => conversation.lastSeq === 152);
    expect(asked).toBeGreaterThan(5);
    expect(conversation.resets).toBe(0);
    expect(conversation.entries.map((entry) => entry.seq)).toEqual(
      Array.from({ length: 152 }, (_, index) => index + 1),
    );
  });

  test.each<[body: string, text: string, isTaken: boolean]>([
    ['exactly 4,000 characters', 'x'.repeat(4000), true],
    ['4,001 characters', 'x'.repeat(4001), false],
    ['4,000 characters of three bytes each', '漢'.repeat(4000), true],
    ['2,000 characters of two code units and four bytes each', '😀'.repeat(2000), true],
    ['4,000 quotation marks, which JSON doubles', '"'.repeat(4000), true],
    ['a NUL', 'before\0after', false],
    ['half of a surrogate pair', 'before\ud83dafter', false],
    ['only blanks', ' \n\t ', false],
    ['right-to-left override and combining marks', `\u202eabc${'e\u0301'.repeat(1000)}`, true],
    ['markup, which is text', '<script>alert(1)</script>&amp;', true],
  ])('R-014, R-015 %s', async (_name, text, isTaken) => {
    const { visitor, chatId } = await openChat();
    const { conversation } = visitor;
    conversation.write(text);
    await visitor.window.until('an answer', () => conversation.queue.length === 0);
    expect(conversation.refused.map(({ code }) => code.split(':')[0])).toEqual(isTaken ? [] : ['invalid_request']);
    expect(await storedBodies(chatId)).toEqual(isTaken ? [text] : []);
    expect(visitor.window.connections).toBe(1);
  });
});
