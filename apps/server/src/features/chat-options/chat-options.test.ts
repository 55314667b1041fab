import type { ChatOptions } from '@foyer/protocol/chat-options';
import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import type { TestSocket } from '../../testing/test-socket.ts';
import { openVisitor, requestChat } from '../../testing/visitor.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const byDefault: ChatOptions = {
  pendingLevelOneSeconds: 30,
  pendingLevelTwoSeconds: 60,
  emojiSelector: true,
  monitorsShown: true,
  typingPreview: false,
  typingNotice: { enabled: true, text: 'Our team can see what you type before you send it.' },
  cannedSuggestions: true,
  files: {
    fromVisitors: true,
    visitorMegabytes: 10,
    fromOperators: true,
    operatorMegabytes: 25,
    officeDocuments: false,
  },
  version: 0,
};

describe.each(appsOnStores)('chat options on %s', (_name, open) => {
  let server: StoredApp;
  let origin: string;
  let operators = 0;
  beforeAll(async () => {
    server = await open();
    origin = await server.listen();
  });
  afterAll(() => server.close());

  async function openSite(options: Partial<ChatOptions> = {}) {
    const site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    const url = `/api/v1/sites/${site.id}/chat-options`;
    const save = (change: Partial<ChatOptions>, version: number) =>
      server.admin.call('PUT', url, { body: { ...change, version } });
    if (Object.keys(options).length > 0) expect((await save(options, 0)).statusCode).toBe(200);
    operators += 1;
    const operator = await addOperator(server, `holder ${'abcdefghijklmnop'[operators]}`, 'operator', [site.id]);
    return {
      site,
      url,
      save,
      read: () => server.admin.must<ChatOptions>('GET', url),
      operator,
      console_: await openConsole(origin, operator.caller),
      visitor: () => openVisitor({ server: origin, siteKey: site.key }),
    };
  }

  async function accept(console_: TestSocket, siteId: string, chatId: string) {
    console_.send({ type: 'chat.accepted', siteId, chatId, requestId: 'accept' });
    await console_.next('done');
    console_.send({ type: 'chat.watched', siteId, chatId, afterSeq: 0 });
    await console_.next('resumed');
  }

  test('S-083 to S-086 a site that saved none has the defaults', async () => {
    const site = await openSite();
    expect(await site.read()).toEqual(byDefault);
  });

  test('they are saved, and a stale change is refused', async () => {
    const site = await openSite();
    expect((await site.save({ pendingLevelOneSeconds: 10 }, 0)).json()).toEqual({
      ...byDefault,
      pendingLevelOneSeconds: 10,
      version: 1,
    });
    expect((await site.save({ pendingLevelOneSeconds: 11 }, 0)).statusCode).toBe(409);
    expect((await site.save({ pendingLevelOneSeconds: 12 }, 1)).json().version).toBe(2);
    expect((await site.read()).pendingLevelOneSeconds).toBe(12);
  });

  test.each<[what: string, change: object, fault: string | null]>([
    ['level two after level one', { pendingLevelOneSeconds: 30, pendingLevelTwoSeconds: 31 }, null],
    [
      'level two with level one is refused',
      { pendingLevelOneSeconds: 30, pendingLevelTwoSeconds: 30 },
      'pendingLevelTwoSeconds: must be more than level one (30 s), or 0 for off',
    ],
    ['level one alone', { pendingLevelOneSeconds: 30, pendingLevelTwoSeconds: 0 }, null],
    ['level two alone', { pendingLevelOneSeconds: 0, pendingLevelTwoSeconds: 5 }, null],
    ['both off', { pendingLevelOneSeconds: 0, pendingLevelTwoSeconds: 0 }, null],
  ])('S-084 %s', async (_what, change, fault) => {
    const site = await openSite();
    expect(errorsOf(await site.save(change, 0))).toEqual(fault === null ? [] : [fault]);
  });

  test('S-083, S-084 each level reminds once those who could take the chat, and again after it was handed back', async () => {
    const site = await openSite();
    const away = await addOperator(server, `away ${'abcdefghijklmnop'[operators]}`, 'operator', [site.site.id]);
    const awayConsole = await openConsole(origin, away.caller);
    awayConsole.send({ type: 'status.chosen', status: 'away', requestId: 'away' });
    await awayConsole.next('done');
    const visitor = await site.visitor();
    const chatId = await requestChat(visitor.window, 'Anybody there?');
    const reminders = () =>
      site.console_.frames
        .filter(({ type }) => type === 'pending.reminded')
        .map(({ level, afterSeconds }) => [level, afterSeconds]);

    server.clock.aheadMs += 31_000;
    expect(await site.console_.next('pending.reminded')).toEqual({
      type: 'pending.reminded',
      siteId: site.site.id,
      chatId,
      level: 'one',
      afterSeconds: 30,
    });
    server.clock.aheadMs += 30_000;
    expect((await site.console_.next('pending.reminded')).level).toBe('two');
    server.clock.aheadMs += 120_000;

    await accept(site.console_, site.site.id, chatId);
    site.console_.send({ type: 'chat.left', siteId: site.site.id, chatId, requestId: 'left' });
    await site.console_.next('done');
    server.clock.aheadMs += 31_000;
    expect((await site.console_.next('pending.reminded')).level).toBe('one');
    expect(reminders()).toEqual([
      ['one', 30],
      ['two', 60],
      ['one', 30],
    ]);
    expect(awayConsole.frames.filter(({ type }) => type === 'pending.reminded')).toEqual([]);
  });

  test('S-083 levels that are off remind nobody; a chat that is late for both gets the final reminder alone', async () => {
    const off = await openSite({ pendingLevelOneSeconds: 0, pendingLevelTwoSeconds: 0 });
    const late = await openSite();
    await requestChat((await off.visitor()).window, 'Hello?');
    await requestChat((await late.visitor()).window, 'Hello?');
    server.clock.aheadMs += 90_000;
    expect((await late.console_.next('pending.reminded')).level).toBe('two');
    await off.console_.ask({ type: 'ping' });
    expect(off.console_.frames.filter(({ type }) => type === 'pending.reminded')).toEqual([]);
    expect(late.console_.frames.filter(({ type }) => type === 'pending.reminded')).toHaveLength(1);
  });

  test('S-086 what is typed is shown live and masked to the operator who has the chat and to supervisors who watch it, and to nobody else', async () => {
    const site = await openSite({ typingPreview: true });
    const visitor = await site.visitor();
    const chatId = await requestChat(visitor.window, 'Hello?');
    await accept(site.console_, site.site.id, chatId);
    const colleague = await addOperator(server, `colleague ${'abcdefghijklmnop'[operators]}`, 'operator', [
      site.site.id,
    ]);
    const lookingOn = await openConsole(origin, colleague.caller);
    const supervisor = await addOperator(server, `supervisor ${'abcdefghijklmnop'[operators]}`, 'supervisor', [
      site.site.id,
    ]);
    const monitor = await openConsole(origin, supervisor.caller);
    monitor.send({ type: 'chat.watched', siteId: site.site.id, chatId, afterSeq: 0 });
    await monitor.next('resumed');
    lookingOn.send({ type: 'chat.watched', siteId: site.site.id, chatId, afterSeq: 0 });
    await lookingOn.next('error');

    visitor.window.send({ type: 'draft.changed', chatId, text: 'my card is 4111 1111 1111 1111' });
    expect((await site.console_.next('draft.changed')).text).toBe('my card is 4111 11•• •••• 1111');
    expect((await monitor.next('draft.changed')).text).toBe('my card is 4111 11•• •••• 1111');
    visitor.window.send({ type: 'draft.changed', chatId, text: '' });
    expect((await site.console_.next('draft.changed')).text).toBe('');

    // however fast it comes, the newest counts.
    for (let count = 1; count <= 50; count += 1)
      visitor.window.send({ type: 'draft.changed', chatId, text: `text ${count}` });
    await site.console_.next((frame) => frame.type === 'draft.changed' && frame.text === 'text 50');
    expect(site.console_.frames.filter(({ type }) => type === 'draft.changed').length).toBeLessThan(6);

    // Sending clears it, and nothing of it is in the log, in the chat's row, or with anybody else.
    visitor.window.send({ type: 'message.sent', chatId, cid: 'a'.repeat(32), body: 'Never mind' });
    expect((await site.console_.next('draft.changed')).text).toBe('');
    const entries = await server.admin.must<object>('GET', `/api/v1/sites/${site.site.id}/chats/${chatId}/entries`);
    const rows = await server.storage.db.selectFrom('chat').selectAll().where('id', '=', chatId).execute();
    expect(JSON.stringify([entries, rows, lookingOn.frames, visitor.page.frames])).not.toMatch(/my card|text \d/);
  });

  test('S-086 a window that closes leaves nothing typed behind', async () => {
    const site = await openSite({ typingPreview: true });
    const visitor = await site.visitor();
    const chatId = await requestChat(visitor.window, 'Hello?');
    await accept(site.console_, site.site.id, chatId);
    visitor.window.send({ type: 'draft.changed', chatId, text: 'I wonder' });
    await site.console_.next('draft.changed');
    await visitor.window.close();
    expect((await site.console_.next('draft.changed')).text).toBe('');
  });

  test('S-086 where it is off the server refuses it; switching it tells the open window', async () => {
    const site = await openSite();
    const visitor = await site.visitor();
    const chatId = await requestChat(visitor.window, 'Hello?');
    await accept(site.console_, site.site.id, chatId);
    const answers = await visitor.window.ask({ type: 'draft.changed', chatId, text: 'secret thought' });
    expect(answers.filter(({ type }) => type === 'error').map(({ code }) => code)).toEqual(['forbidden']);
    await site.save({ typingPreview: true }, 0);
    const { settings } = await visitor.window.next('settings.changed');
    expect(settings).toMatchObject({ typingPreview: true, typingNotice: byDefault.typingNotice.text });
    visitor.window.send({ type: 'draft.changed', chatId, text: 'shown' });
    expect((await site.console_.next('draft.changed')).text).toBe('shown');
    await site.save({ typingPreview: false }, 1);
    expect((await site.console_.next('draft.changed')).text).toBe('');
    expect((await visitor.window.next('settings.changed')).settings).toMatchObject({
      typingPreview: false,
      typingNotice: null,
    });
    expect(JSON.stringify(site.console_.frames)).not.toContain('secret thought');
  });

  test('S-086 nothing is shown before somebody has the chat', async () => {
    const site = await openSite({ typingPreview: true });
    const visitor = await site.visitor();
    const chatId = await requestChat(visitor.window, 'Hello?');
    site.console_.send({ type: 'chat.watched', siteId: site.site.id, chatId, afterSeq: 0 });
    await site.console_.next('resumed');
    const answers = await visitor.window.ask({ type: 'draft.changed', chatId, text: 'not yet' });
    expect(answers.filter(({ type }) => type === 'error')).toEqual([]);
    await site.console_.ask({ type: 'ping' });
    expect(JSON.stringify(site.console_.frames)).not.toContain('not yet');
  });
});
