import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import type { AnyFrame } from '../../testing/test-socket.ts';
import { AbsentSupervisors } from './absent-supervisors.ts';

describe.each(appsOnStores)('supervising chats on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  let desk: Desk;
  let olga: Deskmate;
  let otto: Deskmate;
  let sue: Deskmate;

  beforeAll(async () => {
    app = await open();
    origin = await app.listen();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    desk = await openDesk(app, origin);
    olga = await desk.addStaff('Olga');
    otto = await desk.addStaff('Otto');
    sue = await desk.addStaff('Sue', 'supervisor');
  });

  const active = async () => {
    const visitor = await desk.ask();
    await desk.accept(olga, visitor.chatId);
    return visitor;
  };
  const inChat = (chatId: string) => ({ siteId: desk.site.id, chatId });
  const message = (chatId: string, body: string, cid = randomHex(16)) => ({ ...inChat(chatId), cid, body });
  const watch = async (mate: Deskmate, chatId: string) => {
    mate.socket.send({ type: 'chat.watched', ...inChat(chatId), afterSeq: 0 });
    await mate.socket.next(({ type, chatId: id }) => type === 'resumed' && id === chatId);
  };
  /** Answer to a verb with a request id: `done` or the error's code. */
  const ask = async (mate: Deskmate, verb: object) => {
    const requestId = randomHex(4);
    mate.socket.send({ ...verb, requestId });
    const answer = await mate.socket.next((frame) => frame.requestId === requestId);
    return answer.type === 'done' ? 'done' : answer.code;
  };
  /** The same for what carries a client id: `ack` or the error's code. */
  const say = async (mate: Deskmate, verb: { type: string; cid: string; body: string }) => {
    mate.socket.send(verb);
    const answer = await mate.socket.next(({ cid, type }) => cid === verb.cid && (type === 'ack' || type === 'error'));
    return answer.type === 'ack' ? 'ack' : answer.code;
  };
  const heard = (mate: Deskmate, kind: string) =>
    mate.socket.next((frame) => frame.type === 'entry' && frame.entry.content.kind === kind);
  const kindsOf = async (chatId: string) => (await desk.entries(chatId)).map(({ content }) => content.kind);
  const takeOver = (mate: Deskmate, chatId: string, fromOperatorId = olga.id) =>
    ask(mate, { type: 'chat.takenOver', ...inChat(chatId), fromOperatorId });
  const textOf = (frames: readonly AnyFrame[]) => JSON.stringify(frames);

  test('W-162 supervisors are told of all active chats of their sites, at once and as they change; operators are not', async () => {
    const { chatId } = await active();
    const told = await sue.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'active');
    expect(told.chat).toMatchObject({ id: chatId, operatorId: olga.id, quietSince: null });
    expect((await desk.welcome(sue)).map(({ id }) => id)).toEqual([chatId]);
    expect(await desk.welcome(otto)).toEqual([]);
    await say(olga, { type: 'message.sent', ...message(chatId, 'Yes') });
    const answered = await sue.socket.next((frame) => frame.chat?.lastMessage === 'Yes');
    expect(answered.chat.quietSince).toEqual(expect.any(Number));
  });

  test('W-162 a monitor sees entries, typing of both sides and drafts; the operator is told, the visitor is not', async () => {
    await app.admin.must('PUT', `${desk.below}/chat-options`, { typingPreview: true, version: 0 });
    const { chatId, window } = await active();
    await watch(olga, chatId);
    await watch(sue, chatId);
    expect((await olga.socket.next('monitors.changed')).names).toEqual([expect.stringMatching(/^Sue/)]);
    window.send({ type: 'message.sent', chatId, cid: randomHex(16), body: 'Or blue?' });
    await heard(sue, 'message');
    window.send({ type: 'typing.changed', chatId, typing: true });
    await sue.socket.next('typing.changed');
    window.send({ type: 'draft.changed', chatId, text: 'I rather' });
    expect((await sue.socket.next('draft.changed')).text).toBe('I rather');
    olga.socket.send({ type: 'typing.changed', ...inChat(chatId), typing: true });
    expect((await sue.socket.next('colleague.typing')).name).toMatch(/^Olga/);
    expect(textOf(await window.ask({ type: 'ping' }))).not.toContain('Sue');
    expect(textOf(window.frames)).not.toContain('Sue');
    expect(await desk.end(olga, chatId)).toBe('done');
    expect(await kindsOf(chatId)).toEqual(['requested', 'joined', 'message', 'ended']);
  });

  test('W-162 where the site does not want it, the operator is not told who watches', async () => {
    await app.admin.must('PUT', `${desk.below}/chat-options`, { monitorsShown: false, version: 0 });
    const { chatId } = await active();
    await watch(olga, chatId);
    await watch(sue, chatId);
    // What is whispered comes after what watching would have brought.
    await say(sue, { type: 'whisper.sent', ...message(chatId, 'Psst') });
    await heard(olga, 'whisper');
    await olga.socket.ask({ type: 'ping' });
    expect(olga.socket.frames.filter(({ type }) => type === 'monitors.changed')).toEqual([]);
  });

  test('W-162 who stops watching, or goes, is taken off', async () => {
    const { chatId } = await active();
    await watch(olga, chatId);
    await watch(sue, chatId);
    await olga.socket.next((frame) => frame.type === 'monitors.changed' && frame.names.length === 1);
    sue.socket.send({ type: 'chat.unwatched', ...inChat(chatId) });
    await olga.socket.next((frame) => frame.type === 'monitors.changed' && frame.names.length === 0);
    await watch(sue, chatId);
    await olga.socket.next((frame) => frame.type === 'monitors.changed' && frame.names.length === 1);
    await sue.socket.close();
    await olga.socket.next((frame) => frame.type === 'monitors.changed' && frame.names.length === 0);
    expect(await kindsOf(chatId)).toEqual(['requested', 'joined']);
  });

  test('an operator can neither monitor, whisper in, speak in nor take over a colleague’s chat', async () => {
    const { chatId } = await active();
    const codes = [];
    for (const verb of [
      { type: 'chat.watched', ...inChat(chatId), afterSeq: 0 },
      { type: 'whisper.sent', ...message(chatId, 'Psst') },
      { type: 'message.spoken', ...message(chatId, 'Hello') },
      { type: 'message.sent', ...message(chatId, 'Hello') },
      { type: 'chat.takenOver', ...inChat(chatId), fromOperatorId: olga.id },
      { type: 'help.asked', ...inChat(chatId) },
      { type: 'help.withdrawn', ...inChat(chatId) },
      { type: 'typing.changed', ...inChat(chatId), typing: true },
    ])
      codes.push((await otto.socket.ask(verb)).filter((frame) => frame.type === 'error').map(({ code }) => code));
    expect(codes).toEqual(Array(8).fill(['forbidden']));
    expect((await otto.caller.call('GET', `${desk.below}/chats/${chatId}/entries`)).statusCode).toBe(403);
    expect(await kindsOf(chatId)).toEqual(['requested', 'joined']);
  });

  test('a chat that an operator had open while it waited is closed to them once a colleague has it', async () => {
    const { chatId, window } = await desk.ask();
    await watch(otto, chatId);
    await desk.accept(olga, chatId);
    await otto.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'active');
    await expect
      .poll(async () => {
        const cid = randomHex(16);
        window.send({ type: 'message.sent', chatId, cid, body: 'For Olga' });
        await window.next((frame) => frame.type === 'ack' && frame.cid === cid);
        const frames = await otto.socket.ask({ type: 'ping' });
        return frames.filter((frame) => frame.type === 'entry');
      })
      .toEqual([]);
  });

  test('a supervisor of another site finds no such chat', async () => {
    const { chatId } = await active();
    const other = await openDesk(app, origin);
    const sam = await other.addStaff('Sam', 'supervisor');
    const codes = [];
    for (const verb of [
      { type: 'chat.watched', ...inChat(chatId), afterSeq: 0 },
      { type: 'whisper.sent', ...message(chatId, 'Psst') },
      { type: 'chat.takenOver', ...inChat(chatId), fromOperatorId: olga.id },
      { type: 'chat.takenOver', siteId: other.site.id, chatId, fromOperatorId: olga.id },
    ])
      codes.push((await sam.socket.ask(verb)).filter(({ type }) => type === 'error').map(({ code }) => code));
    expect(codes).toEqual(Array(4).fill(['not_found']));
  });

  test('W-163 a whisper reaches operator and supervisor, both ways, once, masked; of it the visitor learns nothing', async () => {
    const { chatId, window } = await active();
    await watch(olga, chatId);
    await watch(sue, chatId);
    const hint = { type: 'whisper.sent', ...message(chatId, 'Offer 10 %, not 4111 1111 1111 1111') };
    expect(await say(sue, hint)).toBe('ack');
    expect((await heard(olga, 'whisper')).entry).toMatchObject({
      sender: { kind: 'operator', operatorId: sue.id },
      content: { kind: 'whisper', body: 'Offer 10 %, not 4111 11•• •••• 1111' },
    });
    expect(await say(olga, { type: 'whisper.sent', ...message(chatId, 'Will do') })).toBe('ack');
    await heard(sue, 'whisper');
    // The same again is the same; another text under its id is not.
    expect(await say(sue, hint)).toBe('ack');
    expect(await say(sue, { ...hint, body: 'Offer 20 %' })).toBe('cid_reused');
    expect(await say(olga, { type: 'message.sent', ...message(chatId, '10 % for you') })).toBe('ack');
    await window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'message');
    const told = window.frames.filter((frame) => frame.type === 'entry').map(({ entry }) => entry);
    expect(told.map(({ content }) => content.kind)).toEqual(['requested', 'joined', 'internal', 'internal', 'message']);
    expect(told[2]).toEqual({
      seq: 3,
      at: expect.any(Number),
      sender: { kind: 'system', name: null, operatorId: null },
      cid: null,
      content: { kind: 'internal' },
    });
    expect(textOf(window.frames)).not.toMatch(/Offer|Will do|Sue|whisper/);
    expect((await desk.read(chatId)).lastMessage).toBe('10 % for you');
  });

  test('W-163 a supervisor who speaks to both joins by name, once, and has left once they have not watched for a minute', async () => {
    const { chatId, window } = await active();
    await watch(sue, chatId);
    expect(await say(sue, { type: 'message.spoken', ...message(chatId, 'I can help') })).toBe('ack');
    expect(await say(sue, { type: 'message.spoken', ...message(chatId, 'Which one is it?') })).toBe('ack');
    // Whoever spoke has a minute to look at other chats.
    sue.socket.send({ type: 'chat.unwatched', ...inChat(chatId) });
    let now = app.clock.now();
    let isWatching = true;
    const told: string[] = [];
    const absent = new AbsentSupervisors({
      storage: app.storage,
      now: () => now,
      isWatching: (id, operatorId) => id !== chatId || operatorId !== sue.id || isWatching,
      chats: {
        get: async () => desk.read(chatId),
        tellClassified: (_chat, entry) => void told.push(entry.content.kind),
        tellListed: () => undefined,
        tellMoved: () => undefined,
      },
    });
    await absent.sweep();
    now += 60_000;
    isWatching = false;
    await absent.sweep();
    now += 59_999;
    await absent.sweep();
    expect(told).toEqual([]);
    now += 1;
    await absent.sweep();
    await absent.sweep();
    expect(told).toEqual(['supervisorLeft']);

    // The next message comes after it in the window's log.
    expect(await say(olga, { type: 'message.sent', ...message(chatId, 'The red one') })).toBe('ack');
    await window.next((frame) => frame.type === 'entry' && frame.entry.content.body === 'The red one');
    const entries = window.frames.filter((frame) => frame.type === 'entry').map(({ entry }) => entry);
    expect(entries.map(({ content }) => content.kind)).toEqual([
      'requested',
      'joined',
      'supervisorJoined',
      'message',
      'message',
      'supervisorLeft',
      'message',
    ]);
    expect(entries[3].sender).toEqual({ kind: 'operator', name: expect.stringMatching(/^Sue/), operatorId: null });
    expect(textOf(window.frames)).not.toContain(sue.id);
    // The chat is still its operator's.
    expect(await desk.read(chatId)).toMatchObject({ state: 'active', operatorId: olga.id });
  });

  test('W-164 taking over is one compare-and-set: of two supervisors one has the chat; the former operator is told', async () => {
    const { chatId, window } = await active();
    const sid = await desk.addStaff('Sid', 'supervisor');
    const answers = await Promise.all([takeOver(sue, chatId), takeOver(sid, chatId)]);
    expect([...answers].sort()).toEqual(['conflict', 'done']);
    const winner = answers[0] === 'done' ? sue : sid;
    expect(await desk.read(chatId)).toMatchObject({ state: 'active', operatorId: winner.id });
    expect((await kindsOf(chatId)).filter((kind) => kind === 'takenOver')).toEqual(['takenOver']);
    const told = await olga.socket.next(
      (frame) => frame.type === 'chat.changed' && frame.chat.operatorId === winner.id,
    );
    expect(told.chat.id).toBe(chatId);
    await window.next((frame) => frame.type === 'chat.changed' && /^S/.test(frame.chat.operatorName));
    expect(await say(olga, { type: 'message.sent', ...message(chatId, 'Mine?') })).toBe('forbidden');
    expect(await say(winner, { type: 'message.sent', ...message(chatId, 'Hello') })).toBe('ack');
    // Taking over what one has is no error; what is over cannot be taken.
    expect(await takeOver(winner, chatId)).toBe('done');
    expect(await desk.end(winner, chatId)).toBe('done');
    expect(await takeOver(winner === sue ? sid : sue, chatId, winner.id)).toBe('conflict');
  });

  test('W-164 limits do not stop a supervisor, and the wrap-up is theirs then; who only watched is never asked', async () => {
    await app.admin.must('PUT', `${desk.below}/wrap-up`, {
      enabled: true,
      required: true,
      options: [{ id: newId(), label: 'Sale' }],
      version: 0,
    });
    const first = await active();
    const second = await active();
    await app.storage.db.updateTable('operator').set({ max_chats: 1 }).where('id', '=', sue.id).execute();
    expect(await takeOver(sue, first.chatId)).toBe('done');
    expect(await takeOver(sue, second.chatId)).toBe('done');
    expect(await desk.end(sue, first.chatId)).toBe('conflict');
    first.window.send({ type: 'chat.ended', chatId: first.chatId });
    await first.window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
    expect(await desk.read(first.chatId)).toMatchObject({ state: 'ended', operatorId: sue.id });
    expect((await desk.welcome(sue)).map(({ id, state }) => [id, state])).toEqual([
      [second.chatId, 'active'],
      [first.chatId, 'ended'],
    ]);
    expect(await desk.welcome(olga)).toEqual([]);
    // Watched only: it waits for its own operator alone.
    const third = await active();
    await watch(sue, third.chatId);
    third.window.send({ type: 'chat.ended', chatId: third.chatId });
    await third.window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
    expect((await desk.welcome(olga)).map(({ id }) => id)).toEqual([third.chatId]);
    expect((await desk.welcome(sue)).map(({ id }) => id)).not.toContain(third.chatId);
  });

  test('monitoring takes nothing from a supervisor’s own limit', async () => {
    const watched = await active();
    await app.storage.db.updateTable('operator').set({ max_chats: 1 }).where('id', '=', sue.id).execute();
    await watch(sue, watched.chatId);
    const { chatId } = await desk.ask();
    expect(await ask(sue, { type: 'chat.accepted', ...inChat(chatId) })).toBe('done');
  });

  describe('W-165 asking for a supervisor', () => {
    const askForHelp = (chatId: string, note = 'A refund of 4111 1111 1111 1111?') =>
      ask(olga, { type: 'help.asked', ...inChat(chatId), note });

    test('is told to supervisors at once and after they come back, until one opens the chat', async () => {
      const { chatId, window } = await active();
      expect(await askForHelp(chatId)).toBe('done');
      const told = await sue.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.help !== null);
      expect(told.chat.help).toEqual({ at: expect.any(Number), note: 'A refund of 4111 11•• •••• 1111?' });
      expect((await desk.welcome(sue))[0]?.help?.note).toMatch(/^A refund/);
      expect((await desk.welcome(olga))[0]?.help?.note).toMatch(/^A refund/);
      await watch(sue, chatId);
      await olga.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.help === null);
      expect((await desk.read(chatId)).help).toBeNull();
      expect(await kindsOf(chatId)).toEqual(['requested', 'joined', 'helpAsked']);
      expect(textOf(window.frames)).not.toContain('refund');
    });

    test('can be taken back by its operator, twice too', async () => {
      const { chatId } = await active();
      await askForHelp(chatId, '');
      expect((await desk.read(chatId)).help).toEqual({ at: expect.any(Number), note: '' });
      expect(await ask(olga, { type: 'help.withdrawn', ...inChat(chatId) })).toBe('done');
      expect(await ask(olga, { type: 'help.withdrawn', ...inChat(chatId) })).toBe('done');
      expect((await desk.read(chatId)).help).toBeNull();
    });

    test.each<[what: string, act: (chatId: string) => Promise<unknown>]>([
      ['a supervisor speaks', (chatId) => say(sue, { type: 'message.spoken', ...message(chatId, 'Yes?') })],
      ['one takes the chat over', (chatId) => takeOver(sue, chatId)],
      ['the chat goes back to the queue', (chatId) => ask(olga, { type: 'chat.left', ...inChat(chatId) })],
    ])('is over when %s', async (_what, act) => {
      const { chatId } = await active();
      await askForHelp(chatId);
      await act(chatId);
      expect((await desk.read(chatId)).help).toBeNull();
    });
  });
});
