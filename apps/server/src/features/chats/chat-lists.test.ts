import type { EntryContent } from '@foyer/protocol/chat';
import type { ListedChat } from '@foyer/protocol/chat-list';
import type { Site } from '@foyer/protocol/site';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import type { Caller } from '../../testing/caller.ts';
import { addOperator } from '../../testing/world.ts';
import { removeFromSearch } from '../chat-search/index-chat-text.ts';
import { acceptPendingChat, appendEntry, insertChat, system } from './chat-log-repository.ts';
import { updateChatContact } from './chat-repository.ts';

const minute = 60_000;
const noon = Date.parse('2026-03-10T12:00:00Z');

const emptyVisit = {
  ended_at: null,
  entry_page: 'https://shop.example/',
  referrer: null,
  referrer_host: null,
  referring_site: null,
  is_search: 0,
  search_phrase: null,
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_term: null,
  utm_content: null,
  address: '192.0.2.1',
  host_name: null,
  region: null,
  city: null,
  organisation: null,
  own_organisation: null,
  language: null,
  time_zone: null,
  browser: null,
  os: null,
  device: null,
  screen_width: null,
  alert_id: null,
  alert_name: null,
  alert_explanation: null,
  customer: null,
};

describe.each(appsOnStores)('lists of chats on %s', (_name, open) => {
  let app: StoredApp;
  let site: Site;
  let other: Site;
  let below: string;
  const callers: Record<string, { id: string; name: string; caller: Caller }> = {};

  beforeAll(async () => {
    app = await open();
    // UTC+13 in March: its days end at 11:00 UTC.
    site = await app.admin.must<Site>('POST', '/api/v1/sites', { name: 'Lists', timeZone: 'Pacific/Auckland' });
    other = await app.admin.must<Site>('POST', '/api/v1/sites', { name: 'Other' });
    below = `/api/v1/sites/${site.id}`;
    for (const [name, role] of [
      ['Olga', 'operator'],
      ['Otto', 'operator'],
      ['Sue', 'supervisor'],
    ] as const) {
      const { id, caller } = await addOperator(app, name, role, [site.id]);
      await app.storage.db.updateTable('operator').set({ status: 'online' }).where('id', '=', id).execute();
      callers[name] = { id, name, caller };
    }
  });
  afterAll(() => app.close());

  const staff = (name: string) => {
    const one = callers[name];
    if (!one) throw new Error(`no ${name}`);
    return one;
  };

  /** A chat of a visitor of its own. */
  async function ask(
    question: string,
    { at = noon, siteId = site.id, state = 'pending', name = null, email = null }: Partial<Ask> = {},
  ): Promise<string> {
    const id = newId();
    const contact = { visitorName: name, visitorEmail: email };
    const source = { inviteId: null, invitationId: null, alertId: null, country: null, pageUrl: null };
    const content = { kind: 'requested', name, email, question, pageUrl: null } as const;
    await insertChat(
      app.storage.db,
      {
        id,
        siteId,
        visitorId: randomHex(16),
        visitId: null,
        state,
        missedReason: state === 'missed' ? 'offlineMessage' : null,
        at,
        ...contact,
        ...source,
      },
      [{ sender: { kind: 'visitor', id: 'v', name }, cid: randomHex(16), content }],
    );
    return id;
  }
  interface Ask {
    at: number;
    siteId: string;
    state: 'pending' | 'missed';
    name: string | null;
    email: string | null;
  }

  const say = (chatId: string, content: EntryContent, by: 'visitor' | 'operator' = 'operator') =>
    appendEntry(
      app.storage.db,
      site.id,
      chatId,
      { states: ['pending', 'active', 'closed', 'missed'] },
      { sender: { kind: by, id: newId(), name: by }, cid: null, content, at: noon },
    );
  const message = (body: string): EntryContent => ({ kind: 'message', body });

  async function take(chatId: string, name: string, at = noon) {
    const { id } = staff(name);
    expect(await acceptPendingChat(app.storage.db, site.id, chatId, { id, name }, at)).not.toBeNull();
  }
  async function end(chatId: string, at: number) {
    const patch = { state: 'closed', ended_at: at, ended_by: 'system' } as const;
    const content = { kind: 'ended', by: 'system', reason: null } as const;
    const guard = { states: ['active' as const] };
    await appendEntry(app.storage.db, site.id, chatId, guard, { sender: system, cid: null, content, at, patch });
  }

  const find = async (query: Record<string, string>, caller: Caller = app.admin, list = 'chats') =>
    (await caller.must<{ items: ListedChat[] }>('GET', `${below}/${list}?${new URLSearchParams(query)}`)).items;
  /** Ids of what a search finds. */
  const search = async (text: string, caller?: Caller) => (await find({ text }, caller)).map(({ id }) => id);

  test('W-192 finds words of any language, phrases, beginnings, and leaves out what has a word', async () => {
    const chats = {
      german: await ask('Die Lampe ist beschädigt, 42 cm Größe'),
      french: await ask('Où est l’adresse d’Émile ?'),
      arabic: await ask('مرحبا، كيف حالك؟'),
      chinese: await ask('我要退货'),
      english: await ask('My parcel 😀is too late', { name: 'Zoë Blank', email: 'zoe.blank@example.test' }),
    };
    await say(chats.english, message('Your PARCELS come too soon'));
    for (const [typed, expected] of [
      ['größe', ['german']],
      ['GRÖSSE', []],
      ['beschäd*', ['german']],
      ['42', ['german']],
      ['émile', ['french']],
      ['E\u0301MILE adresse', ['french']],
      ['emile', []],
      ['كيف', ['arabic']],
      ['退货', ['chinese']],
      ['货退', []],
      ['is', ['english']],
      ['"too late"', ['english']],
      ['"late soon"', []],
      ['parcel soon', ['english']],
      ['parcel*', ['english']],
      ['parce', []],
      ['zoë', ['english']],
      ['zoe.blank@example.test', ['english']],
      ['lamp* -cm', []],
      ['-größe -parcel -adresse -كيف', ['chinese']],
      ["late'; --", ['english']],
      ['late) OR 1=1', []],
    ] as [string, (keyof typeof chats)[]][])
      expect([typed, await search(typed)]).toEqual([typed, expected.map((name) => chats[name])]);
  });

  test('a hit says where it stands, who wrote it, and what is marked, as text', async () => {
    const chatId = await ask('<b>Umbrella</b>?', { name: 'Una Umbrella' });
    await say(chatId, message('An umbrella, yes'));
    await say(chatId, { kind: 'whisper', body: 'umbrella are sold out' });
    const [found] = await find({ text: 'umbrella' });
    expect(found?.hits).toEqual([
      { seq: 0, sender: null, isInternal: false, text: 'Una Umbrella', marks: [[4, 12]] },
      {
        seq: 1,
        sender: { kind: 'visitor', name: 'Una Umbrella' },
        isInternal: false,
        text: '<b>Umbrella</b>?',
        marks: [[3, 11]],
      },
      {
        seq: 2,
        sender: { kind: 'operator', name: 'operator' },
        isInternal: false,
        text: 'An umbrella, yes',
        marks: [[3, 11]],
      },
    ]);
    const [sold] = await find({ text: '"sold out"' });
    expect(sold?.hits).toMatchObject([{ seq: 3, isInternal: true }]);
    expect((await find({}))[0]).not.toHaveProperty('hits');
  });

  test('what is found: file names, notes, comments, offline messages, answers that are not to be hidden', async () => {
    const chatId = await ask('hello', { state: 'missed' });
    const file = {
      fileId: 'f',
      name: 'Quince_Report.pdf',
      mediaType: 'application/pdf',
      bytes: 1,
      width: null,
      height: null,
    };
    await say(chatId, { kind: 'file', ...file }, 'visitor');
    await say(chatId, { kind: 'note', body: 'quincenote' });
    await say(chatId, { kind: 'rated', rating: 2, comment: 'quincecomment' }, 'visitor');
    await say(chatId, {
      kind: 'surveyAnswered',
      phase: 'preChat',
      answers: [
        { name: 'order', label: 'Order', value: 'quinceanswer' },
        { name: 'pin', label: 'PIN', value: 'quincesecret', masked: true },
      ],
    });
    for (const word of ['quince', 'quincenote', 'quincecomment', 'quinceanswer'])
      expect([word, await search(word)]).toEqual([word, [chatId]]);
    expect(await search('quincesecret')).toEqual([]);
    expect((await find({ text: 'quincenote', status: 'all' }, app.admin, 'missed-chats'))[0]).toMatchObject({
      chat: { id: chatId },
      hits: [{ seq: 3 }],
    });
  });

  test('a chat is found by the name it has now', async () => {
    const chatId = await ask('hi', { name: 'Olivia Formerly' });
    await updateChatContact(app.storage.db, site.id, chatId, { name: 'Olivia Nowadays', email: null });
    expect([await search('formerly'), await search('nowadays')]).toEqual([[], [chatId]]);
  });

  test('R-204 R-208 a search tells of no chat that whoever asks may not read', async () => {
    const [olga, otto, sue] = [staff('Olga'), staff('Otto'), staff('Sue')];
    await ask('secretword there', { siteId: other.id });
    const chatId = await ask('secretword here');
    expect(await search('secretword', otto.caller)).toEqual([chatId]);
    await take(chatId, 'Olga');
    expect(await search('secretword', otto.caller)).toEqual([]);
    expect((await find({ text: 'secretword', limit: '1' }, otto.caller)).length).toBe(0);
    expect(await search('secretword', olga.caller)).toEqual([chatId]);
    expect(await search('secretword', sue.caller)).toEqual([chatId]);
    await end(chatId, noon);
    expect(await search('secretword', otto.caller)).toEqual([chatId]);
    expect((await otto.caller.call('GET', `/api/v1/sites/${other.id}/chats?text=secretword`)).statusCode).toBe(404);
  });

  test('what is taken out of the index stands in it no more', async () => {
    const chatId = await ask('canaryword', { name: 'Canaryname' });
    await removeFromSearch(app.storage.db, site.id, [chatId]);
    expect([await search('canaryword'), await search('canaryname')]).toEqual([[], []]);
    const { db, dialect } = app.storage;
    const { rows } =
      dialect === 'sqlite'
        ? await sql<{
            n: number;
          }>`select count(*) as n from chat_word_data where instr(block, cast('canary' as blob)) > 0`.execute(db)
        : await sql<{ n: number }>`select count(*) as n from chat_text where vector @@ 'canary:*'::tsquery`.execute(db);
    expect(Number(rows[0]?.n)).toBe(0);
    if (dialect === 'sqlite') await sql`insert into chat_word (chat_word) values ('integrity-check')`.execute(db);
  });

  describe('in order', () => {
    const inOrder = new Map<string, string>();
    let list: string;
    /** Names of the chats of a list, read so many at a time. */
    async function read(query: Record<string, string>, limit = 50): Promise<string[]> {
      const names: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const asked = new URLSearchParams({ ...query, limit: String(limit), ...(cursor && { cursor }) });
        const page: { items: ListedChat[]; next: string | null } = await app.admin.must('GET', `${list}?${asked}`);
        names.push(...page.items.map(({ id }) => inOrder.get(id) ?? id));
        cursor = page.next;
      }
      return names;
    }

    beforeAll(async () => {
      const made = await app.admin.must<Site>('POST', '/api/v1/sites', { name: 'Order', timeZone: 'Pacific/Auckland' });
      site = made;
      below = `/api/v1/sites/${made.id}`;
      list = `${below}/chats`;
      // Name, minutes after noon, minutes until taken and ended, rating, by whom.
      for (const [name, asked, waited, lasted, rating, by] of [
        ['a', -120, 3, 10, 5, 'Olga'],
        ['b', -61, 3, 20, null, 'Otto'],
        ['c', -60, 1, 5, 1, 'Olga'],
        ['d', 0, 9, null, 5, 'Otto'],
        ['e', 5, null, null, null, null],
      ] as const) {
        const at = noon + asked * minute;
        const id = await ask(`question of ${name}`, { at });
        inOrder.set(id, name);
        if (waited !== null && by !== null) await take(id, by, at + waited * minute);
        if (waited !== null && lasted !== null) await end(id, at + (waited + lasted) * minute);
        if (rating !== null) await app.storage.db.updateTable('chat').set({ rating }).where('id', '=', id).execute();
      }
      inOrder.set(await ask('an offline message', { at: noon + 7 * minute, state: 'missed' }), 'f');
    });

    test.each<[query: Record<string, string>, names: string]>([
      [{}, 'fedcba'],
      [{ direction: 'ascending' }, 'abcdef'],
      [{ sort: 'waited' }, 'dbacfe'],
      [{ sort: 'waited', direction: 'ascending' }, 'fcabde'],
      [{ sort: 'length' }, 'bacfed'],
      [{ sort: 'length', direction: 'ascending' }, 'cabdef'],
      [{ sort: 'rating' }, 'dacfeb'],
      [{ sort: 'rating', direction: 'ascending' }, 'cadbef'],
      [{ text: 'question' }, 'edcba'],
      [{ text: 'question', direction: 'ascending' }, 'abcde'],
      [{ text: 'question -c', sort: 'rating' }, 'daeb'],
      // 11:00 UTC is midnight there.
      [{ to: '2026-03-10' }, 'ba'],
      [{ from: '2026-03-11' }, 'fedc'],
      [{ from: '2026-03-10', to: '2026-03-11', text: 'question', direction: 'ascending' }, 'abcde'],
      [{ state: 'active' }, 'd'],
      [{ state: 'active,missed' }, 'fd'],
      [{ outcome: 'taken' }, 'dcba'],
      [{ outcome: 'missed' }, 'f'],
      [{ rating: '5' }, 'da'],
      [{ rating: '1,5', sort: 'length', direction: 'ascending' }, 'cad'],
      [{ waitedSeconds: '180' }, 'dba'],
      [{ waitedSeconds: '181' }, 'd'],
    ])('%o', async (query, names) => {
      for (const limit of [1, 2, 50]) expect((await read(query, limit)).join('')).toBe(names);
    });

    test('by operator', async () => {
      expect((await read({ operator: staff('Olga').id })).join('')).toBe('ca');
    });

    const is = (variable: string, operator: string, value?: unknown, name?: string) => ({
      variable,
      operator,
      ...(value === undefined ? {} : { value }),
      ...(name === undefined ? {} : { name }),
    });
    test.each<[filter: object, names: string]>([
      [{ all: [] }, 'fedcba'],
      [{ all: [is('place.country', 'equals', 'FR')] }, 'a'],
      [{ all: [is('place.country', 'notEquals', 'FR')] }, 'b'],
      [{ none: [is('place.country', 'equals', 'FR')] }, 'b'],
      [{ any: [is('place.country', 'equals', 'FR'), is('chat.open', 'isTrue')] }, 'da'],
      [{ none: [is('place.country', 'equals', 'FR'), is('chat.open', 'isTrue')] }, 'b'],
      [{ all: [is('chat.pending', 'isTrue')] }, 'e'],
      [{ all: [is('chat.department', 'startsWith', 'größ')] }, 'c'],
      [{ none: [is('chat.department', 'equals', 'größe')] }, 'a'],
      [{ all: [is('chat.department', 'isNotSet')] }, 'fedb'],
      [{ all: [is('chat.skill', 'equals', 'FRENCH')] }, 'dc'],
      [{ all: [is('chat.skill', 'notEquals', 'french')] }, 'a'],
      [{ all: [is('survey.answer', 'equals', 'Blue', 'colour')] }, 'b'],
      [{ all: [is('survey.answer', 'isSet', undefined, 'pin')] }, ''],
      [{ all: [is('visitor.visitNumber', '>=', 2), is('survey.answer', 'contains', 'lu', 'colour')] }, 'b'],
    ])('filtered by %o', async (filter, names) => {
      const { db } = app.storage;
      const set = (name: string, values: object) =>
        db
          .updateTable('chat')
          .set(values)
          .where('id', '=', [...inOrder].find(([, one]) => one === name)?.[0] ?? '')
          .execute();
      for (const [name, country, visit_number] of [
        ['a', 'FR', 1],
        ['b', 'DE', 2],
      ] as const) {
        const id = `${name.repeat(8)}-0000-7000-8000-000000000000`;
        const spans = { started_at: noon - 200 * minute, last_hit_at: noon, page_count: 1, visible_ms: 0 };
        await db
          .insertInto('visit')
          .values({ ...emptyVisit, ...spans, site_id: site.id, id, visitor_id: name, visit_number, country })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await set(name, { visit_id: id });
      }
      const skills = (...names: string[]) => JSON.stringify(names.map((name) => ({ id: newId(), name })));
      await set('a', { department_name: 'Sales', skills: skills('Spanish') });
      await set('c', {
        department_name: 'GRÖSSE'.toLowerCase().replace('ss', 'ß'),
        skills: skills('German', 'French'),
      });
      await set('d', { skills: skills('french') });
      const answers = [
        { name: 'colour', label: 'Colour', value: 'blue' },
        { name: 'pin', label: 'PIN', value: '1234', masked: true },
      ];
      await set('b', { answers: JSON.stringify(answers) });
      expect((await read({ filter: JSON.stringify(filter) }, 2)).join('')).toBe(names);
      expect((await read({ filter: JSON.stringify(filter), text: 'question' })).join('')).toBe(names.replace('f', ''));
    });

    test.each([
      { filter: '{' },
      { filter: JSON.stringify({ all: [is('staff.online', '>', 1)] }) },
      { cursor: 'nonsense' },
      { cursor: Buffer.from('["rating",1,2,"x"]').toString('base64url') },
      { text: '!?' },
      { sort: 'name' },
      { from: '10.3.2026' },
      { rating: '6' },
    ])('refuses %o', async (query) => {
      expect(
        (await app.admin.call('GET', `${list}?${new URLSearchParams(query as Record<string, string>)}`)).statusCode,
      ).toBe(400);
    });

    test('a word that few of many chats have is found, in order, page by page', async () => {
      const { db } = app.storage;
      const first = await ask('haystack needle', { at: noon - 1000 * minute });
      const row = await db.selectFrom('chat').selectAll().where('id', '=', first).executeTakeFirstOrThrow();
      const clones = Array.from({ length: 700 }, (_, n) => ({
        ...row,
        id: newId(),
        visitor_id: randomHex(16),
        requested_at: noon - (999 - n) * minute,
      }));
      for (let from = 0; from < clones.length; from += 100) {
        const part = clones.slice(from, from + 100);
        await db.insertInto('chat').values(part).execute();
        await db
          .insertInto('chat_text')
          .values(
            part.map(({ site_id, id }, n) => ({
              site_id,
              chat_id: id,
              seq: 1,
              words: (from + n) % 350 === 0 ? 'haystack needle' : 'haystack',
            })),
          )
          .execute();
      }
      const needles = [clones[350]?.id, clones[0]?.id, first];
      for (const limit of [1, 2, 50]) {
        expect(await read({ text: 'needle' }, limit)).toEqual(needles);
        expect(await read({ text: 'needle', direction: 'ascending' }, limit)).toEqual(needles.toReversed());
      }
      expect(await read({ text: 'haystack -needle' }, 200)).toHaveLength(698);
    });
  });
});
