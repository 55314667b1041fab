import { randomUUID } from 'node:crypto';
import type { ChatSummary } from '@foyer/protocol/chat';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { errorsOf } from '../../testing/errors-of.ts';

describe.each(appsOnStores)('tags on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  let desk: Desk;
  let olga: Deskmate;

  beforeAll(async () => {
    app = await open();
    origin = await app.listen();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    desk = await openDesk(app, origin);
    olga = await desk.addStaff('Olga');
  });

  const addTag = (tag: object) => app.admin.must<{ id: string; version: number }>('POST', `${desk.below}/tags`, tag);
  const tagPath = (chatId: string, tagId: string) => `${desk.below}/chats/${chatId}/tags/${tagId}`;
  const put = (chatId: string, tagId: string, value: string | null = null, by = olga.caller) =>
    by.call('PUT', tagPath(chatId, tagId), { body: { value } });
  const active = async () => {
    const visitor = await desk.ask();
    await desk.accept(olga, visitor.chatId);
    return visitor;
  };
  const tagsOf = async (chatId: string) => (await desk.read(chatId)).tags.map(({ name, value }) => [name, value]);
  const logOf = async (chatId: string) =>
    (await desk.entries(chatId)).map(({ content }) => content).filter(({ kind }) => kind.startsWith('tag'));

  describe('S-076 the list', () => {
    test('has each tag with its colour, description and whether it takes a value', async () => {
      const tag = { name: 'Order', color: '#e8590c', description: 'Number of the order', takesValue: true };
      const made = await addTag(tag);
      await addTag({ name: 'angry' });
      const { items } = await olga.caller.must<{ items: object[] }>('GET', `${desk.below}/tags`);
      expect(items).toMatchObject([
        { name: 'angry', takesValue: false, archived: false, chats: 0 },
        { ...tag, id: made.id, version: 1 },
      ]);
    });

    test('has each name once, whatever its case', async () => {
      const vip = await addTag({ name: 'VIP' });
      const twice = await app.admin.call('POST', `${desk.below}/tags`, { body: { name: 'vip' } });
      expect([twice.statusCode, errorsOf(twice)]).toEqual([
        400,
        ['name: is taken: there is “VIP”; case makes no difference'],
      ]);
      const other = await addTag({ name: 'Press' });
      const renamed = await app.admin.call('PUT', `${desk.below}/tags/${other.id}`, {
        body: { name: 'vIp', version: 1 },
      });
      expect([renamed.statusCode, errorsOf(renamed)[0]]).toEqual([
        400,
        'name: is taken: there is “VIP”; case makes no difference',
      ]);
      await app.admin.must('PUT', `${desk.below}/tags/${vip.id}`, { name: 'Vip', version: 1 });
    });

    test.each<[what: string, body: object, error: RegExp]>([
      ['no name', { name: ' ' }, /^name/],
      ['two lines', { name: 'a\nb' }, /^name: must be one line/],
      ['no colour', { name: 'a', color: 'red' }, /^color: must be a colour/],
      ['a long description', { name: 'a', description: 'x'.repeat(201) }, /^description/],
    ])('refuses %s', async (_what, body, error) => {
      const refused = await app.admin.call('POST', `${desk.below}/tags`, { body });
      expect([refused.statusCode, errorsOf(refused)]).toEqual([400, [expect.stringMatching(error)]]);
    });

    test('loses a tag only while no chat carries it; another can be archived, and goes on no further chat', async () => {
      const unused = await addTag({ name: 'Unused' });
      const used = await addTag({ name: 'Used' });
      const { chatId } = await active();
      await put(chatId, used.id);
      expect((await app.admin.call('DELETE', `${desk.below}/tags/${unused.id}?version=1`)).statusCode).toBe(204);
      expect((await app.admin.call('DELETE', `${desk.below}/tags/${used.id}?version=1`)).statusCode).toBe(409);
      await app.admin.must('PUT', `${desk.below}/tags/${used.id}`, { name: 'Used', archived: true, version: 1 });
      expect(await tagsOf(chatId)).toEqual([['Used', null]]);
      const other = await active();
      expect((await put(other.chatId, used.id)).statusCode).toBe(409);
    });

    test('stale versions are conflicts', async () => {
      const tag = await addTag({ name: 'Tag' });
      await app.admin.must('PUT', `${desk.below}/tags/${tag.id}`, { name: 'Other', version: 1 });
      const stale = await app.admin.call('PUT', `${desk.below}/tags/${tag.id}`, { body: { name: 'Tag', version: 1 } });
      expect(stale.statusCode).toBe(409);
      expect((await app.admin.call('DELETE', `${desk.below}/tags/${tag.id}?version=1`)).statusCode).toBe(409);
    });
  });

  test('S-077 a chat carries any number of tags, until and after its end, and its log keeps every change', async () => {
    const tags = await Promise.all(['One', 'Two', 'Three'].map((name) => addTag({ name })));
    const { chatId } = await active();
    for (const { id } of tags) expect((await put(chatId, id)).statusCode).toBe(200);
    expect((await put(chatId, tags[0]?.id ?? '')).statusCode).toBe(200); // it has it already
    expect(await desk.end(olga, chatId)).toBe('done');
    await olga.caller.must('DELETE', tagPath(chatId, tags[1]?.id ?? ''));
    await olga.caller.must('DELETE', tagPath(chatId, tags[1]?.id ?? ''));
    expect(await tagsOf(chatId)).toEqual([
      ['One', null],
      ['Three', null],
    ]);
    expect(await logOf(chatId)).toEqual([
      { kind: 'tagAdded', name: 'One', value: null },
      { kind: 'tagAdded', name: 'Two', value: null },
      { kind: 'tagAdded', name: 'Three', value: null },
      { kind: 'tagRemoved', name: 'Two', value: null },
    ]);
    const log = await desk.entries(chatId);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_entry, index) => index + 1));
    const { items } = await olga.caller.must<{ items: ChatSummary[] }>('GET', `${desk.below}/chats?tag=${tags[0]?.id}`);
    expect(items.map(({ id }) => id)).toEqual([chatId]);
    expect(await olga.caller.must('GET', `${desk.below}/chats?tag=${tags[1]?.id}`)).toMatchObject({ items: [] });
  });

  test('S-077 many at once are all there', async () => {
    const tags = await Promise.all(Array.from({ length: 10 }, (_, index) => addTag({ name: `Tag ${index}` })));
    const { chatId } = await active();
    await Promise.all(tags.map(({ id }) => put(chatId, id)));
    expect((await tagsOf(chatId)).length).toBe(10);
    expect((await logOf(chatId)).length).toBe(10);
  });

  test('S-078 a tag can say something, if it takes a value; card numbers in it are masked', async () => {
    const order = await addTag({ name: 'Order', takesValue: true });
    const plain = await addTag({ name: 'Plain' });
    const { chatId } = await active();
    await put(chatId, order.id, ' A-17 ');
    await put(chatId, order.id, 'Card 4111 1111 1111 1111');
    expect(await tagsOf(chatId)).toEqual([['Order', 'Card 4111 11•• •••• 1111']]);
    expect(await logOf(chatId)).toEqual([
      { kind: 'tagAdded', name: 'Order', value: 'A-17' },
      { kind: 'tagChanged', name: 'Order', value: 'Card 4111 11•• •••• 1111', before: 'A-17' },
    ]);
    expect(errorsOf(await put(chatId, plain.id, 'more'))).toEqual(['value: “Plain” takes no value']);
  });

  test('operators who are or were in the chat tag it, and supervisors; others do not', async () => {
    const tag = await addTag({ name: 'Tag' });
    const otto = await desk.addStaff('Otto');
    const sue = await desk.addStaff('Sue', 'supervisor');
    const { chatId } = await active();
    expect((await put(chatId, tag.id, null, otto.caller)).statusCode).toBe(403);
    expect((await put(chatId, tag.id, null, sue.caller)).statusCode).toBe(200);
    olga.socket.send({ type: 'chat.left', siteId: desk.site.id, chatId, requestId: 'left' });
    await olga.socket.next(({ requestId }) => requestId === 'left');
    await desk.accept(otto, chatId);
    expect((await otto.caller.call('DELETE', tagPath(chatId, tag.id))).statusCode).toBe(200);
    expect((await put(chatId, tag.id)).statusCode).toBe(200);
    expect((await put(chatId, randomUUID())).statusCode).toBe(404);
  });

  test('operators make tags on the fly only where the site lets them', async () => {
    const { chatId } = await active();
    const make = () => olga.caller.call('POST', `${desk.below}/chats/${chatId}/tags`, { body: { name: 'Fly' } });
    expect(errorsOf(await make())).toEqual([
      'name: is no tag of this site, and only administrators make new ones here',
    ]);
    await app.admin.must('PUT', `${desk.below}/tags/settings`, { operatorsMayAdd: true, version: 0 });
    expect((await make()).statusCode).toBe(200);
    const again = await olga.caller.call('POST', `${desk.below}/chats/${chatId}/tags`, { body: { name: 'FLY' } });
    expect(again.statusCode).toBe(200);
    expect(await tagsOf(chatId)).toEqual([['Fly', null]]);
    await olga.socket.next((frame) => frame.type === 'configuration.changed' && frame.documents === 'tags');
  });

  test('a visitor is told nothing of it', async () => {
    const tag = await addTag({ name: 'Difficult', takesValue: true });
    const { chatId, window } = await active();
    await put(chatId, tag.id, 'very');
    await window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'internal');
    for (const secret of ['tag', 'Difficult', 'very', olga.id])
      expect(JSON.stringify(window.frames)).not.toContain(secret);
  });

  test('rules know the tags of all chats by the names they have now, in this visit and in the next', async () => {
    const tag = await addTag({ name: 'Big one' });
    const condition = { variable: 'visitor.tags', operator: 'includes', value: 'KEY ACCOUNT' };
    await app.admin.must('POST', `${desk.below}/prospect-rules`, {
      name: 'Key accounts',
      conditions: { all: [condition] },
    });
    const fired = async () => {
      const rows = await app.storage.db
        .selectFrom('firing')
        .select('visitor_id')
        .where('site_id', '=', desk.site.id)
        .where('rule_kind', '=', 'prospectRule')
        .execute();
      return rows.map((row) => row.visitor_id);
    };
    const first = await active();
    const second = await active();
    await put(first.chatId, tag.id);
    await app.admin.must('PUT', `${desk.below}/tags/${tag.id}`, { name: 'Key account', version: 1 });
    await put(second.chatId, tag.id);
    await expect.poll(fired).toEqual([second.visitor]);
  });
});
