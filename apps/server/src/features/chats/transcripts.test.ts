import { notificationsSchema } from '@foyer/protocol/notifications';
import type { TranscriptRecipients } from '@foyer/protocol/transcript';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import type { TestSocket } from '../../testing/test-socket.ts';

/** Waits for what is done in the background; a machine under load takes its time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

describe.each(appsOnStores)('transcripts by e-mail on %s', (_name, open) => {
  let mail: MailServer;
  let app: StoredApp;
  let origin: string;
  let desk: Desk;
  let olga: Deskmate;
  let addresses = 0;

  beforeAll(async () => {
    mail = await openMailServer();
    app = await open({ FOYER_EGRESS_ALLOW: `127.0.0.1:${mail.port}`, FOYER_URL: 'https://chat.example.com' });
    origin = await app.listen();
  });
  afterAll(async () => {
    await app.close();
    await mail.close();
  });
  beforeEach(async () => {
    desk = await openDesk(app, origin);
    olga = await desk.addStaff('Olga');
  });

  const newAddress = () => `vera-${addresses++}@visitor.example`;
  async function setUp(transcripts: object = {}) {
    const at = `${desk.below}/notifications`;
    const { version } = notificationsSchema.parse(await app.admin.must('GET', at));
    const from = { name: 'The desk', address: 'desk@shop.example' };
    const smtp = { host: '127.0.0.1', port: mail.port, security: 'none', from };
    await app.admin.must('PUT', at, { smtp, transcripts, version });
  }
  /** A chat that Olga has, and what both said. */
  async function talk() {
    const visitor = await desk.ask();
    await desk.accept(olga, visitor.chatId);
    const { chatId } = visitor;
    olga.socket.send({
      type: 'message.sent',
      siteId: desk.site.id,
      chatId,
      cid: randomHex(16),
      body: 'It is <i>red</i>.',
    });
    await visitor.window.next((frame) => frame.type === 'entry' && frame.entry.content.body === 'It is <i>red</i>.');
    return visitor;
  }
  const ask = async (window: TestSocket, chatId: string, email: string) => {
    const cid = randomHex(16);
    window.send({ type: 'transcript.requested', chatId, cid, email });
    const answer = await window.next((frame) => frame.cid === cid);
    return answer.type === 'error' ? answer.code : answer.when;
  };
  const mailsTo = (to: string) => mail.mails.filter(({ recipients }) => recipients.includes(to));
  const arrived = (to: string, count = 1) => eventually(() => mailsTo(to).length).toBe(count);
  const sent = async (chatId: string) =>
    (await desk.entries(chatId)).flatMap(({ content, sender }) =>
      content.kind === 'transcriptSent' ? [[content.to, content.audience, sender.kind]] : [],
    );

  test('W-169 asked for during the chat it comes when the chat ends, with all of it and nothing internal', async () => {
    await setUp();
    const to = newAddress();
    const { window, chatId } = await talk();
    const tag = await app.admin.must('POST', `${desk.below}/tags`, { name: 'Secret tag' });
    await olga.caller.must('PUT', `${desk.below}/chats/${chatId}/tags/${tag.id}`, { value: null });
    expect(await ask(window, chatId, to.toUpperCase().replace('VISITOR', 'visitor'))).toBe('atEnd');
    expect(mailsTo(to)).toEqual([]);
    expect(await desk.end(olga, chatId)).toBe('done');
    await arrived(to);
    const [received] = mailsTo(to);
    const text = received?.parsed.text ?? '';
    expect(received?.parsed.subject).toBe('Your chat with Desk');
    expect(text).toMatch(/Vera:\nIs it red\?[\s\S]*Olga \w+ joined the chat[\s\S]*Olga \w+:\nIt is <i>red<\/i>\./);
    expect(text).toContain('Times are Europe/London');
    expect(`${text} ${received?.parsed.html}`).not.toContain('Secret tag');
    expect(received?.parsed.html).toContain('It is &lt;i&gt;red&lt;/i&gt;.');
    const links = `${text} ${received?.parsed.html}`.match(/https?:\/\/[^\s"<]+/g) ?? [];
    expect(new Set(links.map((link) => new URL(link).origin))).toEqual(new Set(['https://chat.example.com']));
    const unsubscribe = received?.parsed.headers.get('list') as { unsubscribe?: { url: string } } | undefined;
    expect(unsubscribe?.unsubscribe?.url).toMatch(/^https:\/\/chat\.example\.com\/unsubscribe\?/);
    expect(await sent(chatId)).toEqual([[to, 'visitor', 'system']]);
    await window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'transcriptSent');
  });

  test('asked for after the end it comes at once; at most three times a chat', async () => {
    await setUp();
    const { window, chatId } = await talk();
    await desk.end(olga, chatId);
    await window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
    const tos = [newAddress(), newAddress(), newAddress()];
    for (const to of tos) expect(await ask(window, chatId, to)).toBe('now');
    for (const to of tos) await arrived(to);
    expect(await ask(window, chatId, newAddress())).toBe('conflict');
    expect(await sent(chatId)).toEqual(tos.map((to) => [to, 'visitor', 'visitor']));
  });

  test('R-161 nobody sends their own words to strangers: not before an operator has answered, nor of another’s chat', async () => {
    await setUp();
    const waiting = await desk.ask();
    expect(await ask(waiting.window, waiting.chatId, newAddress())).toBe('conflict');
    const other = await talk();
    expect(await ask(waiting.window, other.chatId, newAddress())).toBe('not_found');
    for (const email of ['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'nobody'])
      expect(await ask(other.window, other.chatId, email), email).toBe('invalid_request');
    expect(await sent(waiting.chatId)).toEqual([]);
  });

  test('not where the site has it off, or nothing to send it with; and the window is told', async () => {
    const { window, chatId } = await talk();
    expect(window.frames.find(({ type }) => type === 'welcome')?.settings.transcripts).toBe(false);
    expect(await ask(window, chatId, newAddress())).toBe('forbidden');
    await setUp();
    expect((await window.next('settings.changed')).settings.transcripts).toBe(true);
    await setUp({ visitors: false });
    expect((await window.next('settings.changed')).settings.transcripts).toBe(false);
    expect(await ask(window, chatId, newAddress())).toBe('forbidden');
  });

  test('G-33 an address that wants no mail gets none', async () => {
    await setUp();
    const to = newAddress();
    const first = await talk();
    await desk.end(olga, first.chatId);
    await first.window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
    await ask(first.window, first.chatId, to);
    await arrived(to);
    const list = mailsTo(to)[0]?.parsed.headers.get('list') as unknown as { unsubscribe: { url: string } };
    const { pathname, search } = new URL(list.unsubscribe.url);
    const unsubscribed = await app.http.inject({ method: 'POST', url: `${pathname}${search}` });
    expect(unsubscribed.statusCode).toBe(200);
    await ask(first.window, first.chatId, to);
    await eventually(async () =>
      (
        await app.admin.must<{ items: { recipient: string; state: string }[] }>('GET', `${desk.below}/outbox`)
      ).items.map(({ recipient, state }) => [recipient, state]),
    ).toEqual([
      [to, 'suppressed'],
      [to, 'sent'],
    ]);
  });

  test('the site’s recipients get every chat’s when it ends, once; the visitor is not told', async () => {
    await setUp({ recipients: ['boss@shop.example', 'crm@shop.example'] });
    const { window, chatId } = await talk();
    await desk.end(olga, chatId);
    const mine = (to: string) => mailsTo(to).filter(({ parsed }) => parsed.text?.includes(chatId));
    for (const to of ['boss@shop.example', 'crm@shop.example']) await eventually(() => mine(to).length).toBe(1);
    expect(mine('boss@shop.example')[0]?.parsed.headers.has('list')).toBe(false);
    expect(await sent(chatId)).toEqual([['boss@shop.example, crm@shop.example', 'staff', 'system']]);
    await window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'internal');
    expect(JSON.stringify(window.frames)).not.toContain('boss@shop.example');
    await eventually(
      async () =>
        (
          await app.storage.db
            .selectFrom('chat')
            .select('transcript_due')
            .where('id', '=', chatId)
            .executeTakeFirstOrThrow()
        ).transcript_due,
    ).toBe(0);
  });

  test('an operator sends it to the visitor or to a colleague, and to nobody else', async () => {
    const { chatId } = await talk();
    const otto = await desk.addStaff('Otto');
    const path = `${desk.below}/chats/${chatId}/transcript`;
    const send = (mate: Deskmate, body: object) => mate.caller.call('POST', path, { body });
    expect((await send(olga, { to: 'visitor' })).json().detail).toMatch(/no mail server/);
    await setUp();
    const { staff, visitor } = await olga.caller.must<TranscriptRecipients>('GET', `${path}/recipients`);
    expect([visitor, staff.map(({ id }) => id)]).toEqual([
      'vera@example.test',
      expect.arrayContaining([olga.id, otto.id]),
    ]);
    expect((await send(olga, { to: 'operator', operatorId: otto.id })).statusCode).toBe(200);
    const [[address = ''] = []] = await sent(chatId);
    expect(address).toMatch(/^otto-\w+@example\.test$/);
    await arrived(address);
    expect((await send(olga, { to: 'visitor' })).statusCode).toBe(200);
    expect(await sent(chatId)).toEqual([
      [address, 'staff', 'operator'],
      ['vera@example.test', 'visitor', 'operator'],
    ]);
    const stranger = await openDesk(app, origin).then((other) => other.addStaff('Stranger'));
    expect((await send(olga, { to: 'operator', operatorId: stranger.id })).statusCode).toBe(409);
    expect((await send(otto, { to: 'visitor' })).statusCode).toBe(403);
  });
});
