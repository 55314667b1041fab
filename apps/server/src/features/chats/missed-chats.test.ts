import { randomUUID } from 'node:crypto';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { MissedChat, MissedChatDetail } from '@foyer/protocol/missed-chat';
import { notificationsSchema } from '@foyer/protocol/notifications';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { openVisitor } from '../../testing/visitor.ts';

const card = '4111 1111 1111 1111';

/** Waits for what is done in the background; a machine under load takes its time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

describe.each(appsOnStores)('missed chats on %s', (_name, open) => {
  let mail: MailServer;
  let app: StoredApp;
  let origin: string;
  let desk: Desk;
  let olga: Deskmate;
  let otto: Deskmate;
  let addresses = 0;

  beforeAll(async () => {
    mail = await openMailServer();
    app = await open({ FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port}` });
    origin = await app.listen();
  });
  afterAll(async () => {
    await app.close();
    await mail.close();
  });
  beforeEach(async () => {
    desk = await openDesk(app, origin);
    olga = await desk.addStaff('Olga');
    otto = await desk.addStaff('Otto');
    for (const mate of [olga, otto]) await choose(mate, 'away');
  });

  const choose = async (mate: Deskmate, status: string) => {
    mate.socket.send({ type: 'status.chosen', status, requestId: status });
    await mate.socket.next(({ requestId }) => requestId === status);
  };
  const newAddress = () => `vera-${addresses++}@visitor.example`;
  const path = (chatId: string, what = '') => `${desk.below}/missed-chats/${chatId}${what}`;

  /** Nobody is Online: a message is left. */
  async function leave(question = 'Do you deliver to Norway?', email = newAddress()) {
    const { window, visitor } = await openVisitor({ server: origin, siteKey: desk.site.key });
    const cid = randomHex(16);
    window.send({ type: 'chat.requested', cid, name: 'Vera', email, question });
    const answer = await window.next((frame) => frame.cid === cid);
    return { window, visitor, email, chatId: String(answer.chat.chatId) };
  }
  const list = async (status: string, query = '') =>
    olga.caller.must<{ items: MissedChat[]; next: string | null }>(
      'GET',
      `${desk.below}/missed-chats?status=${status}${query}`,
    );
  const idsOf = async (status: string) => (await list(status)).items.map(({ chat }) => chat.id);
  const detail = (chatId: string) => olga.caller.must<MissedChatDetail>('GET', path(chatId));
  const act = async (mate: Deskmate, chatId: string, what: string, body: object = {}) =>
    mate.caller.call('POST', path(chatId, `/${what}`), { body });
  const kindsOf = async (chatId: string) => (await desk.entries(chatId)).map(({ content }) => content.kind);
  async function setUpMail(change: object = {}) {
    const at = `${desk.below}/notifications`;
    const { version } = notificationsSchema.parse(await app.admin.must('GET', at));
    const smtp = {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      from: { name: 'The desk', address: 'desk@shop.example' },
    };
    await app.admin.must('PUT', at, { smtp, version, ...change });
  }
  const mailsTo = (to: string) => mail.mails.filter(({ recipients }) => recipients.includes(to));

  test('W-170 each is listed with reason, question and contact, the newest first and page by page', async () => {
    const first = await leave('Do you deliver to Norway?');
    const second = await leave('Is it red?');
    const third = await leave('Hello?');
    const page = await list('open', '&limit=2');
    expect(page.items.map(({ chat, question }) => [chat.id, chat.missedReason, question])).toEqual([
      [third.chatId, 'offlineMessage', 'Hello?'],
      [second.chatId, 'offlineMessage', 'Is it red?'],
    ]);
    const rest = await list('open', `&limit=2&cursor=${page.next}`);
    expect([rest.items.map(({ chat }) => chat.id), rest.next]).toEqual([[first.chatId], null]);
    expect(await olga.caller.must('GET', `${desk.below}/missed-chats/counts`)).toEqual({ open: 3 });
    expect(await detail(first.chatId)).toMatchObject({
      question: 'Do you deliver to Norway?',
      contact: { name: 'Vera', email: first.email, company: null, phone: null },
      chat: { pageUrl: 'https://shop.example/start', claim: null, answered: null },
      mail: null,
      hasMailServer: false,
    });
  });

  test('of several who claim it at once one has it, and the others are told who', async () => {
    const { chatId } = await leave();
    const mates = [olga, otto, await desk.addStaff('Orla'), await desk.addStaff('Oona')];
    const answers = await Promise.all(mates.map((mate) => act(mate, chatId, 'claim')));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409]);
    const { claim } = await desk.read(chatId);
    for (const answer of answers)
      if (answer.statusCode === 409) expect(answer.json().detail).toBe(`${claim?.operatorName} is answering this chat`);
    expect(await kindsOf(chatId)).toEqual(['requested', 'missed', 'claimed']);
  });

  test('a claim is told to the others at once; it is let go by whoever has it, and taken by a supervisor', async () => {
    const { chatId } = await leave();
    const sage = await desk.addStaff('Sage', 'supervisor');
    await act(olga, chatId, 'claim');
    const told = await otto.socket.next((frame) => frame.type === 'missed.changed' && frame.chat.claim !== null);
    expect(told.chat).toMatchObject({ id: chatId, claim: { operatorId: olga.id } });
    expect((await act(otto, chatId, 'claim', { takeOver: true })).statusCode).toBe(403);
    expect((await otto.caller.call('DELETE', path(chatId, '/claim'))).statusCode).toBe(403);
    expect((await act(sage, chatId, 'claim')).statusCode).toBe(409);
    expect((await act(sage, chatId, 'claim', { takeOver: true })).json()).toMatchObject({
      claim: { operatorId: sage.id },
    });
    expect((await act(olga, chatId, 'reply', { cid: randomHex(16), body: 'Hello' })).statusCode).toBe(409);
    await sage.caller.must('DELETE', path(chatId, '/claim'));
    await sage.caller.must('DELETE', path(chatId, '/claim'));
    expect(await kindsOf(chatId)).toEqual(['requested', 'missed', 'claimed', 'claimed', 'claimReleased']);
    expect((await desk.read(chatId)).claim).toBeNull();
  });

  test('R-159 R-160 a reply is one mail to one address with the operator’s words, and stands in the log', async () => {
    await setUpMail({ replyMail: { replyTo: 'help@shop.example' } });
    const { chatId, email } = await leave('Is <b>it</b> {{reply}} red?');
    const reply = { cid: randomHex(16), body: `Yes & no. My card is ${card}.\nBye` };
    expect((await act(olga, chatId, 'reply', reply)).statusCode).toBe(200);
    expect((await act(olga, chatId, 'reply', reply)).statusCode).toBe(200);
    await eventually(() => mailsTo(email).length).toBe(1);
    const [received] = mailsTo(email);
    expect(received?.recipients).toEqual([email]);
    expect(received?.parsed).toMatchObject({
      subject: 'Your message to Desk',
      from: { value: [{ name: 'The desk', address: 'desk@shop.example' }] },
      replyTo: { value: [{ address: 'help@shop.example' }] },
    });
    expect(received?.parsed.text).toMatch(/^Hello Vera,\n\nYes & no\. My card is 4111 11\S+ \S+ 1111\.\nBye\n\nOlga/);
    expect(received?.parsed.text).toContain('Is <b>it</b> {{reply}} red?');
    expect(received?.parsed.html).toContain('Is &lt;b&gt;it&lt;/b&gt; {{reply}} red?');
    expect(received?.parsed.html).not.toContain('<b>it');
    for (const header of ['auto-submitted', 'list-unsubscribe'])
      expect(received?.parsed.headers.has(header), header).toBe(false);
    const { answered } = await desk.read(chatId);
    expect(answered).toMatchObject({ way: 'email', operatorId: olga.id });
    expect((await desk.entries(chatId)).at(-1)?.content).toMatchObject({ kind: 'replied', to: email });
    expect(JSON.stringify(await desk.entries(chatId))).not.toContain(card);
    await eventually(async () => (await detail(chatId)).mail?.state).toBe('sent');
    expect([await idsOf('open'), await idsOf('answered')]).toEqual([[], [chatId]]);
    expect((await act(otto, chatId, 'claim')).json().detail).toMatch(/has dealt with this chat already/);
  });

  test('without a mail server the reply waits, and the list says so', async () => {
    const { chatId, email } = await leave();
    await act(olga, chatId, 'reply', { cid: randomHex(16), body: 'Yes.' });
    await eventually(async () => (await detail(chatId)).mail).toEqual({
      to: email,
      state: 'notConfigured',
      lastAnswer: 'No mail server is configured',
    });
    await setUpMail();
    await eventually(() => mailsTo(email).length).toBe(1);
  });

  test('G-33 no more than three mails an hour go to an address, however it is written', async () => {
    await setUpMail();
    const email = newAddress();
    for (const written of [email, email.toUpperCase(), email, email]) {
      const { chatId } = await leave('Hello?', written);
      await act(olga, chatId, 'reply', { cid: randomHex(16), body: 'Yes.' });
    }
    const states = async () => (await list('all')).items.map(({ mail: one }) => one?.state).sort();
    await eventually(states).toEqual(['sent', 'sent', 'sent', 'suppressed']);
    expect(mailsTo(email)).toHaveLength(3);
  });

  test('who left no address gets no mail', async () => {
    const { chatId } = await leave();
    await app.storage.db
      .updateTable('chat')
      .set({ visitor_email: null })
      .where('site_id', '=', desk.site.id)
      .where('id', '=', chatId)
      .execute();
    const refused = await act(olga, chatId, 'reply', { cid: randomHex(16), body: 'Yes.' });
    expect([refused.statusCode, refused.json().detail]).toEqual([409, 'The visitor has left no e-mail address']);
  });

  test('it is done without a mail, with a reason, and opened again', async () => {
    const { chatId } = await leave();
    const settled = await act(olga, chatId, 'settle', { way: 'calledBack', note: `On ${card}` });
    expect(settled.json<ChatSummary>().answered).toMatchObject({ way: 'calledBack', operatorId: olga.id });
    expect((await desk.entries(chatId)).at(-1)?.content).toEqual({
      kind: 'settled',
      way: 'calledBack',
      note: expect.stringMatching(/^On 4111 11/),
    });
    expect((await act(otto, chatId, 'settle', { way: 'spam' })).statusCode).toBe(409);
    expect(await idsOf('open')).toEqual([]);
    expect((await act(otto, chatId, 'reopen')).json<ChatSummary>().answered).toBeNull();
    expect(await idsOf('open')).toEqual([chatId]);
    expect((await act(olga, chatId, 'settle', { way: 'email' })).statusCode).toBe(400);
  });

  test('only missed chats of the site are answered so', async () => {
    await choose(olga, 'online');
    const { chatId } = await desk.ask();
    for (const refused of [await act(olga, chatId, 'claim'), await olga.caller.call('GET', path(chatId))])
      expect([refused.statusCode, refused.json().detail]).toEqual([409, 'This chat was not missed']);
    expect((await act(olga, randomUUID(), 'claim')).statusCode).toBe(404);
  });
});
