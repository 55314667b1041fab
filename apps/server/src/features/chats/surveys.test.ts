import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import type { Surveys } from '@foyer/protocol/survey';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { openDesk } from '../../testing/chat-desk.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import type { TestSocket } from '../../testing/test-socket.ts';
import { openVisitor } from '../../testing/visitor.ts';
import { readChatFacts } from './chat-facts.ts';

const text = { type: 'text', label: 'Order number' };
const mail = { type: 'email', name: 'mail', label: 'E-mail', binding: 'email' };
const opening = { type: 'longText', name: 'why', label: 'Your question', binding: 'question' };

describe.each(appsOnStores)('surveys on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  beforeAll(async () => {
    app = await open();
    origin = await app.listen();
  });
  afterAll(() => app.close());

  async function openSite(surveys: object = {}) {
    const desk = await openDesk(app, origin);
    const url = `${desk.below}/surveys`;
    const save = (change: object, version: number) => app.admin.call('PUT', url, { body: { ...change, version } });
    if (Object.keys(surveys).length > 0) expect((await save(surveys, 0)).statusCode).toBe(200);
    const mate = await desk.addStaff('surveyor');
    return {
      ...desk,
      mate,
      save,
      readSurveys: () => app.admin.must<Surveys>('GET', url),
      visit: () => openVisitor({ server: origin, siteKey: desk.site.key }),
    };
  }

  /** Sends a frame; the answer is what comes back for its client id. */
  async function send(window: TestSocket, frame: object) {
    const cid = randomHex(16);
    window.send({ ...frame, cid });
    return window.next((one) => one.cid === cid);
  }
  const request = (window: TestSocket, answers: object, more: object = {}) =>
    send(window, { type: 'chat.requested', answers, ...more });
  const faults = (frame: Record<string, unknown>) =>
    (frame.fields as { path: string; message: string }[]).map(({ path, message }) => `${path}: ${message}`);
  const kinds = (entries: readonly ChatEntry[]) => entries.map(({ content }) => content.kind);

  test('W-144 a site that saved none asks for name, e-mail and question; a stale change is refused', async () => {
    const site = await openSite();
    const { version, preChat, postChat, offline } = await site.readSurveys();
    expect(version).toBe(0);
    expect(preChat.questions.map(({ name }) => name)).toEqual(['name', 'email', 'question']);
    expect(offline.questions.map((one) => 'required' in one && one.required)).toEqual([false, true, true]);
    expect(postChat).toMatchObject({ enabled: false, questions: [] });
    expect((await site.save({ preChat: { title: 'One' } }, 0)).json()).toMatchObject({ version: 1 });
    expect((await site.save({ preChat: { title: 'Two' } }, 0)).statusCode).toBe(409);
    expect(errorsOf(await site.save({ preChat: { questions: [{ ...text, name: 'a', pattern: '(' }] } }, 1))[0]).toMatch(
      /^preChat\.questions\.0\.pattern: /,
    );
    expect((await site.mate.caller.call('PUT', `${site.below}/surveys`, { body: { version: 1 } })).statusCode).toBe(
      403,
    );
  });

  test('W-144 answers are checked by question, stored with the chat, and told to contact details and rules', async () => {
    const site = await openSite({
      preChat: {
        questions: [
          { type: 'text', name: 'name', label: 'Name', binding: 'name' },
          mail,
          { type: 'phone', name: 'tel', label: 'Telephone', binding: 'phone' },
          { ...text, name: 'order', required: true, pattern: '^[0-9]{6}$', patternError: 'Six digits.' },
          { ...text, name: 'pin', label: 'PIN', masked: true },
          opening,
        ],
      },
    });
    const { window, visitor } = await site.visit();
    expect(faults(await request(window, { order: '12', size: 'L', why: 'Where?' }))).toEqual([
      'size: is no question of this form',
      'order: Six digits.',
    ]);
    // A client that knows no forms gets no further.
    expect(faults(await send(window, { type: 'chat.requested', question: 'Where?' }))).toEqual([
      'order: Please fill this in.',
    ]);
    const answers = {
      name: 'Vera',
      mail: 'vera@example.com',
      tel: '123 456',
      order: '123456',
      pin: '4711',
      why: 'Where?',
    };
    const opened = await request(window, answers);
    const { chatId } = opened.chat;
    const chat = await site.read(chatId);
    expect(chat).toMatchObject({ visitorName: 'Vera', visitorEmail: 'vera@example.com', lastMessage: 'Where?' });
    expect(chat.answers).toEqual({
      name: 'Vera',
      mail: 'vera@example.com',
      tel: '123 456',
      order: '123456',
      why: 'Where?',
    });
    const entries = await site.entries(chatId);
    expect(kinds(entries)).toEqual(['requested', 'surveyAnswered']);
    expect(entries[1]?.content).toEqual({
      kind: 'surveyAnswered',
      phase: 'preChat',
      answers: [
        { name: 'tel', label: 'Telephone', value: '123 456' },
        { name: 'order', label: 'Order number', value: '123456' },
        { name: 'pin', label: 'PIN', value: '4711', masked: true },
      ],
    });
    // What is hidden does not come back to the window either.
    await window.next((frame) => frame.type === 'entry' && (frame.entry as ChatEntry).seq === 2);
    expect(JSON.stringify(window.frames)).not.toContain('4711');
    const row = await app.storage.db.selectFrom('visitor').selectAll().where('id', '=', visitor).executeTakeFirst();
    await expect.poll(async () => (await contactOf(visitor)).phone).toBe('123 456');
    expect(row?.site_id).toBe(site.site.id);
  });

  async function contactOf(visitor: string) {
    return app.storage.db.selectFrom('visitor').selectAll().where('id', '=', visitor).executeTakeFirstOrThrow();
  }

  test('W-144 rules see the answers, hidden ones too', async () => {
    const site = await openSite({
      preChat: {
        questions: [
          { ...text, name: 'order' },
          { ...text, name: 'pin', masked: true },
        ],
      },
    });
    await app.admin.must('POST', `${site.below}/prospect-rules`, {
      name: 'Has an order',
      startAfterVisits: 1,
      minPages: null,
      minMinutes: null,
      conditions: {
        all: [
          { variable: 'survey.answer', name: 'order', operator: 'equals', value: '77' },
          { variable: 'survey.answer', name: 'pin', operator: 'isSet' },
        ],
      },
    });
    const fired = async () => {
      const rows = await app.storage.db
        .selectFrom('firing')
        .select('rule_name')
        .where('site_id', '=', site.site.id)
        .where('rule_kind', '=', 'prospectRule')
        .execute();
      return rows.map((row) => row.rule_name);
    };
    const { window } = await site.visit();
    await request(window, { order: '77', pin: '1' });
    await expect.poll(fired).toEqual(['Has an order']);
  });

  test('W-146 with nobody Online the offline form holds; its answers are a missed chat, and without it nothing is taken', async () => {
    const site = await openSite({
      offline: {
        questions: [
          { ...mail, required: true },
          { ...opening, required: true },
          { ...text, name: 'order' },
        ],
      },
    });
    const away = await site.visit();
    site.mate.socket.send({ type: 'status.chosen', status: 'away', requestId: 'away' });
    await site.mate.socket.next(({ requestId }) => requestId === 'away');
    expect(faults(await request(away.window, { order: '1' }))).toEqual([
      'mail: Please fill this in.',
      'why: Please fill this in.',
    ]);
    // Filled in before the last one went away: it has no address to answer to.
    expect((await request(away.window, { question: 'Hi' }, { form: 'preChat' })).message).toContain('Nobody is here');
    const left = await request(away.window, { mail: 'v@example.com', why: 'Call me', order: '1' });
    expect(kinds(await site.entries(left.chat.chatId))).toEqual(['requested', 'surveyAnswered', 'missed']);
    const { version } = await site.readSurveys();
    await site.save({ offline: { enabled: false } }, version);
    expect((await request(away.window, {})).code).toBe('conflict');
  });

  test('S-003 what an invite fills in stands in the form, and goes with a hidden question', async () => {
    const site = await openSite({
      preChat: {
        questions: [
          { ...text, name: 'topic' },
          { type: 'hidden', name: 'source', label: 'Source' },
        ],
      },
    });
    const invite = await app.admin.must<{ id: string }>('POST', `${site.below}/invites`, {
      name: 'Sale',
      altText: 'Sale',
      click: { survey: { topic: 'Delivery', source: 'banner', size: 'L' } },
    });
    const { page, window, visitor } = await site.visit();
    site.mate.socket.send({
      type: 'invite.sent',
      siteId: site.site.id,
      visitorId: visitor,
      inviteId: invite.id,
      requestId: 'invite',
    });
    const sent = await page.next('invite.sent');
    const { invitationId } = sent.invite as { invitationId: string };
    window.send({ type: 'surveys.wanted', invitationId });
    const { surveys } = await window.next('surveys.changed');
    expect(surveys.preChat.questions.map(({ name, value }: { name: string; value: string }) => [name, value])).toEqual([
      ['topic', 'Delivery'],
    ]);
    const opened = await request(window, { topic: 'Delivery' }, { invitationId });
    expect((await site.read(opened.chat.chatId)).answers).toEqual({ topic: 'Delivery', source: 'banner' });
  });

  async function ended(surveys: object) {
    const site = await openSite(surveys);
    const visitor = await site.ask();
    await site.accept(site.mate, visitor.chatId);
    return { ...site, ...visitor, end: () => site.end(site.mate, visitor.chatId) };
  }

  test('W-145 a chat that is over is rated; the same again changes nothing, another rating is kept beside the first', async () => {
    const chat = await ended({ postChat: { enabled: true } });
    const { window, chatId } = chat;
    const rate = (rating: number, comment?: string) =>
      send(window, { type: 'chat.rated', chatId, rating, ...(comment === undefined ? {} : { comment }) });
    expect((await rate(4)).code).toBe('conflict');
    await chat.end();
    expect(await rate(4, ' 4111 1111 1111 1111 ')).toMatchObject({ type: 'ack' });
    const once = await chat.read(chatId);
    expect(once.rating).toBe(4);
    const again = await rate(4, '4111 1111 1111 1111');
    expect(again).toMatchObject({ type: 'ack', seq: once.lastSeq });
    expect((await chat.read(chatId)).version).toBe(once.version);
    await rate(2);
    const rated = (await chat.entries(chatId)).flatMap(({ content }) => (content.kind === 'rated' ? [content] : []));
    expect(rated).toEqual([
      { kind: 'rated', rating: 4, comment: '4111 11•• •••• 1111' },
      { kind: 'rated', rating: 2, comment: null },
    ]);
    expect(await readChatFacts(app.storage.db, chat.site.id, chat.visitor)).toMatchObject({ lastRating: 2 });
    expect(await readChatFacts(app.storage.db, chat.site.id, chat.visitor, 1000)).toMatchObject({ lastRating: null });
    expect((await rate(6)).code).toBe('invalid_request');

    // Nobody else rates it, and after the return time nobody does.
    const stranger = await chat.visit();
    expect((await send(stranger.window, { type: 'chat.rated', chatId, rating: 1 })).code).toBe('not_found');
    app.clock.aheadMs += 11 * 60_000;
    expect((await rate(1)).code).toBe('conflict');
    expect((await chat.read(chatId)).rating).toBe(2);
    app.clock.aheadMs -= 11 * 60_000;
  });

  test('W-145 many ratings at once leave a log without gaps, and one of them as the rating', async () => {
    const chat = await ended({ postChat: { enabled: true } });
    await chat.end();
    const { chatId, visitor } = chat;
    const other = await openVisitor({ server: origin, siteKey: chat.site.key, visitor });
    const windows = [chat.window, other.window];
    const cids = [1, 2, 3, 4, 5, 1, 2, 3].map((rating, index) => {
      const cid = randomHex(16);
      windows[index % 2]?.send({ type: 'chat.rated', chatId, rating, cid });
      return cid;
    });
    const acks = () =>
      windows.flatMap(({ frames }) => frames.flatMap(({ type, cid }) => (type === 'ack' ? [cid] : [])));
    await expect.poll(acks).toEqual(expect.arrayContaining(cids));
    const entries = await chat.entries(chatId);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    const last = entries.at(-1)?.content;
    expect(last?.kind === 'rated' && last.rating).toBe((await chat.read(chatId)).rating);
  });

  test('W-145 thumbs are 1 or 5, without a comment where none is asked for; a site that asks for no rating gets none', async () => {
    const thumbs = await ended({ postChat: { enabled: true, rating: { style: 'thumbs', comment: false } } });
    await thumbs.end();
    const { window, chatId } = thumbs;
    expect(faults(await send(window, { type: 'chat.rated', chatId, rating: 3 }))).toEqual([
      'rating: must be 1 (down) or 5 (up)',
    ]);
    await send(window, { type: 'chat.rated', chatId, rating: 5, comment: 'Unasked' });
    expect((await thumbs.entries(chatId)).at(-1)?.content).toEqual({ kind: 'rated', rating: 5, comment: null });
    const none = await ended({ postChat: { enabled: true, rating: { enabled: false } } });
    await none.end();
    expect((await send(none.window, { type: 'chat.rated', chatId: none.chatId, rating: 5 })).code).toBe('conflict');
  });

  test('W-145 questions after a chat are answered once, and changed until the return time is over', async () => {
    const chat = await ended({
      postChat: {
        enabled: true,
        questions: [
          { ...text, name: 'why', label: 'Why?', required: true },
          { type: 'checkbox', name: 'again', label: 'Again?' },
        ],
      },
    });
    const { window, chatId } = chat;
    const answer = (answers: object) => send(window, { type: 'survey.answered', chatId, answers });
    expect((await answer({ why: 'x' })).code).toBe('conflict');
    await chat.end();
    expect(faults(await answer({ again: true }))).toEqual(['why: Please fill this in.']);
    await answer({ why: 'Fast', again: true });
    await answer({ why: 'Fast', again: true });
    await answer({ why: 'Friendly' });
    expect((await chat.read(chatId)).answers).toMatchObject({ name: 'Vera', why: 'Friendly' });
    expect((await chat.read(chatId)).answers).not.toHaveProperty('again');
    const said = (await chat.entries(chatId)).filter(({ content }) => content.kind === 'surveyAnswered');
    expect(said.map(({ content }) => 'answers' in content && content.answers.map(({ value }) => value))).toEqual([
      ['Fast', 'yes'],
      ['Friendly'],
    ]);
  });

  test('W-160 the operator asks for a field; the answer is stored once and becomes a contact detail', async () => {
    const chat = await ended({
      preChat: { questions: [{ ...mail, name: 'email' }, { ...text, name: 'order' }, opening] },
    });
    const { window, chatId } = chat;
    const ask = (name: string, caller = chat.mate.caller) =>
      caller.call('POST', `${chat.below}/chats/${chatId}/field-requests`, { body: { name } });
    expect(errorsOf(await ask('size'))).toEqual(['name: is no question of the surveys of this site']);
    const colleague = await chat.addStaff('colleague');
    expect((await ask('email', colleague.caller)).statusCode).toBe(403);
    expect((await ask('email')).statusCode).toBe(200);
    const { entry } = await window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'fieldAsked');
    expect(entry.content.question).toMatchObject({ name: 'email', type: 'email', required: true, value: '' });
    const answer = (answers: object, seq = entry.seq) => send(window, { type: 'field.answered', chatId, seq, answers });
    expect((await answer({ email: 'v@example.com' }, 1)).code).toBe('not_found');
    expect(faults(await answer({ order: '1' }))).toContain('order: is no question of this form');
    expect(faults(await answer({}))).toEqual(['email: Please fill this in.']);
    await answer({ email: 'new@example.com' });
    await answer({ email: 'other@example.com' });
    const said = (await chat.entries(chatId)).filter(({ content }) => content.kind === 'surveyAnswered');
    expect(said).toHaveLength(1);
    await expect.poll(async () => (await chat.read(chatId)).visitorEmail).toBe('new@example.com');
    await expect.poll(async () => (await contactOf(chat.visitor)).email).toBe('new@example.com');
    await chat.end();
    expect((await ask('order')).statusCode).toBe(409);
  });

  test('chat.md section 7: answers stand for {survey.NAME}, and names that no question has are refused', async () => {
    const chat = await ended({ preChat: { questions: [{ ...text, name: 'order' }] } });
    const strange = 'has {survey.size}, but the surveys have no such question';
    const link = (url: string) =>
      app.admin.call('PUT', `${chat.below}/wrap-up`, {
        body: { enabled: true, type: 'link', link: { url, caption: 'Open' }, version: 0 },
      });
    expect(errorsOf(await link('https://x.example/{survey.size}'))[0]).toContain(`link.url: ${strange}`);
    expect((await link('https://x.example/{survey.order}')).statusCode).toBe(200);
    const form = (url: string) =>
      app.admin.call('PUT', `${chat.below}/client-form`, { body: { url, personalData: true, version: 0 } });
    expect(errorsOf(await form('https://x.example/{survey.size}'))[0]).toContain(`url: ${strange}`);
    expect((await form('https://x.example/{survey.order}')).statusCode).toBe(200);
    const canned = (scope: string, body: string) =>
      app.admin.call('POST', `${chat.below}/canned-responses`, { body: { scope, title: randomHex(4), body } });
    expect(errorsOf(await canned('site', 'About {survey.size}'))[0]).toContain(`body: ${strange}`);
    expect((await canned('site', 'About {survey.order}')).statusCode).toBe(201);
    // For all sites the names are not known.
    expect((await canned('global', 'About {survey.size}')).statusCode).toBe(201);
    const { window } = await chat.visit();
    const { chatId } = (await request(window, { order: 'a/b' })).chat as ChatSummary & { chatId: string };
    await chat.accept(chat.mate, chatId);
    const opened = await chat.mate.caller.must<{ url: string }>('GET', `${chat.below}/chats/${chatId}/wrap-up/link`);
    expect(opened.url).toBe('https://x.example/a%2Fb');
  });

  test('windows that are open hear of changed forms', async () => {
    const site = await openSite();
    const { window } = await site.visit();
    await site.save({ preChat: { title: 'New', questions: [] } }, 0);
    const { surveys } = await window.next('surveys.changed');
    expect(surveys.preChat).toMatchObject({ title: 'New', questions: [] });
  });
});
