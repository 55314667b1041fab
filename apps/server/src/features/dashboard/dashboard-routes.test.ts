import type { DashboardNow, DashboardToday } from '@foyer/protocol/dashboard';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, openDesk } from '../../testing/chat-desk.ts';

describe.each(appsOnStores)('the dashboard on %s', (_name, open) => {
  let server: StoredApp;
  let desk: Desk;
  beforeAll(async () => {
    server = await open();
    desk = await openDesk(server, await server.listen());
  });
  afterAll(() => server.close());

  test('who is there, what waits, and what was missed', async () => {
    const mate = await desk.addStaff('mate');
    const other = await desk.addStaff('other');
    other.socket.send({ type: 'status.chosen', status: 'busy', requestId: 'busy' });
    await other.socket.next(({ requestId }) => requestId === 'busy');
    const taken = await desk.ask();
    await desk.accept(mate, taken.chatId);
    const waiting = await desk.ask();
    const given = await desk.ask();
    given.window.send({ type: 'chat.ended', chatId: given.chatId });
    const read = () => mate.caller.must<DashboardNow>('GET', `${desk.below}/reports/now`);
    await expect.poll(async () => (await read()).missedToday).toBe(1);
    // Visitors are counted every two seconds at most.
    server.clock.aheadMs += 3000;
    const now = await read();
    expect(now.visitors).toEqual({ online: 3, active: 3, idle: 0 });
    expect(now.operators.map(({ status, activeChats, hasRoom }) => [status, activeChats, hasRoom])).toEqual([
      ['online', 1, true],
      ['busy', 0, false],
    ]);
    const { requestedAt } = await desk.read(waiting.chatId);
    expect(now.chats).toEqual({ pending: 1, active: 1, longestWaitingSince: requestedAt });
    await server.app.settled();
    await expect
      .poll(async () => (await mate.caller.must<DashboardToday>('GET', `${desk.below}/reports/today`)).sums.today)
      .toMatchObject({ visits: 3, newVisitors: 3, pageViews: 3, chatRequests: 3, missed: 1 });
  });
});
