import type { ChatSummary } from '@foyer/protocol/chat';
import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { openVisitor, requestChat } from '../../testing/visitor.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

describe.each(appsOnStores)('several consoles of one operator on %s', (_name, open) => {
  let server: StoredApp;
  let origin: string;
  beforeAll(async () => {
    server = await open();
    origin = await server.listen();
  });
  afterAll(() => server.close());

  test('what is read in one is read in the others, and in nobody else’s', async () => {
    const site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    const operator = await addOperator(server, 'holder', 'operator', [site.id]);
    const colleague = await addOperator(server, 'colleague', 'operator', [site.id]);
    const [first, second, others] = await Promise.all([
      openConsole(origin, operator.caller),
      openConsole(origin, operator.caller),
      openConsole(origin, colleague.caller),
    ]);
    const visitor = await openVisitor({ server: origin, siteKey: site.key });
    const chatId = await requestChat(visitor.window, 'Anybody there?');
    first.send({ type: 'chat.accepted', siteId: site.id, chatId, requestId: 'accept' });
    await first.next('done');
    const toldSeen = (frames: readonly Record<string, unknown>[]) =>
      frames
        .filter(({ type, chat }) => type === 'chat.changed' && (chat as ChatSummary).id === chatId)
        .map(({ chat }) => (chat as ChatSummary).seenByOperator);
    await expect.poll(() => toldSeen(second.frames).at(-1)).toBe(0);

    first.send({ type: 'entries.seen', siteId: site.id, chatId, seq: 2 });
    await expect.poll(() => toldSeen(second.frames).at(-1)).toBe(2);
    // An older mark changes nothing.
    first.send({ type: 'entries.seen', siteId: site.id, chatId, seq: 1 });
    await first.ask({ type: 'ping' });
    await second.ask({ type: 'ping' });
    await others.ask({ type: 'ping' });
    expect(toldSeen(second.frames).at(-1)).toBe(2);
    expect(toldSeen(others.frames)).not.toContain(2);
  });
});
