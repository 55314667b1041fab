import type { ChatNotice } from '@foyer/protocol/chat-notice';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { openVisitor } from '../../testing/visitor.ts';

/** Waits for what is done in the background; a machine under load takes its time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

describe.each(appsOnStores)('who was told of a chat, on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  let desk: Desk;

  beforeAll(async () => {
    app = await open();
    origin = await app.listen();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    desk = await openDesk(app, origin);
  });

  const choose = async (mate: Deskmate, status: string) => {
    mate.socket.send({ type: 'status.chosen', status, requestId: status });
    await mate.socket.next(({ requestId }) => requestId === status);
  };
  const limit = async (mate: Deskmate, maxChats: number) => {
    const user = await app.admin.must<Record<string, unknown>>('GET', `/api/v1/users/${mate.id}`);
    const { name, role, siteIds, disabled, version } = user;
    await app.admin.must('PUT', `/api/v1/users/${mate.id}`, { name, role, siteIds, disabled, version, maxChats });
  };
  const read = async (chatId: string) =>
    (await app.admin.must<{ items: ChatNotice[] }>('GET', `${desk.below}/chats/${chatId}/notices`)).items;
  /** Of each operator of a notice: whether they could take it, and whether they were told and have shown it. */
  const account = (notice: ChatNotice | undefined) =>
    notice?.operators.map(({ operatorId, obstacle, told }) => [
      operatorId,
      obstacle,
      ...told.map(({ channel, confirmedAt }) => `${channel}${confirmedAt === null ? '' : ', shown'}`),
    ]);
  const confirm = (mate: Deskmate, chatId: string, notice = 'request') =>
    mate.socket.ask({ type: 'notice.confirmed', siteId: desk.site.id, chatId, notice });

  test('nobody Online: the record says who was there, with which status', async () => {
    const ben = await desk.addStaff('Ben');
    const cleo = await desk.addStaff('Cleo');
    await choose(ben, 'away');
    await choose(cleo, 'busy');
    const { window } = await openVisitor({ server: origin, siteKey: desk.site.key });
    const cid = randomHex(16);
    window.send({ type: 'chat.requested', cid, email: 'vera@visitor.example', question: 'Hello?' });
    const { chat } = await window.next((frame) => frame.cid === cid);
    await eventually(async () => (await read(chat.chatId)).length).toBe(1);
    const [notice] = await read(chat.chatId);
    expect(notice).toMatchObject({ notice: 'request', operators: [{ status: 'away' }, { status: 'busy' }] });
    expect(account(notice)).toEqual([
      [ben.id, 'status'],
      [cleo.id, 'status'],
    ]);
  });

  test('nobody there at all is a record, too', async () => {
    const { window } = await openVisitor({ server: origin, siteKey: desk.site.key });
    const cid = randomHex(16);
    window.send({ type: 'chat.requested', cid, email: 'vera@visitor.example', question: 'Hello?' });
    const { chat } = await window.next((frame) => frame.cid === cid);
    await eventually(() => read(chat.chatId)).toMatchObject([{ notice: 'request', operators: [] }]);
  });

  test('of two who could take it both are told, and one confirms; who is away is neither', async () => {
    const [olga, otto, ann] = [await desk.addStaff('Olga'), await desk.addStaff('Otto'), await desk.addStaff('Ann')];
    await choose(ann, 'away');
    const { chatId } = await desk.ask();
    for (const mate of [olga, otto, ann])
      await mate.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.id === chatId);
    await confirm(olga, chatId);
    await confirm(ann, chatId);
    await eventually(async () => account((await read(chatId))[0])).toEqual([
      [ann.id, 'status'],
      [olga.id, null, 'console, shown'],
      [otto.id, null, 'console'],
    ]);
    // The first word stands.
    const before = await read(chatId);
    await confirm(olga, chatId);
    expect(await read(chatId)).toEqual(before);
  });

  test('who is at their limit could not take it', async () => {
    const olga = await desk.addStaff('Olga');
    await limit(olga, 1);
    const first = await desk.ask();
    await desk.accept(olga, first.chatId);
    await choose(olga, 'online'); // from then on her new limit is known
    const otto = await desk.addStaff('Otto');
    const { chatId } = await desk.ask();
    await otto.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.id === chatId);
    await eventually(async () => account((await read(chatId))[0])).toEqual([
      [olga.id, 'noRoom'],
      [otto.id, null, 'console'],
    ]);
    const [notice] = await read(chatId);
    expect(notice?.operators[0]).toMatchObject({ activeChats: 1, maxChats: 1, status: 'online' });
  });

  test('each level has its own record, and a chat that is back in the queue begins a new one', async () => {
    await app.admin.must('PUT', `${desk.below}/chat-options`, {
      pendingLevelOneSeconds: 1,
      pendingLevelTwoSeconds: 0,
      version: 0,
    });
    const olga = await desk.addStaff('Olga');
    const { chatId } = await desk.ask();
    await olga.socket.next((frame) => frame.type === 'pending.reminded' && frame.chatId === chatId);
    await confirm(olga, chatId, 'one');
    await eventually(async () => (await read(chatId)).map((notice) => [notice.notice, account(notice)])).toEqual([
      ['request', [[olga.id, null, 'console']]],
      ['one', [[olga.id, null, 'console, shown']]],
    ]);
    await desk.accept(olga, chatId);
    olga.socket.send({ type: 'chat.left', siteId: desk.site.id, chatId, requestId: 'left' });
    await olga.socket.next(({ requestId }) => requestId === 'left');
    await eventually(async () => (await read(chatId)).filter(({ notice }) => notice === 'request').length).toBe(2);
    const waits = (await read(chatId)).map(({ waitingSince }) => waitingSince);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  });

  test('a console that comes while the chat waits is told late, and only those who could take it are believed', async () => {
    await desk.addStaff('Olga');
    const { chatId } = await desk.ask();
    const late = await desk.addStaff('Late');
    await eventually(async () =>
      (await read(chatId))[0]?.operators.find(({ operatorId }) => operatorId === late.id),
    ).toMatchObject({ status: null, told: [{ channel: 'console', confirmedAt: null }] });
  });
});
