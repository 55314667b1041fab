import { randomUUID } from 'node:crypto';
import type { ChatSummary } from '@foyer/protocol/chat';
import {
  type WrapUpOption,
  type WrapUpReport,
  wrapUpPlaceholders,
  wrapUpTimings,
  wrapUpTypes,
} from '@foyer/protocol/wrap-up';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { callerOf } from '../../testing/caller.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { rebuildTotals } from '../visits/rebuild-totals.ts';
import { readChatFacts } from './chat-facts.ts';

const option = (label: string, options: WrapUpOption[] = [], archived = false): WrapUpOption => ({
  id: randomUUID(),
  label,
  archived,
  options,
});
const cases = wrapUpTimings.flatMap((shows) =>
  wrapUpTypes.flatMap((type) => [true, false].map((required) => ({ shows, type, required }))),
);

describe.each(appsOnStores)('wrap-up on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  let desk: Desk;
  let olga: Deskmate;
  let sold: WrapUpOption;
  let lost: WrapUpOption;
  let sales: WrapUpOption;

  beforeAll(async () => {
    app = await open();
    origin = await app.listen();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    desk = await openDesk(app, origin);
    olga = await desk.addStaff('Olga');
    sold = option('Sold');
    lost = option('Lost');
    sales = option('Sales', [sold, lost]);
  });

  const path = (chatId: string) => `${desk.below}/chats/${chatId}/wrap-up`;
  const configure = async (settings: object) => {
    const { version } = await app.admin.must('GET', `${desk.below}/wrap-up`);
    return app.admin.must('PUT', `${desk.below}/wrap-up`, {
      enabled: true,
      options: [sales],
      link: { url: 'https://crm.example/new?chat={chat.id}&back={callback}', caption: 'CRM' },
      ...settings,
      version,
    });
  };
  const active = async () => {
    const visitor = await desk.ask();
    await desk.accept(olga, visitor.chatId);
    return visitor;
  };
  const choose = (chatId: string, { id }: WrapUpOption, by = olga.caller) =>
    by.call('PUT', path(chatId), { body: { optionId: id } });
  const days = async () => {
    const rows = await app.storage.db
      .selectFrom('day_total')
      .select(['counter', 'value'])
      .where('site_id', '=', desk.site.id)
      .where('counter', 'like', 'wrapUp%')
      .where('value', '!=', 0)
      .orderBy('counter')
      .execute();
    return Object.fromEntries(rows.map((row) => [row.counter, Number(row.value)]));
  };

  describe.each(cases)('S-064 to S-073 shows at $shows, type $type, required: $required', ({ type, ...settings }) => {
    /** Classifies the chat as its operator would. */
    const wrapUp = async (chatId: string) => {
      if (type === 'link') await olga.caller.must('POST', `${path(chatId)}/opened`);
      else await olga.caller.must('PUT', path(chatId), { optionId: sold.id });
    };

    test('its operator closes it', async () => {
      await configure({ type, ...settings });
      const { chatId } = await active();
      if (settings.required) {
        expect(await desk.end(olga, chatId)).toBe('conflict');
        const refused = await olga.caller.call('POST', `${desk.below}/chats/${chatId}/end`);
        expect([refused.statusCode, errorsOf(refused)]).toEqual([
          409,
          ['wrapUp: is needed before the chat can be closed'],
        ]);
        expect(await desk.read(chatId)).toMatchObject({ state: 'active', wrapUp: null });
        await wrapUp(chatId);
      }
      expect(await desk.end(olga, chatId)).toBe('done');
      expect(await desk.read(chatId)).toMatchObject({ state: 'closed' });
    });

    test('its visitor ends it', async () => {
      await configure({ type, ...settings });
      const { chatId, window } = await active();
      window.send({ type: 'chat.ended', chatId });
      // Whether anything is outstanding is not for the visitor.
      await window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
      expect((await desk.read(chatId)).state).toBe(settings.required ? 'ended' : 'closed');
      const waiting = (await desk.welcome(olga)).map((chat) => chat.id);
      expect(waiting).toEqual(settings.required ? [chatId] : []);
      if (settings.required) expect(await desk.end(olga, chatId)).toBe('conflict');

      await wrapUp(chatId);
      expect(await desk.read(chatId)).toMatchObject({
        state: 'closed',
        wrapUp: { label: type === 'link' ? 'CRM' : 'Sold', operatorId: olga.id },
      });
      expect(await desk.welcome(olga)).toEqual([]);
    });
  });

  test('S-065 the message to the operator is the one that was set', async () => {
    expect(await olga.caller.must('GET', `${desk.below}/wrap-up`)).toMatchObject({
      enabled: false,
      message: 'How would you classify this chat?',
      required: false,
      shows: 'end',
      type: 'buttons',
      version: 0,
    });
    await configure({ message: 'What was it?' });
    expect(await olga.caller.must('GET', `${desk.below}/wrap-up`)).toMatchObject({
      message: 'What was it?',
      version: 1,
    });
  });

  test('S-066 a chat that times out, or whose visitor goes, waits for its wrap-up', async () => {
    await configure({ required: true });
    const { chatId, page, window } = await active();
    await page.close();
    await window.close();
    await app.storage.db.updateTable('chat').set({ visitor_left_at: 1 }).where('id', '=', chatId).execute();
    // The sweep comes every five seconds.
    await expect.poll(async () => (await desk.read(chatId)).state, { timeout: 15_000, interval: 100 }).toBe('ended');
    expect((await desk.entries(chatId)).at(-1)?.content).toMatchObject({ kind: 'ended', reason: 'visitorLeft' });
  }, 20_000);

  test('S-066 a missed chat needs none', async () => {
    await configure({ required: true });
    const { chatId, window } = await desk.ask();
    window.send({ type: 'chat.ended', chatId });
    await window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'missed');
    expect((await choose(chatId, sold, app.admin)).statusCode).toBe(409);
    expect(await desk.read(chatId)).toMatchObject({ state: 'missed', wrapUp: null });
  });

  test('S-066 what waits is let go when no wrap-up is needed any more', async () => {
    await configure({ required: true });
    const { chatId, window } = await active();
    window.send({ type: 'chat.ended', chatId });
    await window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
    expect((await desk.read(chatId)).state).toBe('ended');
    await configure({ required: false });
    expect(await desk.read(chatId)).toMatchObject({ state: 'closed', wrapUp: null });
    await olga.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
  });

  test('S-066 the last operator is asked; others are not, and a supervisor may fill in what waits', async () => {
    await configure({ required: true });
    const otto = await desk.addStaff('Otto');
    const sue = await desk.addStaff('Sue', 'supervisor');
    const { chatId, window } = await active();
    expect((await choose(chatId, sold, otto.caller)).statusCode).toBe(403);
    expect((await choose(chatId, sold, sue.caller)).statusCode).toBe(409);

    olga.socket.send({ type: 'chat.left', siteId: desk.site.id, chatId, requestId: 'left' });
    await olga.socket.next(({ requestId }) => requestId === 'left');
    await desk.accept(otto, chatId);
    expect((await choose(chatId, sold)).statusCode).toBe(403);
    window.send({ type: 'chat.ended', chatId });
    await window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
    expect(await desk.welcome(olga)).toEqual([]);
    expect((await desk.welcome(otto)).map((chat) => chat.id)).toEqual([chatId]);
    expect(await desk.welcome(sue)).toEqual([]);

    expect((await choose(chatId, lost, sue.caller)).statusCode).toBe(200);
    expect(await desk.read(chatId)).toMatchObject({ state: 'closed', wrapUp: { operatorId: sue.id, label: 'Lost' } });
    await otto.socket.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
  });

  test('S-074 a second choice replaces the first, the same one changes nothing, and the log keeps it all', async () => {
    await configure({});
    const { chatId } = await active();
    await choose(chatId, sold);
    await choose(chatId, sold);
    await choose(chatId, lost);
    expect((await desk.read(chatId)).wrapUp).toMatchObject({
      optionId: lost.id,
      label: 'Lost',
      path: ['Sales', 'Lost'],
    });
    const log = await desk.entries(chatId);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_entry, index) => index + 1));
    expect(log.slice(2).map(({ content, sender }) => [sender.operatorId, content])).toEqual([
      [olga.id, { kind: 'wrapUpChosen', optionId: sold.id, path: ['Sales', 'Sold'], before: null }],
      [olga.id, { kind: 'wrapUpChosen', optionId: lost.id, path: ['Sales', 'Lost'], before: ['Sales', 'Sold'] }],
    ]);
    expect(await olga.caller.must('GET', path(chatId))).toMatchObject({ wrapUp: { label: 'Lost' } });
  });

  test('S-074 many choices at once leave one value, and a log without gaps', async () => {
    await configure({});
    const { chatId } = await active();
    await Promise.all(Array.from({ length: 12 }, (_, index) => choose(chatId, index % 2 ? sold : lost)));
    const { wrapUp } = await desk.read(chatId);
    const log = await desk.entries(chatId);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_entry, index) => index + 1));
    expect(log.at(-1)?.content).toMatchObject({ path: wrapUp?.path });
    expect(await days()).toEqual({ wrapUps: 1, [`wrapUp:${sales.id}`]: 1, [`wrapUp:${wrapUp?.optionId}`]: 1 });
  });

  test('S-074 editing the options rewrites nothing; one that chats have can be archived, not deleted', async () => {
    await configure({});
    const { chatId } = await active();
    await choose(chatId, sold);
    const { version, usedOptions } = await app.admin.must<{ version: number; usedOptions: string[] }>(
      'GET',
      `${desk.below}/wrap-up`,
    );
    expect(usedOptions.sort()).toEqual([sales.id, sold.id].sort());
    const save = (options: WrapUpOption[]) =>
      app.admin.call('PUT', `${desk.below}/wrap-up`, { body: { enabled: true, options, version } });
    const gone = await save([{ ...sales, options: [lost] }]);
    expect([gone.statusCode, errorsOf(gone)]).toEqual([
      400,
      ['options: chats have “Sold”: archive it, it cannot be deleted'],
    ]);
    expect((await save([{ ...sales, options: [{ ...sold, label: 'Won', archived: true }, lost] }])).statusCode).toBe(
      200,
    );
    expect((await desk.read(chatId)).wrapUp).toMatchObject({ label: 'Sold', path: ['Sales', 'Sold'] });
    const other = await active();
    expect(errorsOf(await choose(other.chatId, sold))).toEqual([
      'optionId: is no option of this site that can be chosen',
    ]);
  });

  test.each<[what: string, leavesOnly: boolean, status: number]>([
    ['leaves only: a branch is none', true, 400],
    ['otherwise a branch is one', false, 200],
  ])('S-072 %s', async (_what, leavesOnly, status) => {
    await configure({ type: 'menu', leavesOnly });
    const { chatId } = await active();
    expect((await choose(chatId, sales)).statusCode).toBe(status);
  });

  test.each<[what: string, change: () => object, errors: string[]]>([
    ['nothing to choose', () => ({ options: [] }), ['options: add at least one option that can be chosen']],
    [
      'only archived ones',
      () => ({ options: [option('Old', [], true)] }),
      ['options: add at least one option that can be chosen'],
    ],
    [
      'a name twice, whatever the case',
      () => ({ options: [option('Sales', [option('New'), option('NEW')])] }),
      ['options.0.options.1.label: “NEW” is there twice'],
    ],
    ['a web link without address', () => ({ type: 'link', link: {} }), ['link.url: is needed: the page to open']],
    [
      'an address that runs a script',
      () => ({ link: { url: 'javascript:alert(1)' } }),
      ['link.url: must be an address such as https://crm.example.com/visitor, without blanks'],
    ],
    [
      'an unknown placeholder',
      () => ({ link: { url: 'https://crm.example/{visitor.shoe}' } }),
      [
        `link.url: has an unknown placeholder {visitor.shoe}; there are ${wrapUpPlaceholders.map((one) => `{${one}}`).join(' ')}`,
      ],
    ],
    [
      'a host that the visitor decides',
      () => ({ link: { url: 'https://{visitor.name}.example/' } }),
      ['link.url: can have placeholders in its path, its query and after #, not in the name of the host'],
    ],
    [
      'a call-back that the page never hears of',
      () => ({ link: { url: 'https://crm.example/', completedBy: 'callback' } }),
      ['link.url: needs {callback}, so that the page knows where to call back'],
    ],
  ])('refuses %s', async (_what, change, errors) => {
    const refused = await app.admin.call('PUT', `${desk.below}/wrap-up`, {
      body: { enabled: true, options: [sales], ...change(), version: 0 },
    });
    expect([refused.statusCode, errorsOf(refused)]).toEqual([400, errors]);
  });

  test('a stale version is a conflict', async () => {
    await configure({});
    const stale = await app.admin.call('PUT', `${desk.below}/wrap-up`, { body: { version: 0 } });
    expect(stale.statusCode).toBe(409);
  });

  describe('S-073 web link', () => {
    const link = { url: 'https://crm.example/new?chat={chat.id}&name={visitor.name}&back={callback}', caption: 'CRM' };

    test('is filled, and calls back once it is done', async () => {
      await configure({ type: 'link', required: true, link: { ...link, completedBy: 'callback' } });
      const { chatId } = await active();
      const { url } = await olga.caller.must<{ url: string }>('GET', `${path(chatId)}/link`);
      const query = new URL(url).searchParams;
      expect([query.get('chat'), query.get('name')]).toEqual([chatId, 'Vera']);
      await olga.caller.must('POST', `${path(chatId)}/opened`);
      expect(await desk.end(olga, chatId)).toBe('conflict');

      const { pathname, search } = new URL(String(query.get('back')));
      const stranger = callerOf(app);
      const forged = `${pathname}${search.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}`;
      expect((await stranger.call('POST', forged, { body: { value: 'Case 7' } })).statusCode).toBe(400);
      expect((await desk.read(chatId)).wrapUp).toBeNull();
      await stranger.must('POST', `${pathname}${search}`, { value: 'Case A, 4111 1111 1111 1111' });
      expect((await desk.read(chatId)).wrapUp).toMatchObject({
        optionId: null,
        label: 'Case A, 4111 11•• •••• 1111',
        operatorId: null,
      });
      expect(await desk.end(olga, chatId)).toBe('done');
      expect((await desk.entries(chatId)).map(({ content }) => content.kind)).toEqual([
        'requested',
        'joined',
        'wrapUpOpened',
        'wrapUpChosen',
        'ended',
      ]);
      expect(await days()).toEqual({ wrapUps: 1, 'wrapUp:link': 1 });
    });

    test('the address is for who is asked', async () => {
      await configure({ type: 'link', link });
      const otto = await desk.addStaff('Otto');
      const { chatId } = await active();
      expect((await otto.caller.call('GET', `${path(chatId)}/link`)).statusCode).toBe(403);
      expect((await otto.caller.call('POST', `${path(chatId)}/opened`)).statusCode).toBe(403);
    });
  });

  test('S-075 the report counts options, branches, days, operators and what is outstanding', async () => {
    await configure({ required: true });
    const [first, second, third] = [await active(), await active(), await active()];
    await choose(first.chatId, lost);
    await choose(first.chatId, sold);
    await choose(second.chatId, sold);
    third.window.send({ type: 'chat.ended', chatId: third.chatId });
    await third.window.next((frame) => frame.type === 'chat.changed' && frame.chat.state === 'closed');
    const report = await olga.caller.must<WrapUpReport>(
      'GET',
      `${desk.below}/reports/wrap-ups?from=2020-01-01&to=2100-01-01`,
    );
    expect(report).toMatchObject({ chats: 2, outstanding: 1, byLink: 0 });
    expect(report.options.map(({ label, depth, chats }) => [label, depth, chats])).toEqual([
      ['Sales', 0, 2],
      ['Sold', 1, 2],
      ['Lost', 1, 0],
    ]);
    expect(report.operators).toMatchObject([{ operatorId: olga.id, chats: 2, outstanding: 1 }]);
    expect(report.days.reduce((sum, { chats }) => sum + chats, 0)).toBe(2);
    const before = await olga.caller.must<WrapUpReport>(
      'GET',
      `${desk.below}/reports/wrap-ups?from=2020-01-01&to=2020-12-31`,
    );
    expect(before).toMatchObject({ chats: 0, outstanding: 0, operators: [], days: [] });

    const { items } = await olga.caller.must<{ items: ChatSummary[] }>('GET', `${desk.below}/chats?wrapUp=${sales.id}`);
    expect(items.map(({ id }) => id)).toEqual([second.chatId, first.chatId]);
  });

  test('B-306 counting anew from the facts finds what was counted', async () => {
    await configure({});
    const [first, second] = [await active(), await active()];
    await choose(first.chatId, lost);
    await choose(first.chatId, sold);
    await choose(second.chatId, lost);
    const differs = async () =>
      (await rebuildTotals(app.storage, { write: false })).differences.filter(
        ({ siteId, counter }) => siteId === desk.site.id && counter.startsWith('wrapUp'),
      );
    expect(await differs()).toEqual([]);
    const before = await days();
    expect(before).toEqual({
      wrapUps: 2,
      [`wrapUp:${sales.id}`]: 2,
      [`wrapUp:${sold.id}`]: 1,
      [`wrapUp:${lost.id}`]: 1,
    });
    await app.storage.db
      .updateTable('day_total')
      .set({ value: 7 })
      .where('site_id', '=', desk.site.id)
      .where('counter', '=', `wrapUp:${sold.id}`)
      .execute();
    expect(await differs()).toMatchObject([{ stored: 7, counted: 1 }]);
    await rebuildTotals(app.storage, { write: true });
    expect(await days()).toEqual(before);
  });

  test('a visitor is told nothing of it, now or after coming back', async () => {
    await configure({ required: true });
    const { chatId, window } = await active();
    await window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'joined');
    await choose(chatId, sold);
    await choose(chatId, lost);
    const placeholder = await window.next((frame) => frame.type === 'entry' && frame.entry.seq === 4);
    expect(placeholder.entry).toEqual({
      seq: 4,
      at: placeholder.entry.at,
      sender: { kind: 'system', name: null, operatorId: null },
      cid: null,
      content: { kind: 'internal' },
    });
    await window.ask({ type: 'chat.resumed', chatId, afterSeq: 0 });
    for (const secret of ['wrapUp', 'Sold', 'Lost', 'Sales', sold.id, olga.id])
      expect(JSON.stringify(window.frames)).not.toContain(secret);
  });

  test('rules know the last wrap-up, in this visit and in the next', async () => {
    await configure({});
    await app.admin.must('POST', `${desk.below}/prospect-rules`, {
      name: 'Has bought',
      conditions: { all: [{ variable: 'visitor.lastWrapUp', operator: 'equals', value: 'sold' }] },
    });
    const fired = async () => {
      const rows = await app.storage.db
        .selectFrom('firing')
        .select('rule_name')
        .where('site_id', '=', desk.site.id)
        .where('rule_kind', '=', 'prospectRule')
        .execute();
      return rows.map((row) => row.rule_name);
    };
    const { chatId, visitor } = await active();
    expect(await fired()).toEqual([]);
    await choose(chatId, sold);
    await expect.poll(fired).toEqual(['Has bought']);
    const facts = (until?: number) => readChatFacts(app.storage.db, desk.site.id, visitor, until);
    expect(await facts()).toEqual({ lastWrapUp: 'Sold', lastRating: null, tags: [] });
    expect(await facts(Date.now() - 3_600_000)).toEqual({ lastWrapUp: null, lastRating: null, tags: [] });
  });
});
