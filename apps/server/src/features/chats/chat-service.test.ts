import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, randomHex } from '../../http/new-id.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { addOperator } from '../operators/add-operator.ts';
import { type ChatSignal, chatChannel } from './chat-channels.ts';
import { listEntries } from './chat-repository.ts';
import { type ChatRequest, ChatService, type ChatServiceParts, type OperatorInChat } from './chat-service.ts';

const start = Date.UTC(2026, 2, 1, 9);
const minute = 60_000;
const limits = {
  chatReturnMs: 7 * minute,
  pendingTimeoutMs: 11 * minute,
  inactivity: { messageMs: 2 * minute, message: 'Are you there?', closeMs: 5 * minute },
};
const logger = pino({ level: 'silent' });

describe.each(stores)('chats on %s', (_name, open) => {
  let own: Stores;
  let now: number;
  let siteId: string;
  let vera: string;
  let olga: OperatorInChat;
  let otto: OperatorInChat;
  let gone: Set<string>;
  let told: { visits: unknown[]; loads: number };
  let chats: ChatService;

  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.close());

  beforeEach(async () => {
    now = start;
    siteId = newId();
    vera = await addVisitor();
    olga = await addStaff('Olga');
    otto = await addStaff('Otto');
    gone = new Set();
    told = { visits: [], loads: 0 };
    chats = startService();
  });

  /** A node's service. It knows no site but the test's own, so that a sweep leaves the chats of other tests alone. */
  function startService(parts: Partial<ChatServiceParts> = {}): ChatService {
    return new ChatService({
      storage: own.storage,
      bus: own.shared.bus,
      logger,
      now: () => now,
      isOperatorConnected: (operatorId) => !gone.has(operatorId),
      limitsOf: async (id) => (id === siteId ? limits : null),
      requiresWrapUp: async () => false,
      tellVisit: (site, visitor, chat) => told.visits.push([site, visitor, chat]),
      onLoadChanged: () => {
        told.loads += 1;
      },
      ...parts,
    });
  }

  async function addVisitor(): Promise<string> {
    const id = randomHex(16);
    await own.storage.db
      .insertInto('visitor')
      .values({
        site_id: siteId,
        id,
        first_visit_at: start,
        last_visit_at: start,
        first_referrer: 'direct',
        visit_count: 1,
        page_count: 1,
        visible_ms: 0,
        name: null,
        company: null,
        email: null,
        phone: null,
        variables: '{}',
        is_prospect: 0,
        is_customer: 0,
        is_blocked: 0,
        chat_count: 0,
      })
      .execute();
    return id;
  }

  async function addStaff(name: string, maxChats = 0): Promise<OperatorInChat> {
    const operator = {
      name,
      email: `${newId()}@example.test`,
      role: 'operator',
      siteIds: [siteId],
      maxChats,
      passwordHash: null,
    } as const;
    return { name, operatorId: await addOperator(own.storage.db, operator, start) };
  }

  const asking = (visitorId: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
    siteId,
    visitorId,
    cid: randomHex(16),
    name: 'Vera',
    email: 'vera@example.test',
    question: 'Is it red?',
    invitationId: null,
    visit: null,
    isOnline: true,
    ...more,
  });
  const request = (more: Partial<ChatRequest> = {}) => chats.request(asking(vera, more));
  const message = (body: string, cid = randomHex(16)) => ({ cid, body });
  const entriesOf = (chatId: string) => listEntries(own.storage.db, siteId, chatId, 0, 1000);
  const kindsOf = async (chatId: string) => (await entriesOf(chatId)).map((entry) => entry.content.kind);
  const chatCount = async (visitorId = vera) => {
    const row = await own.storage.db
      .selectFrom('visitor')
      .select('chat_count')
      .where('site_id', '=', siteId)
      .where('id', '=', visitorId)
      .executeTakeFirstOrThrow();
    return row.chat_count;
  };
  const active = async () => {
    const { id } = await request();
    return chats.accept(siteId, id, olga);
  };

  /** Signals of the test's site; `settled` resolves when all that was published so far has been heard. */
  async function listen() {
    const signals: ChatSignal[] = [];
    await own.shared.bus.subscribe(chatChannel(siteId), (signal) => signals.push(signal as ChatSignal));
    const settled = async () => {
      const end = newId();
      const heard = Promise.withResolvers<void>();
      const stop = await own.shared.bus.subscribe(chatChannel(siteId), (signal) => {
        if ((signal as { kind: string }).kind === end) heard.resolve();
      });
      await own.shared.bus.publish(chatChannel(siteId), { kind: end });
      await heard.promise;
      await stop();
      return signals.filter((signal) => ['entry', 'changed', 'typing', 'seen'].includes(signal.kind));
    };
    return { settled };
  }

  describe('asking for a chat', () => {
    test('opens a pending chat, whose log begins with entry 1', async () => {
      const cid = randomHex(16);
      const chat = await request({ cid });
      expect(chat).toMatchObject({
        siteId,
        visitorId: vera,
        state: 'pending',
        requestedAt: start,
        pendingSince: start,
        acceptedAt: null,
        endedAt: null,
        operatorId: null,
        missedReason: null,
        visitorPresent: true,
        lastSeq: 1,
        lastMessage: 'Is it red?',
      });
      expect(await entriesOf(chat.id)).toEqual([
        {
          seq: 1,
          at: start,
          cid,
          sender: { kind: 'visitor', name: 'Vera', operatorId: null },
          content: {
            kind: 'requested',
            name: 'Vera',
            email: 'vera@example.test',
            question: 'Is it red?',
            pageUrl: null,
          },
        },
      ]);
      expect(await chats.get(siteId, chat.id)).toEqual(chat);
      expect(await chatCount()).toBe(1);
    });

    test('the chat remembers its visit and the invite, alert and page that led to it', async () => {
      const visit = {
        id: newId(),
        pageUrl: 'https://shop.example/red',
        alertId: 'alert-1',
        country: 'GB',
        inviteId: 'invite-1',
        isConnected: true,
      };
      expect(await request({ visit, invitationId: newId() })).toMatchObject({
        visitId: visit.id,
        pageUrl: 'https://shop.example/red',
        alertId: 'alert-1',
        inviteId: 'invite-1',
        country: 'GB',
      });
    });

    test('the same client id again gets the same chat, also after it ended', async () => {
      const cid = randomHex(16);
      const chat = await request({ cid });
      expect((await request({ cid })).id).toBe(chat.id);
      await chats.end(siteId, chat.id, { visitorId: vera });
      expect(await request({ cid })).toMatchObject({ id: chat.id, state: 'missed' });
      expect(await chatCount()).toBe(1);
    });

    test('the same client id of another visitor is another chat', async () => {
      const cid = randomHex(16);
      const ours = await request({ cid });
      const theirs = await chats.request(asking(await addVisitor(), { cid }));
      expect(theirs.id).not.toBe(ours.id);
    });

    test('a second tab gets the chat that is open, pending or active', async () => {
      const chat = await request();
      expect((await request()).id).toBe(chat.id);
      await chats.accept(siteId, chat.id, olga);
      expect(await request()).toMatchObject({ id: chat.id, state: 'active', lastSeq: 2 });
      expect(await chatCount()).toBe(1);
    });

    test('ten tabs that ask at once get one chat', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => request()));
      expect(new Set(answers.map((chat) => chat.id)).size).toBe(1);
      expect(await chatCount()).toBe(1);
    });

    test('once it is over the visitor can ask for another', async () => {
      const { id } = await active();
      await chats.end(siteId, id, olga);
      expect(await request()).toMatchObject({ state: 'pending', lastSeq: 1 });
      expect(await chatCount()).toBe(2);
    });
  });

  describe('with nobody Online', () => {
    test('a request is an offline message: a missed chat', async () => {
      const chat = await request({ isOnline: false });
      expect(chat).toMatchObject({
        state: 'missed',
        missedReason: 'offlineMessage',
        pendingSince: null,
        endedAt: start,
        visitorEmail: 'vera@example.test',
        lastMessage: 'Is it red?',
      });
      expect((await entriesOf(chat.id)).map(({ seq, sender, content }) => [seq, sender.kind, content.kind])).toEqual([
        [1, 'visitor', 'requested'],
        [2, 'system', 'missed'],
      ]);
    });

    test.each<[lacking: string, more: Partial<ChatRequest>, fields: string[]]>([
      ['no e-mail', { email: null }, ['email']],
      ['no question', { question: null }, ['question']],
      ['a blank question', { question: ' \n ' }, ['question']],
      ['neither', { email: null, question: null }, ['email', 'question']],
    ])('it is refused with %s, naming the field', async (_lacking, more, fields) => {
      await expect(request({ isOnline: false, ...more })).rejects.toMatchObject({
        code: 'invalid_request',
        fields: fields.map((path) => ({ path, message: expect.any(String) })),
      });
      expect(await chatCount()).toBe(0);
    });

    test('somebody Online: neither is needed', async () => {
      expect(await request({ email: null, question: null })).toMatchObject({ state: 'pending', lastMessage: null });
    });

    test('the same message sent several times at once is stored once', async () => {
      const cid = randomHex(16);
      const answers = await Promise.all(Array.from({ length: 5 }, () => request({ cid, isOnline: false })));
      expect(new Set(answers.map((chat) => chat.id)).size).toBe(1);
      expect(await chatCount()).toBe(1);
    });

    test('another message is another missed chat', async () => {
      const first = await request({ isOnline: false });
      const second = await request({ isOnline: false });
      expect(second.id).not.toBe(first.id);
    });
  });

  describe('accepting', () => {
    test('the first responder owns the chat', async () => {
      const { id } = await request();
      now += 4000;
      const chat = await chats.accept(siteId, id, olga);
      expect(chat).toMatchObject({
        state: 'active',
        operatorId: olga.operatorId,
        operatorName: 'Olga',
        acceptedAt: start + 4000,
        pendingSince: null,
        lastSeq: 2,
      });
      expect((await entriesOf(id)).at(-1)).toMatchObject({
        seq: 2,
        at: start + 4000,
        sender: { kind: 'operator', name: 'Olga', operatorId: olga.operatorId },
        content: { kind: 'joined', operatorName: 'Olga' },
      });
    });

    test('everybody else gets a conflict that says who has it', async () => {
      const { id } = await active();
      await expect(chats.accept(siteId, id, otto)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('Olga'),
      });
      expect(await chats.get(siteId, id)).toMatchObject({ operatorName: 'Olga', lastSeq: 2 });
    });

    test('who has it already may accept again, and nothing changes', async () => {
      const chat = await active();
      expect(await chats.accept(siteId, chat.id, olga)).toEqual(chat);
    });

    test('of ten who accept at once one gets it', async () => {
      const { id } = await request();
      const staff = await Promise.all(Array.from({ length: 10 }, (_, index) => addStaff(`Operator ${index}`)));
      const results = await Promise.allSettled(staff.map((operator) => chats.accept(siteId, id, operator)));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      const owner = (await chats.get(siteId, id)).operatorName;
      for (const result of results)
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ code: 'conflict', message: expect.stringContaining(String(owner)) });
      expect(await kindsOf(id)).toEqual(['requested', 'joined']);
    });

    test('a chat that is over is a conflict', async () => {
      const { id } = await request();
      await chats.end(siteId, id, { visitorId: vera });
      await expect(chats.accept(siteId, id, olga)).rejects.toMatchObject({
        code: 'conflict',
        message: 'This chat is over',
      });
    });

    test.each<[what: string, site: () => string, chat: (id: string) => string]>([
      ['of another site', () => newId(), (id) => id],
      ['that is not there', () => siteId, () => newId()],
    ])('a chat %s is not found', async (_what, site, chat) => {
      const { id } = await request();
      await expect(chats.accept(site(), chat(id), olga)).rejects.toMatchObject({ code: 'not_found' });
    });

    const openMany = async (count: number) => {
      const visitors = await Promise.all(Array.from({ length: count }, addVisitor));
      return Promise.all(visitors.map((visitorId) => chats.request(asking(visitorId))));
    };

    test('the limit of concurrent chats holds, however many are accepted at once', async () => {
      const two = await addStaff('Theo', 2);
      const many = await openMany(6);
      const results = await Promise.allSettled(many.map((chat) => chats.accept(siteId, chat.id, two)));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(2);
      for (const result of results)
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ code: 'conflict', message: expect.stringContaining('limit') });
    });

    test('a limit of 0 is none', async () => {
      const many = await openMany(6);
      const accepted = await Promise.all(many.map((chat) => chats.accept(siteId, chat.id, olga)));
      expect(accepted.every((chat) => chat.operatorName === 'Olga')).toBe(true);
    });

    test('there is room again when a chat has ended', async () => {
      const one = await addStaff('Una', 1);
      const [first, second] = await openMany(2);
      if (!first || !second) throw new Error('two chats were asked for');
      await chats.accept(siteId, first.id, one);
      await expect(chats.accept(siteId, second.id, one)).rejects.toMatchObject({ code: 'conflict' });
      await chats.end(siteId, first.id, one);
      expect(await chats.accept(siteId, second.id, one)).toMatchObject({ state: 'active' });
    });
  });

  describe('messages', () => {
    test('of 50 sent at once by both sides each takes its own seq, without a gap', async () => {
      const { id } = await active();
      const sent = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          index % 2
            ? chats.sendAsOperator(siteId, id, olga, message(`o${index}`))
            : chats.sendAsVisitor(siteId, id, vera, message(`v${index}`)),
        ),
      );
      const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
      expect(sent.map((entry) => entry.seq).sort((one, other) => one - other)).toEqual(seqs(3, 52));
      const log = await entriesOf(id);
      expect(log.map((entry) => entry.seq)).toEqual(seqs(1, 52));
      for (const entry of sent) expect(log[entry.seq - 1]).toEqual(entry);
      expect((await chats.get(siteId, id)).lastSeq).toBe(52);
    });

    test('an entry says who wrote it', async () => {
      const { id } = await active();
      now += 1000;
      expect(await chats.sendAsVisitor(siteId, id, vera, message('Hi', 'a'.repeat(32)))).toEqual({
        seq: 3,
        at: start + 1000,
        cid: 'a'.repeat(32),
        sender: { kind: 'visitor', name: 'Vera', operatorId: null },
        content: { kind: 'message', body: 'Hi' },
      });
      expect((await chats.sendAsOperator(siteId, id, olga, message('Hello'))).sender).toEqual({
        kind: 'operator',
        name: 'Olga',
        operatorId: olga.operatorId,
      });
      expect((await chats.get(siteId, id)).lastMessage).toBe('Hello');
    });

    test('the visitor may write while the chat is pending', async () => {
      const { id } = await request();
      expect((await chats.sendAsVisitor(siteId, id, vera, message('Anybody?'))).seq).toBe(2);
    });

    test.each(['visitor', 'operator'] as const)('a repeat of the %s gets the entry that exists', async (side) => {
      const { id } = await active();
      const once = message('Once');
      const send = () =>
        side === 'visitor' ? chats.sendAsVisitor(siteId, id, vera, once) : chats.sendAsOperator(siteId, id, olga, once);
      const first = await send();
      now += minute;
      expect(await send()).toEqual(first);
      expect(await Promise.all(Array.from({ length: 5 }, send))).toEqual(Array.from({ length: 5 }, () => first));
      expect((await chats.get(siteId, id)).lastSeq).toBe(3);
    });

    test('repeats that come at once are stored once', async () => {
      const { id } = await active();
      const once = message('Once');
      const sent = await Promise.all(Array.from({ length: 8 }, () => chats.sendAsVisitor(siteId, id, vera, once)));
      expect(new Set(sent.map((entry) => entry.seq))).toEqual(new Set([3]));
      expect(await kindsOf(id)).toEqual(['requested', 'joined', 'message']);
    });

    test('another body under the same client id is refused', async () => {
      const { id } = await active();
      const { cid } = await chats.sendAsVisitor(siteId, id, vera, message('Red'));
      await expect(chats.sendAsVisitor(siteId, id, vera, message('Blue', String(cid)))).rejects.toMatchObject({
        code: 'cid_reused',
      });
      expect((await chats.get(siteId, id)).lastSeq).toBe(3);
    });

    test('the client id of the request is used up too', async () => {
      const cid = randomHex(16);
      const { id } = await request({ cid });
      await expect(chats.sendAsVisitor(siteId, id, vera, message('Hi', cid))).rejects.toMatchObject({
        code: 'cid_reused',
      });
    });

    test('client ids are each sender’s and each chat’s own', async () => {
      const { id } = await active();
      const cid = randomHex(16);
      const other = await chats.request(asking(await addVisitor()));
      await chats.accept(siteId, other.id, olga);
      const sent = [
        await chats.sendAsVisitor(siteId, id, vera, message('mine', cid)),
        await chats.sendAsOperator(siteId, id, olga, message('yours', cid)),
        await chats.sendAsOperator(siteId, other.id, olga, message('theirs', cid)),
      ];
      expect(sent.map((entry) => entry.seq)).toEqual([3, 4, 3]);
    });

    test('after the chat ended a repeat is still answered, and a new message is not taken', async () => {
      const { id } = await active();
      const once = message('Once');
      const first = await chats.sendAsVisitor(siteId, id, vera, once);
      await chats.end(siteId, id, olga);
      expect(await chats.sendAsVisitor(siteId, id, vera, once)).toEqual(first);
      await expect(chats.sendAsVisitor(siteId, id, vera, message('More'))).rejects.toMatchObject({ code: 'conflict' });
      await expect(chats.sendAsOperator(siteId, id, olga, message('More'))).rejects.toMatchObject({
        code: 'conflict',
        message: 'This chat is over',
      });
      expect(await kindsOf(id)).toEqual(['requested', 'joined', 'message', 'ended']);
    });

    test('after handing the chat back an operator’s repeat is still answered', async () => {
      const { id } = await active();
      const once = message('Once');
      const first = await chats.sendAsOperator(siteId, id, olga, once);
      await chats.leave(siteId, id, olga);
      expect(await chats.sendAsOperator(siteId, id, olga, once)).toEqual(first);
    });

    test('an operator cannot write before accepting', async () => {
      const { id } = await request();
      await expect(chats.sendAsOperator(siteId, id, olga, message('Hi'))).rejects.toMatchObject({
        code: 'conflict',
        message: 'Accept the chat first',
      });
    });

    test('nor in somebody else’s chat', async () => {
      const { id } = await active();
      await expect(chats.sendAsOperator(siteId, id, otto, message('Hi'))).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('Olga'),
      });
    });

    test('to another visitor, and on another site, the chat is not there', async () => {
      const { id } = await active();
      const other = await addVisitor();
      for (const attempt of [
        () => chats.sendAsVisitor(siteId, id, other, message('Hi')),
        () => chats.end(siteId, id, { visitorId: other }),
        () => chats.sendAsVisitor(newId(), id, vera, message('Hi')),
        () => chats.sendAsOperator(newId(), id, olga, message('Hi')),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
      expect(await kindsOf(id)).toEqual(['requested', 'joined']);
    });

    test('card numbers are masked before they are stored, in messages and in the question', async () => {
      const card = '4111 1111 1111 1111';
      const masked = '4111 11•• •••• 1111';
      const { id } = await request({ question: `Pay with ${card}` });
      await chats.accept(siteId, id, olga);
      await chats.sendAsVisitor(siteId, id, vera, message(`It is ${card}`));
      await chats.sendAsOperator(siteId, id, olga, message(`You said ${card}`));
      expect((await entriesOf(id)).map((entry) => entry.content)).toMatchObject([
        { kind: 'requested', question: `Pay with ${masked}` },
        { kind: 'joined' },
        { kind: 'message', body: `It is ${masked}` },
        { kind: 'message', body: `You said ${masked}` },
      ]);
      expect((await chats.get(siteId, id)).lastMessage).toBe(`You said ${masked}`);
      expect((await request({ question: card })).lastMessage).not.toContain(card);
    });

    test('a walk to another page is an entry of the open chat', async () => {
      const { id } = await active();
      await chats.notePage(siteId, id, { url: 'https://shop.example/blue', title: 'Blue' });
      expect((await entriesOf(id)).at(-1)).toMatchObject({
        seq: 3,
        sender: { kind: 'system' },
        content: { kind: 'pageChanged', url: 'https://shop.example/blue', title: 'Blue' },
      });
      await chats.end(siteId, id, olga);
      await chats.notePage(siteId, id, { url: 'https://shop.example/late', title: 'Late' });
      expect((await entriesOf(id)).at(-1)?.content.kind).toBe('ended');
    });
  });

  describe('ending and leaving', () => {
    test('a pending chat that the visitor ends is missed: they gave up', async () => {
      const { id } = await request();
      now += minute;
      expect(await chats.end(siteId, id, { visitorId: vera })).toMatchObject({
        state: 'missed',
        missedReason: 'visitorGaveUp',
        endedAt: start + minute,
        pendingSince: null,
      });
      expect((await entriesOf(id)).at(-1)?.content).toEqual({ kind: 'missed', reason: 'visitorGaveUp' });
    });

    test.each(['visitor', 'operator'] as const)('the %s ends the chat for both', async (side) => {
      const { id } = await active();
      now += minute;
      const ended = await chats.end(siteId, id, side === 'visitor' ? { visitorId: vera } : olga, 'done');
      expect(ended).toMatchObject({ state: 'closed', endedAt: start + minute, missedReason: null });
      expect((await entriesOf(id)).at(-1)).toMatchObject({
        seq: 3,
        sender: { kind: side },
        content: { kind: 'ended', by: side, reason: 'done' },
      });
    });

    test('ending twice is no error and changes nothing', async () => {
      const { id } = await active();
      const ended = await chats.end(siteId, id, olga);
      now += minute;
      expect(await chats.end(siteId, id, olga)).toEqual(ended);
      expect(await chats.end(siteId, id, { visitorId: vera })).toEqual(ended);
      expect(await kindsOf(id)).toEqual(['requested', 'joined', 'ended']);
    });

    test('giving up twice is no error either', async () => {
      const { id } = await request();
      const missed = await chats.end(siteId, id, { visitorId: vera });
      expect(await chats.end(siteId, id, { visitorId: vera })).toEqual(missed);
    });

    test('when both end it at once it ends once', async () => {
      const { id } = await active();
      await Promise.all([chats.end(siteId, id, olga), chats.end(siteId, id, { visitorId: vera })]);
      expect(await kindsOf(id)).toEqual(['requested', 'joined', 'ended']);
    });

    test('an operator ends only a chat of their own', async () => {
      const { id } = await request();
      await expect(chats.end(siteId, id, olga)).rejects.toMatchObject({ code: 'conflict' });
      await chats.accept(siteId, id, olga);
      await expect(chats.end(siteId, id, otto)).rejects.toMatchObject({ code: 'forbidden' });
      expect((await chats.get(siteId, id)).state).toBe('active');
    });

    test('leaving hands the chat back to the queue: it waits anew, and has no owner', async () => {
      const { id } = await active();
      now += 5 * minute;
      expect(await chats.leave(siteId, id, olga)).toMatchObject({
        state: 'pending',
        pendingSince: start + 5 * minute,
        requestedAt: start,
        operatorId: null,
        operatorName: null,
      });
      expect((await entriesOf(id)).at(-1)?.content).toEqual({ kind: 'left', operatorName: 'Olga' });
      expect(await chats.accept(siteId, id, otto)).toMatchObject({ state: 'active', operatorName: 'Otto', lastSeq: 4 });
    });

    test('one cannot leave a chat one does not have', async () => {
      const { id } = await active();
      await expect(chats.leave(siteId, id, otto)).rejects.toMatchObject({ code: 'forbidden' });
      await chats.leave(siteId, id, olga);
      await expect(chats.leave(siteId, id, olga)).rejects.toMatchObject({ code: 'conflict' });
      await chats.end(siteId, id, { visitorId: vera });
      await expect(chats.leave(siteId, id, olga)).rejects.toMatchObject({ code: 'conflict' });
    });

    test('who goes for good hands back all their chats, and nobody else’s', async () => {
      const [first, second, third] = await Promise.all(
        Array.from({ length: 3 }, async () => (await chats.request(asking(await addVisitor()))).id),
      );
      if (!first || !second || !third) throw new Error('three chats were asked for');
      for (const [id, operator] of [
        [first, olga],
        [second, olga],
        [third, otto],
      ] as const)
        await chats.accept(siteId, id, operator);
      await chats.leaveAll(olga);
      const states = await Promise.all([first, second, third].map(async (id) => (await chats.get(siteId, id)).state));
      expect(states).toEqual(['pending', 'pending', 'active']);
    });
  });

  describe('who is there, and what they have read', () => {
    test('a read mark only moves forward, and never past the last entry', async () => {
      const { id } = await active();
      const marks = async (by: 'visitor' | 'operator', seq: number) => {
        await chats.seen(siteId, id, by, seq);
        const { seenByVisitor, seenByOperator } = await chats.get(siteId, id);
        return [seenByVisitor, seenByOperator];
      };
      expect(await marks('visitor', 1)).toEqual([1, 0]);
      expect(await marks('operator', 2)).toEqual([1, 2]);
      expect(await marks('operator', 1)).toEqual([1, 2]);
      expect(await marks('visitor', 3)).toEqual([1, 2]);
      expect(await marks('visitor', 2)).toEqual([2, 2]);
    });

    test('only a mark that moved is told', async () => {
      const { id } = await active();
      const { settled } = await listen();
      for (const seq of [2, 1, 2, 9]) await chats.seen(siteId, id, 'visitor', seq);
      expect(await settled()).toEqual([{ kind: 'seen', chatId: id, by: 'visitor', seq: 2 }]);
    });

    test('the visitor’s going and coming is noted and told once each', async () => {
      const { id } = await active();
      const { settled } = await listen();
      for (const isPresent of [true, false, false, true, true]) await chats.noteVisitorPresence(siteId, id, isPresent);
      expect(await settled()).toMatchObject([
        { kind: 'changed', chatId: id, chat: { visitorPresent: false } },
        { kind: 'changed', chatId: id, chat: { visitorPresent: true } },
      ]);
      expect((await chats.get(siteId, id)).lastSeq).toBe(2);
    });

    test('in a chat that is over it is not noted any more', async () => {
      const { id } = await active();
      const ended = await chats.end(siteId, id, olga);
      await chats.noteVisitorPresence(siteId, id, false);
      expect(await chats.get(siteId, id)).toEqual(ended);
    });

    test('typing is told and stored nowhere', async () => {
      const before = await active();
      const { settled } = await listen();
      chats.typing(siteId, before.id, 'operator', true);
      expect(await settled()).toEqual([{ kind: 'typing', chatId: before.id, by: 'operator', typing: true }]);
      expect(await chats.get(siteId, before.id)).toEqual(before);
    });

    test('the visitor learns the operator’s name and whether they are there, not their id', async () => {
      const chat = await active();
      const shown = { chatId: chat.id, state: 'active', operatorName: 'Olga', lastSeq: 2 };
      expect(chats.forVisitor(chat)).toEqual({ ...shown, operatorPresent: true });
      gone.add(olga.operatorId);
      expect(chats.forVisitor(chat)).toEqual({ ...shown, operatorPresent: false });
    });

    test('the window shows the open chat, and one that ended for as long as the visitor may return', async () => {
      expect(await chats.findForVisitor(siteId, vera)).toBeNull();
      const { id } = await active();
      now += 3 * limits.chatReturnMs;
      expect((await chats.findForVisitor(siteId, vera))?.id).toBe(id);
      await chats.end(siteId, id, olga);
      now += limits.chatReturnMs - 1;
      expect(await chats.findForVisitor(siteId, vera)).toMatchObject({ id, state: 'closed' });
      now += 1;
      expect(await chats.findForVisitor(siteId, vera)).toBeNull();
    });

    test('an offline message is no chat to show', async () => {
      await request({ isOnline: false });
      expect(await chats.findForVisitor(siteId, vera)).toBeNull();
    });
  });

  describe('the visitor’s inactivity', () => {
    const bodies = async (chatId: string) =>
      (await listEntries(own.storage.db, siteId, chatId, 2, 10)).map(({ sender, content }) =>
        content.kind === 'message' ? `${sender.kind}: ${content.body}` : content.kind,
      );

    test('a visitor who does not answer is asked once, then the chat ends', async () => {
      const { id } = await active();
      await chats.sendAsOperator(siteId, id, olga, { cid: randomHex(16), body: 'Which colour?' });
      now += 2 * minute - 1;
      await chats.sweep();
      expect(await bodies(id)).toEqual(['operator: Which colour?']);
      now += 1;
      await Promise.all([chats.sweep(), chats.sweep()]);
      await chats.sweep();
      expect(await bodies(id)).toEqual(['operator: Which colour?', 'system: Are you there?']);
      now += 3 * minute;
      await chats.sweep();
      expect(await bodies(id)).toEqual(['operator: Which colour?', 'system: Are you there?', 'ended']);
      expect(await chats.get(siteId, id)).toMatchObject({ state: 'closed' });
    });

    test('an answer starts it anew, and waiting for the operator is no inactivity', async () => {
      const { id } = await active();
      await chats.sendAsOperator(siteId, id, olga, { cid: randomHex(16), body: 'Which colour?' });
      now += 2 * minute;
      await chats.sweep();
      await chats.sendAsVisitor(siteId, id, vera, { cid: randomHex(16), body: 'Green' });
      now += 60 * minute;
      await chats.sweep();
      expect(await chats.get(siteId, id)).toMatchObject({ state: 'active' });
      await chats.sendAsOperator(siteId, id, olga, { cid: randomHex(16), body: 'Large?' });
      now += 2 * minute;
      await chats.sweep();
      expect((await bodies(id)).filter((body) => body.startsWith('system'))).toHaveLength(2);
    });
  });

  describe('the sweep', () => {
    test.each<[what: string, has: { accepted: boolean; leftAfter: number | null }, after: number, expected: object]>([
      [
        'pending, just short of the time-out',
        { accepted: false, leftAfter: null },
        11 * minute - 1,
        { state: 'pending' },
      ],
      [
        'pending for the time-out',
        { accepted: false, leftAfter: null },
        11 * minute,
        { state: 'missed', missedReason: 'timedOut' },
      ],
      [
        'pending, its visitor gone just short of the return time',
        { accepted: false, leftAfter: minute },
        8 * minute - 1,
        { state: 'pending' },
      ],
      [
        'pending, its visitor gone for the return time',
        { accepted: false, leftAfter: minute },
        8 * minute,
        { state: 'missed', missedReason: 'visitorGaveUp' },
      ],
      [
        'pending, with both times up: they gave up',
        { accepted: false, leftAfter: minute },
        30 * minute,
        { state: 'missed', missedReason: 'visitorGaveUp' },
      ],
      [
        'active, its visitor gone just short of the return time',
        { accepted: true, leftAfter: minute },
        8 * minute - 1,
        { state: 'active' },
      ],
      [
        'active, its visitor gone for the return time',
        { accepted: true, leftAfter: minute },
        8 * minute,
        { state: 'closed', missedReason: null },
      ],
      [
        'active, its visitor there, however long',
        { accepted: true, leftAfter: null },
        300 * minute,
        { state: 'active' },
      ],
    ])('%s', async (_what, { accepted, leftAfter }, after, expected) => {
      const { id } = await request();
      if (accepted) await chats.accept(siteId, id, olga);
      if (leftAfter !== null) {
        now = start + leftAfter;
        await chats.noteVisitorPresence(siteId, id, false);
      }
      now = start + after;
      await chats.sweep();
      expect(await chats.get(siteId, id)).toMatchObject(expected);
    });

    test('what it ends says so in the log, by the system', async () => {
      const { id } = await active();
      await chats.noteVisitorPresence(siteId, id, false);
      now += limits.chatReturnMs;
      await chats.sweep();
      expect((await entriesOf(id)).at(-1)).toMatchObject({
        seq: 3,
        sender: { kind: 'system' },
        content: { kind: 'ended', by: 'system', reason: 'visitorLeft' },
      });
    });

    test('a visitor who came back finds the chat as it was', async () => {
      const { id } = await active();
      await chats.noteVisitorPresence(siteId, id, false);
      now += limits.chatReturnMs - 1;
      await chats.noteVisitorPresence(siteId, id, true);
      now += limits.chatReturnMs;
      await chats.sweep();
      expect(await chats.get(siteId, id)).toMatchObject({ state: 'active', lastSeq: 2 });
    });

    test('the waiting time of a chat that was handed back counts from then', async () => {
      const { id } = await active();
      now += 10 * minute;
      await chats.leave(siteId, id, olga);
      now += limits.pendingTimeoutMs - 1;
      await chats.sweep();
      expect((await chats.get(siteId, id)).state).toBe('pending');
      now += 1;
      await chats.sweep();
      expect((await chats.get(siteId, id)).state).toBe('missed');
    });

    test('two nodes that sweep at once write one entry', async () => {
      const waiting = await request();
      const talking = await chats.request(asking(await addVisitor()));
      await chats.accept(siteId, talking.id, olga);
      await chats.noteVisitorPresence(siteId, talking.id, false);
      now += limits.pendingTimeoutMs;
      const other = startService();
      await Promise.all([chats.sweep(), other.sweep(), chats.sweep(), other.sweep()]);
      expect(await kindsOf(waiting.id)).toEqual(['requested', 'missed']);
      expect(await kindsOf(talking.id)).toEqual(['requested', 'joined', 'ended']);
    });

    test('chats of an operator without any client are handed back after two minutes', async () => {
      const { id } = await active();
      const theirs = await chats.request(asking(await addVisitor()));
      await chats.accept(siteId, theirs.id, otto);
      gone.add(olga.operatorId);
      await chats.sweep();
      now += 2 * minute - 1;
      await chats.sweep();
      expect((await chats.get(siteId, id)).state).toBe('active');
      now += 1;
      await chats.sweep();
      expect(await chats.get(siteId, id)).toMatchObject({ state: 'pending', pendingSince: now, operatorId: null });
      expect((await chats.get(siteId, theirs.id)).state).toBe('active');
    });

    test('the two minutes begin anew when the operator was back meanwhile', async () => {
      const { id } = await active();
      gone.add(olga.operatorId);
      await chats.sweep();
      now += minute;
      gone.delete(olga.operatorId);
      await chats.sweep();
      gone.add(olga.operatorId);
      now += minute;
      await chats.sweep();
      now += 2 * minute - 1;
      await chats.sweep();
      expect((await chats.get(siteId, id)).state).toBe('active');
    });
  });

  describe('who is told', () => {
    test('the visitor’s live visit and the operators’ load learn of every change of state', async () => {
      const { id } = await request();
      const expected: unknown[] = [[siteId, vera, { id, state: 'pending' }]];
      expect(told).toEqual({ visits: expected, loads: 1 });
      await chats.accept(siteId, id, olga);
      expected.push([siteId, vera, { id, state: 'active' }]);
      expect(told).toEqual({ visits: expected, loads: 2 });
      await chats.leave(siteId, id, olga);
      expected.push([siteId, vera, { id, state: 'pending' }]);
      expect(told).toEqual({ visits: expected, loads: 3 });
      await chats.accept(siteId, id, otto);
      await chats.end(siteId, id, otto);
      expected.push([siteId, vera, { id, state: 'active' }], [siteId, vera, null]);
      expect(told).toEqual({ visits: expected, loads: 5 });
    });

    test('not of messages, repeats and refusals', async () => {
      const { id } = await active();
      await chats.end(siteId, id, olga);
      const before = structuredClone(told);
      await chats.end(siteId, id, olga);
      await chats.accept(siteId, id, otto).catch(() => undefined);
      expect(told).toEqual(before);
    });

    test('a missed chat is no chat to its visit', async () => {
      const { id } = await request();
      await chats.end(siteId, id, { visitorId: vera });
      expect(told.visits.at(-1)).toEqual([siteId, vera, null]);
      expect(told.loads).toBe(2);
    });

    test('a new chat and each new entry are told to all nodes', async () => {
      const { settled } = await listen();
      const { id } = await request();
      const once = message('Hi');
      const entry = await chats.sendAsVisitor(siteId, id, vera, once);
      await chats.sendAsVisitor(siteId, id, vera, once);
      expect(await settled()).toMatchObject([
        { kind: 'changed', chatId: id, chat: { state: 'pending', lastSeq: 1 } },
        { kind: 'entry', chatId: id, entry },
        { kind: 'changed', chatId: id, chat: { lastMessage: 'Hi', lastSeq: 2 } },
      ]);
    });

    test('with the bus away everything is stored all the same', async () => {
      const { bus } = own.shared;
      const away = startService({
        bus: {
          publish: () => Promise.reject(new Error('away')),
          subscribe: bus.subscribe.bind(bus),
          onReconnected: bus.onReconnected.bind(bus),
          isConnected: () => false,
          close: () => Promise.resolve(),
        },
      });
      const { id } = await away.request(asking(vera));
      await away.accept(siteId, id, olga);
      await away.sendAsOperator(siteId, id, olga, message('Hi'));
      expect(await kindsOf(id)).toEqual(['requested', 'joined', 'message']);
    });
  });
});
