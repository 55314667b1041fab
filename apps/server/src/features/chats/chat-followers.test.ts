import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EventBus } from '../../bus/event-bus.ts';
import { newId, randomHex } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { type ChatSignal, chatChannel } from './chat-channels.ts';
import { ChatFollowers, type ChatListener } from './chat-followers.ts';
import { type Appended, appendEntry, insertChat } from './chat-log-repository.ts';
import { ChatService } from './chat-service.ts';

const start = Date.UTC(2026, 2, 1, 9);
const logger = pino({ level: 'silent' });
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Keeps all it is told, and wakes who waits for something. */
class Recorder implements ChatListener {
  readonly seqs: number[] = [];
  readonly resumed: number[] = [];
  readonly resets: string[] = [];
  readonly others: unknown[] = [];
  #wakes: (() => void)[] = [];

  readonly onEntry: ChatListener['onEntry'] = (entry) => this.#note(() => this.seqs.push(entry.seq));
  readonly onResumed: ChatListener['onResumed'] = (lastSeq) => this.#note(() => this.resumed.push(lastSeq));
  readonly onReset: ChatListener['onReset'] = (reason) => this.#note(() => this.resets.push(reason));
  readonly onChanged: ChatListener['onChanged'] = (chat) => this.#note(() => this.others.push(chat.state));
  readonly onTyping: ChatListener['onTyping'] = (by, typing) => this.#note(() => this.others.push([by, typing]));
  readonly onSeen: ChatListener['onSeen'] = (by, seq) => this.#note(() => this.others.push([by, seq]));

  #note(change: () => void): void {
    change();
    for (const wake of this.#wakes.splice(0)) wake();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#wakes.push(resolve));
  }

  toldUpTo(seq: number): Promise<void> {
    return this.until(() => (this.seqs.at(-1) ?? 0) >= seq);
  }
}

