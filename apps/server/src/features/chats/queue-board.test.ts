import type { ChatWindowFrame } from '@foyer/protocol/visitor-socket';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { firstIdAt, newId } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, openDesk } from '../../testing/chat-desk.ts';
import { type Stores, stores } from '../../testing/each-store.ts';
import { createSite } from '../sites/create-site.ts';
import { insertChat } from './chat-log-repository.ts';
import { QueueBoard } from './queue-board.ts';

type Place = Extract<ChatWindowFrame, { type: 'queue.changed' }>;
const minute = 60_000;

describe.each(appsOnStores)('the queue as visitors are told of it, on %s', (_name, open) => {
  let server: StoredApp;
  let desk: Desk;
  beforeAll(async () => {
    server = await open();
    desk = await openDesk(server, await server.listen());
  });
  afterAll(() => server.close());

  const placeOf = async ({ window, chatId }: Awaited<ReturnType<Desk['ask']>>, position: number) =>
    (await window.next(
      (one) => one.type === 'queue.changed' && one.chatId === chatId && one.position === position,
    )) as Place;

  test('each hears of its own place, and moves up when one before it is accepted or gives up', async () => {
    const mate = await desk.addStaff('mate');
    const [first, second, third] = [await desk.ask(), await desk.ask(), await desk.ask()];
    expect((await placeOf(first, 1)).expectedWaitMs).toBeNull();
    await placeOf(second, 2);
    await placeOf(third, 3);
    await desk.accept(mate, first.chatId);
    await placeOf(second, 1);
    await placeOf(third, 2);
    second.window.send({ type: 'chat.ended', chatId: second.chatId });
    await placeOf(third, 1);
    // Somebody who has been accepted hears of no place any more, and nobody hears of another's.
    const told = (frames: readonly { type: string }[]) =>
      frames
        .filter((one): one is Place => one.type === 'queue.changed')
        .map(({ chatId, position }) => [chatId, position]);
    expect(told(first.window.frames)).toEqual([[first.chatId, 1]]);
    expect(told(second.window.frames)).toEqual([
      [second.chatId, 2],
      [second.chatId, 1],
    ]);
  });
});

describe.each(stores)('the expected wait on %s', (_name, open) => {
  let own: Stores;
  let siteId: string;
  const now = Date.now();
  beforeAll(async () => {
    own = await open();
    siteId = (await own.storage.db.transaction().execute((trx) => createSite(trx, { name: 'Shop' }, now))).id;
  });
  afterAll(() => own.close());

  async function addChat(state: 'pending' | 'active', requestedAt: number, waitedMs: number): Promise<string> {
    // Ids begin with their time.
    const id = `${firstIdAt(requestedAt).slice(0, 13)}${newId().slice(13)}`;
    await insertChat(
      own.storage.db,
      {
        id,
        siteId,
        visitorId: id.replaceAll('-', ''),
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
        at: requestedAt,
      },
      [],
    );
    if (state === 'active')
      await own.storage.db
        .updateTable('chat')
        .set({ state, pending_since: null, accepted_at: requestedAt + waitedMs })
        .where('site_id', '=', siteId)
        .where('id', '=', id)
        .execute();
    return id;
  }

  test('is by what others waited in the last two hours, in whole minutes, read once for all windows', async () => {
    for (const waited of [2, 4, 9]) await addChat('active', now - 30 * minute, waited * minute);
    for (const waited of [50, 55, 58]) await addChat('active', now - 150 * minute, waited * minute); // too long ago
    const chatIds = [await addChat('pending', now - minute, 0), await addChat('pending', now, 0)];

    let reads = 0;
    const counted = new Proxy(own.storage.db, {
      get(db, name) {
        if (name === 'selectFrom') reads += 1;
        const value = Reflect.get(db, name, db);
        return typeof value === 'function' ? value.bind(db) : value;
      },
    });
    const board = new QueueBoard(
      counted,
      () => ['mate'],
      () => now,
    );
    const told: unknown[] = [];
    for (const chatId of [...chatIds, ...chatIds, ...chatIds])
      board.join({ siteId, chatId, tell: (place) => told.push([chatIds.indexOf(chatId), place]) });
    await vi.waitFor(() => expect(told).toHaveLength(6));
    expect(told.slice(0, 2)).toEqual([
      [0, { position: 1, expectedWaitMs: 3 * minute }],
      [1, { position: 2, expectedWaitMs: 4 * minute }],
    ]);
    expect(reads).toBe(2);
    board.close();
  });
});
