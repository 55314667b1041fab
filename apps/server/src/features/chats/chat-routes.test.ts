import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import { afterAll, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { openVisitor, requestChat } from '../../testing/visitor.ts';
import { openWorld } from '../../testing/world.ts';

const world = await openWorld();
const [here] = world.sites;
const below = `/api/v1/sites/${here.site.id}/chats`;
afterAll(() => world.close());

for (let i = 0; i < 3; i++) {
  const { window } = await openVisitor({ server: world.origin, siteKey: here.site.key });
  const chatId = await requestChat(window, `Question ${i}`);
  window.send({ type: 'chat.ended', chatId });
  await window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'missed');
}
for (let i = 0; i < 12; i++) {
  here.window.send({ type: 'message.sent', chatId: here.chatId, cid: randomHex(16), body: `Message ${i}` });
  await here.window.next('ack');
}
const list = (query = '') =>
  here.operator.must<{ items: ChatSummary[]; next: string | null }>('GET', `${below}${query}`);

test.each<[query: string, states: string[]]>([
  ['', ['missed', 'missed', 'missed', 'pending', 'active']],
  ['?state=pending', ['pending']],
  ['?state=active,pending', ['pending', 'active']],
  ['?state=missed&limit=2', ['missed', 'missed']],
  ['?state=closed', []],
])('chats%s, newest first', async (query, states) => {
  expect((await list(query)).items.map((chat) => chat.state)).toEqual(states);
});

test.each([1, 2, 4])('read %i at a time, every chat comes once', async (limit) => {
  const seen: string[] = [];
  let cursor = '';
  for (let reads = 0; reads < 20; reads++) {
    const { items, next } = await list(`?limit=${limit}${cursor}`);
    seen.push(...items.map((chat) => chat.id));
    if (next === null) break;
    cursor = `&cursor=${next}`;
  }
  expect(seen).toEqual((await list()).items.map((chat) => chat.id));
  expect(new Set(seen).size).toBe(5);
});

test('one visitor’s chats', async () => {
  expect((await list(`?visitorId=${here.visitorId}`)).items.map((chat) => chat.id)).toEqual([here.chatId]);
});

test.each([1, 5, 500])('the log read %i at a time has every entry once, in order', async (limit) => {
  const seqs: number[] = [];
  let after = 0;
  for (let reads = 0; reads < 30; reads++) {
    const { items, next } = await here.operator.must<{ items: ChatEntry[]; next: number | null }>(
      'GET',
      `${below}/${here.chatId}/entries?after=${after}&limit=${limit}`,
    );
    seqs.push(...items.map((entry) => entry.seq));
    if (next === null) break;
    after = next;
  }
  expect(seqs).toEqual(Array.from({ length: 14 }, (_, index) => index + 1));
});

test('the log says what happened', async () => {
  const { items } = await here.operator.must<{ items: ChatEntry[] }>('GET', `${below}/${here.chatId}/entries?limit=3`);
  expect(items.map((entry) => [entry.sender.kind, entry.content.kind])).toEqual([
    ['visitor', 'requested'],
    ['operator', 'joined'],
    ['visitor', 'message'],
  ]);
});

test.each(['', '/entries'])('a chat that is not there is not found%s', async (path) => {
  expect((await here.operator.call('GET', `${below}/018f0000-0000-7000-8000-000000000000${path}`)).statusCode).toBe(
    404,
  );
});