describe.each(stores)('following a chat on %s', (_name, open) => {
  let own: Stores;
  let siteId: string;
  let vera: string;
  let chatId: string;
  let chats: ChatService;
  let followers: ChatFollowers;
  let storageIsAway: boolean;
  let stops: (() => void)[];

  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.close());

  beforeEach(async () => {
    siteId = newId();
    vera = randomHex(16);
    storageIsAway = false;
    stops = [];
    // The same storage, which can be away for the followers alone.
    const storage: Storage = Object.create(own.storage, {
      db: {
        get: () => {
          if (storageIsAway) throw new Error('the database is away');
          return own.storage.db;
        },
      },
    });
    followers = new ChatFollowers(storage, own.shared.bus, logger);
    chats = new ChatService({
      storage: own.storage,
      bus: own.shared.bus,
      logger,
      now: () => start,
      isOperatorConnected: () => true,
      limitsOf: async () => null,
      requiresWrapUp: async () => false,
      tellVisit: () => undefined,
      onLoadChanged: () => undefined,
    });
    chatId = await addChat(vera);
  });
  afterEach(() => {
    for (const stop of stops) stop();
  });

  const sender = () => ({ kind: 'visitor', id: vera, name: null }) as const;

  async function addChat(visitorId: string, size = 1): Promise<string> {
    const id = newId();
    const chat = {
      id,
      siteId,
      visitorId,
      visitId: null,
      state: 'pending',
      visitorName: null,
      visitorEmail: null,
      inviteId: null,
      invitationId: null,
      alertId: null,
      country: null,
      pageUrl: null,
      missedReason: null,
      at: start,
    } as const;
    const content = { kind: 'message', body: 'Hi' } as const;
    await insertChat(
      own.storage.db,
      chat,
      Array.from({ length: size }, () => ({
        sender: { kind: 'visitor', id: visitorId, name: null },
        cid: null,
        content,
      })),
    );
    return id;
  }

  /** Writes an entry of which no hint goes out. */
  async function addSilently(id = chatId): Promise<Appended> {
    const appended = await appendEntry(
      own.storage.db,
      siteId,
      id,
      { states: ['pending'] },
      { sender: sender(), cid: null, at: start, content: { kind: 'message', body: 'Hi' } },
    );
    if (!appended) throw new Error('the chat is over');
    return appended;
  }

  const publish = (signal: ChatSignal) => own.shared.bus.publish(chatChannel(siteId), signal);
  const hint = ({ entry }: Appended, id = chatId) => publish({ kind: 'entry', chatId: id, entry });
  const send = () => chats.sendAsVisitor(siteId, chatId, vera, { cid: randomHex(16), body: 'Hi' });

  async function follow(afterSeq: number, id = chatId, recorder = new Recorder()) {
    const stop = await followers.follow(siteId, id, afterSeq, recorder);
    stops.push(stop);
    return { recorder, stop };
  }

  /** Resolves when followers have heard all that was published before. */
  async function settle(): Promise<void> {
    const end = newId();
    const heard = Promise.withResolvers<void>();
    const stop = await own.shared.bus.subscribe(chatChannel(siteId), (signal) => {
      if ((signal as ChatSignal).chatId === end) heard.resolve();
    });
    await publish({ kind: 'typing', chatId: end, by: 'visitor', typing: true });
    await heard.promise;
    await stop();
  }

  test.each<[from: string, afterSeq: number, expected: number[]]>([
    ['the beginning: the whole log', 0, [1, 2, 3, 4, 5]],
    ['the middle: the rest', 3, [4, 5]],
    ['the end: nothing', 5, []],
  ])('resumed from %s', async (_from, afterSeq, expected) => {
    chatId = await addChat(randomHex(16), 5);
    const { recorder } = await follow(afterSeq);
    expect(recorder).toMatchObject({ seqs: expected, resumed: [5], resets: [] });
  });

  test('who has more than there is is told so clearly, and gets the whole', async () => {
    chatId = await addChat(randomHex(16), 3);
    const { recorder } = await follow(4);
    expect(recorder).toMatchObject({ seqs: [1, 2, 3], resumed: [3], resets: [expect.stringContaining('shorter')] });
  });

  test('450 entries come in pages, each once and in order', async () => {
    chatId = await addChat(randomHex(16), 450);
    const { recorder } = await follow(0);
    expect(recorder).toMatchObject({ seqs: upTo(450), resumed: [450] });
  });

  test('a page that is just full is followed by nothing', async () => {
    chatId = await addChat(randomHex(16), 200);
    const { recorder } = await follow(0);
    expect(recorder).toMatchObject({ seqs: upTo(200), resumed: [200] });
  });

  test('entries sent by many at once come live, each once and in order', async () => {
    const { recorder } = await follow(0);
    await Promise.all(Array.from({ length: 30 }, send));
    await recorder.toldUpTo(31);
    await settle();
    expect(recorder).toMatchObject({ seqs: upTo(31), resumed: [1] });
  });

  test('what is sent while the log is read comes too, after the older ones', async () => {
    vera = randomHex(16);
    chatId = await addChat(vera, 450);
    const [{ recorder }] = await Promise.all([follow(0), send(), send(), send()]);
    await recorder.toldUpTo(453);
    await settle();
    expect(recorder.seqs).toEqual(upTo(453));
  });

  test('a lost hint is found by the sweep', async () => {
    const { recorder } = await follow(0);
    await addSilently();
    await addSilently();
    expect(recorder.seqs).toEqual([1]);
    await followers.sweep();
    await recorder.toldUpTo(3);
    expect(recorder.seqs).toEqual([1, 2, 3]);
  });

  test('a sweep with nothing lost tells nothing again', async () => {
    const { recorder } = await follow(0);
    await followers.sweep();
    await send();
    await recorder.toldUpTo(2);
    await followers.sweep();
    await settle();
    expect(recorder.seqs).toEqual([1, 2]);
  });

  test('a hint that comes before another leads to reading the gap; the late one tells nothing again', async () => {
    const { recorder } = await follow(0);
    const second = await addSilently();
    const third = await addSilently();
    await hint(third);
    await recorder.toldUpTo(3);
    await hint(second);
    await settle();
    expect(recorder.seqs).toEqual([1, 2, 3]);
  });

  test('a hint that comes just as a read ends is not lost', async () => {
    let hear: (message: unknown) => void = () => undefined;
    const bus: EventBus = {
      publish: async () => undefined,
      subscribe: async (_channel, handler) => {
        hear = handler;
        return async () => undefined;
      },
      onReconnected: () => () => undefined,
      isConnected: () => true,
      close: async () => undefined,
    };
    // Entry 2 is stored after the log was read, and before its reader goes on.
    let second: Appended | null = null;
    const db = own.storage.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (second === null && result.rows.some((row) => row.seq === 1)) second = await addSilently();
        return result;
      },
    });
    const recorder = new Recorder();
    const onEntry: ChatListener['onEntry'] = (entry) => {
      recorder.onEntry(entry);
      if (entry.seq === 1) queueMicrotask(() => hear({ kind: 'entry', chatId, entry: second?.entry }));
    };
    const direct = new ChatFollowers({ ...own.storage, db }, bus, logger);
    stops.push(await direct.follow(siteId, chatId, 0, { ...recorder, onEntry }));
    expect(recorder.seqs).toEqual([1, 2]);
  });

  test('a read that fails is made good by the sweep', async () => {
    const { recorder } = await follow(0);
    const entries = [await addSilently(), await addSilently()];
    storageIsAway = true;
    for (const entry of entries.slice(1)) await hint(entry);
    await settle();
    expect(recorder.seqs).toEqual([1]);
    storageIsAway = false;
    await followers.sweep();
    await recorder.toldUpTo(3);
    expect(recorder.seqs).toEqual([1, 2, 3]);
  });

  test('who could not begin to follow is told nothing later', async () => {
    const recorder = new Recorder();
    storageIsAway = true;
    await expect(follow(0, chatId, recorder)).rejects.toThrow('away');
    storageIsAway = false;
    await send();
    await settle();
    await followers.sweep();
    expect(recorder).toMatchObject({ seqs: [], resumed: [] });
  });

  test('changes, typing and read marks are passed on, of this chat only', async () => {
    const other = await addChat(randomHex(16));
    const { recorder } = await follow(0);
    const stranger = await follow(0, other);
    chats.typing(siteId, chatId, 'visitor', true);
    await chats.seen(siteId, chatId, 'operator', 1);
    await chats.noteVisitorPresence(siteId, chatId, false);
    await recorder.until(() => recorder.others.length === 3);
    expect(recorder.others).toEqual([['visitor', true], ['operator', 1], 'pending']);
    expect(stranger.recorder).toMatchObject({ seqs: [1], others: [] });
  });

  test('two who follow the same chat are told each from where they were', async () => {
    const first = await follow(0);
    const second = await follow(1);
    await send();
    await Promise.all([first.recorder.toldUpTo(2), second.recorder.toldUpTo(2)]);
    expect([first.recorder.seqs, second.recorder.seqs]).toEqual([[1, 2], [2]]);
  });

  test('who stops is told nothing more, and the others are', async () => {
    const first = await follow(0);
    const second = await follow(0);
    first.stop();
    first.stop();
    await send();
    await second.recorder.toldUpTo(2);
    second.stop();
    await send();
    await settle();
    await followers.sweep();
    expect([first.recorder.seqs, second.recorder.seqs]).toEqual([[1], [1, 2]]);
  });

  test('after all have stopped one can follow again', async () => {
    (await follow(0)).stop();
    const { recorder } = await follow(1);
    await send();
    await recorder.toldUpTo(2);
    expect(recorder.seqs).toEqual([2]);
  });
});
