import type { ChatSummary, EntryContent } from '@foyer/protocol/chat';
import type { RoutingInput, RoutingTestAnswer, TransferTargets } from '@foyer/protocol/routing';
import type { Site } from '@foyer/protocol/site';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import type { AnyFrame, TestSocket } from '../../testing/test-socket.ts';
import { openVisitor } from '../../testing/visitor.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

const everyVisit = { all: [] };
/** Long enough that only the clock of the test lets it pass. */
const acceptTimeoutSeconds = 120;

interface Person {
  readonly id: string;
  readonly socket: TestSocket;
}

describe.each(appsOnStores)('routing on %s', (_name, open) => {
  let server: StoredApp;
  let origin: string;
  let people = 0;
  let site: Site;
  let url: string;
  beforeAll(async () => {
    server = await open();
    origin = await server.listen();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    url = `/api/v1/sites/${site.id}`;
  });

  /** Somebody with an open console. */
  async function person(role: 'operator' | 'supervisor' = 'operator', maxChats = 0): Promise<Person> {
    people += 1;
    const letters = String(people).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
    const made = await addOperator(server, `person ${letters}`, role, [site.id]);
    if (maxChats > 0)
      await server.storage.db.updateTable('operator').set({ max_chats: maxChats }).where('id', '=', made.id).execute();
    return { id: made.id, socket: await openConsole(origin, made.caller) };
  }
  const add = async (kind: 'departments' | 'skills', name: string, members: readonly Person[]): Promise<string> =>
    (await server.admin.must('POST', `${url}/${kind}`, { name, operatorIds: members.map(({ id }) => id) })).id;
  const route = (change: Partial<RoutingInput> | object) =>
    server.admin.must('PUT', `${url}/routing`, { acceptTimeoutSeconds, ...change, version: 0 });

  /** A visitor asks for a chat; the answer is its id. */
  async function ask(wish: { department?: string; skills?: string[] } = {}): Promise<string> {
    const { window } = await openVisitor({ server: origin, siteKey: site.key });
    return askIn(window, wish);
  }
  async function askIn(window: TestSocket, wish: { department?: string; skills?: string[] } = {}): Promise<string> {
    const cid = randomHex(16);
    window.send({ type: 'chat.requested', cid, name: 'Vera', email: 'v@example.test', question: 'Hello?', ...wish });
    const answer = await window.next((frame) => frame.cid === cid);
    if (answer.type === 'error') throw new Error(answer.message);
    return answer.chat.chatId;
  }
  const chatOf = (chatId: string) => server.admin.must<ChatSummary>('GET', `${url}/chats/${chatId}`);
  const logOf = async (chatId: string) => {
    const { items } = await server.admin.must<{ items: { content: EntryContent }[] }>(
      'GET',
      `${url}/chats/${chatId}/entries`,
    );
    return items.map(({ content }) => content);
  };
  const kindsOf = async (chatId: string) => (await logOf(chatId)).map(({ kind }) => kind);

  /** What somebody is told of a chat when this holds of it. */
  const told = ({ socket }: Person, chatId: string, holds: (chat: ChatSummary) => boolean = () => true) =>
    socket
      .next((frame) => frame.type === 'chat.changed' && frame.chat.id === chatId && holds(frame.chat), 10_000)
      .then((frame) => frame.chat as ChatSummary);
  /** Whether somebody was told of a chat at all. */
  async function knows({ socket }: Person, chatId: string): Promise<boolean> {
    await socket.ask({ type: 'ping' });
    return socket.frames.some((frame: AnyFrame) => frame.type === 'chat.changed' && frame.chat.id === chatId);
  }
  const tell = async ({ socket }: Person, type: string, chatId: string, more: object = {}): Promise<AnyFrame> => {
    const requestId = randomHex(8);
    socket.send({ type, siteId: site.id, chatId, requestId, ...more });
    return socket.next((frame) => frame.requestId === requestId, 10_000);
  };
  const offeredTo = (id: string) => (chat: ChatSummary) => chat.route?.offer?.operatorId === id;

  describe('for whom a chat is', () => {
    test('W-161, W-184 only those of the department with the skill see it and may take it', async () => {
      const [ann, ben, cem] = [await person(), await person(), await person()];
      await add('departments', 'Sales', [ann, ben]);
      await add('skills', 'French', [ann, cem]);
      const chatId = await ask({ department: 'SALES', skills: ['french', 'Klingon'] });
      expect(await told(ann, chatId)).toMatchObject({
        departmentName: 'Sales',
        skills: [{ name: 'French' }],
        isForMe: true,
        route: { level: 'asked', offer: null },
      });
      for (const other of [ben, cem]) {
        expect(await knows(other, chatId)).toBe(false);
        expect(await tell(other, 'chat.accepted', chatId)).toMatchObject({
          code: 'conflict',
          message: 'This chat is for Sales, French',
        });
      }
      expect((await tell(ann, 'chat.accepted', chatId)).type).toBe('done');
      expect(await tell(ben, 'chat.accepted', chatId)).toMatchObject({ code: 'conflict' });
      expect((await chatOf(chatId)).operatorId).toBe(ann.id);
      expect(await logOf(chatId)).toContainEqual({
        kind: 'routed',
        department: 'Sales',
        skills: ['French'],
        rule: null,
      });
      const filtered = await server.admin.must<{ items: ChatSummary[] }>(
        'GET',
        `${url}/chats?department=${(await chatOf(chatId)).departmentId}`,
      );
      expect(filtered.items.map(({ id }) => id)).toEqual([chatId]);
    });

    test('supervisors see it as one for others, and may take it', async () => {
      const [ann, sue] = [await person(), await person('supervisor')];
      await add('departments', 'Sales', [ann]);
      const chatId = await ask({ department: 'Sales' });
      expect((await told(sue, chatId)).isForMe).toBe(false);
      expect((await tell(sue, 'chat.accepted', chatId)).type).toBe('done');
    });

    test('who joins a department is shown what waits for it, who leaves it is told that it is gone', async () => {
      const [ann, ben] = [await person(), await person()];
      const id = await add('departments', 'Sales', [ann]);
      const chatId = await ask({ department: 'Sales' });
      await told(ann, chatId);
      const change = { name: 'Sales', operatorIds: [ben.id], version: 1 };
      await server.admin.must('PUT', `${url}/departments/${id}`, change);
      expect((await told(ben, chatId)).isForMe).toBe(true);
      expect((await told(ann, chatId, (chat) => chat.isForMe === false)).state).toBe('pending');
    });

    test('only who is Online gets it, and the limit holds', async () => {
      const [ann, ben] = [await person('operator', 1), await person()];
      const first = await ask();
      ben.socket.send({ type: 'status.chosen', status: 'away', requestId: 'away' });
      await ben.socket.next('done');
      expect(await tell(ben, 'chat.accepted', first)).toMatchObject({
        message: 'Only who is Online gets new chats: change your status first',
      });
      expect((await tell(ann, 'chat.accepted', first)).type).toBe('done');
      ben.socket.send({ type: 'status.chosen', status: 'online', requestId: 'online' });
      await ben.socket.next('done');
      expect(await tell(ann, 'chat.accepted', await ask())).toMatchObject({
        message: 'You have as many chats as your limit allows',
      });
    });

    test('W-184 the first rule that holds decides; what it leaves open stays as it was asked', async () => {
      const ann = await person();
      const sales = await add('departments', 'Sales', [ann]);
      const french = await add('skills', 'French', [ann]);
      const rule = { name: 'Nobody', enabled: true, conditions: everyVisit, departmentId: sales, skillIds: [] };
      const start = { all: [{ variable: 'page.current', operator: 'matches', value: '*start' }] };
      await route({
        rules: [
          { ...rule, enabled: false },
          { ...rule, name: 'Elsewhere', conditions: { all: [{ ...start.all[0], value: '*elsewhere' }] } },
          { ...rule, name: 'On the start page', conditions: start, departmentId: null, skillIds: [french] },
          { ...rule, name: 'Too late' },
        ],
      });
      const chat = await chatOf(await ask({ department: 'Sales' }));
      expect([chat.departmentName, chat.skills.map(({ name }) => name)]).toEqual(['Sales', ['French']]);
      expect(await logOf(chat.id)).toContainEqual({
        kind: 'routed',
        department: 'Sales',
        skills: ['French'],
        rule: 'On the start page',
      });
    });

    test('a rule may look at what was asked and answered', async () => {
      const ann = await person();
      const lamps = await add('skills', 'Lamps', [ann]);
      const conditions = {
        all: [{ variable: 'survey.answer', name: 'question', operator: 'contains', value: 'lamp' }],
      };
      await route({ rules: [{ name: 'Lamps', conditions, skillIds: [lamps] }] });
      const { window } = await openVisitor({ server: origin, siteKey: site.key });
      const cid = randomHex(16);
      window.send({ type: 'chat.requested', cid, email: 'v@example.test', question: 'Is this lamp red?' });
      const { chat } = await window.next((frame) => frame.cid === cid);
      expect((await chatOf(chat.chatId)).skills).toEqual([{ id: lamps, name: 'Lamps' }]);
    });

    test('conditions of the visit know what was asked for', async () => {
      const ann = await person();
      await add('departments', 'Sales', [ann]);
      await server.admin.must('POST', `${url}/prospect-rules`, {
        name: 'Asked Sales',
        conditions: { all: [{ variable: 'chat.department', operator: 'equals', value: 'sales' }] },
      });
      const visitor = await openVisitor({ server: origin, siteKey: site.key });
      await askIn(visitor.window, { department: 'Sales' });
      const visits = () =>
        server.admin
          .must<{ items: { prospectTypes?: string[] }[] }>('GET', `${url}/visits?visitorId=${visitor.visitor}`)
          .then((page) => JSON.stringify(page));
      await expect.poll(visits).toContain('Asked Sales');
    });

    test('the visitor is told of none of this', async () => {
      const ann = await person();
      await add('departments', 'Secret department', [ann]);
      const { window } = await openVisitor({ server: origin, siteKey: site.key });
      const chatId = await askIn(window, { department: 'Secret department' });
      await tell(ann, 'chat.accepted', chatId);
      await window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'joined');
      expect(window.frames.filter(({ type }) => type === 'entry').map(({ entry }) => entry.content.kind)).toEqual([
        'requested',
        'internal',
        'joined',
      ]);
      expect(JSON.stringify(window.frames)).not.toContain('Secret');
    });
  });

  describe('fall-back', () => {
    const fallback = { withoutSkills: { afterSeconds: 100 }, withoutDepartment: { afterSeconds: 100 } };

    test('W-185 first without the skill, then without the department; each is told to whom it is for then', async () => {
      const [ann, ben, cem] = [await person(), await person(), await person()];
      await add('departments', 'Sales', [ann, ben]);
      await add('skills', 'French', [ann]);
      await route({ fallback });
      const chatId = await ask({ department: 'Sales', skills: ['French'] });
      await told(ann, chatId);
      expect(await knows(ben, chatId)).toBe(false);
      server.clock.aheadMs += 101_000;
      expect((await told(ben, chatId)).route?.level).toBe('withoutSkills');
      expect(await knows(cem, chatId)).toBe(false);
      server.clock.aheadMs += 101_000;
      expect((await told(cem, chatId)).route?.level).toBe('everybody');
      expect((await logOf(chatId)).filter(({ kind }) => kind === 'routed')).toEqual([
        { kind: 'routed', department: 'Sales', skills: ['French'], rule: null },
        { kind: 'routed', department: 'Sales', skills: [], rule: null },
        { kind: 'routed', department: null, skills: [], rule: null },
      ]);
      // Handed back, it begins anew.
      await tell(cem, 'chat.accepted', chatId);
      await tell(cem, 'chat.left', chatId);
      expect(
        (await told(ann, chatId, (chat) => chat.state === 'pending' && chat.route?.level === 'asked')).isForMe,
      ).toBe(true);
    });

    test('W-185 where nobody is Online the next level comes at once; at the end the chat is missed', async () => {
      const [ann, ben] = [await person(), await person()];
      await add('departments', 'Sales', [ann]);
      await ann.socket.close();
      await route({ fallback: { ...fallback, missed: { enabled: true, afterSeconds: 30 } } });
      const chatId = await ask({ department: 'Sales' });
      expect((await told(ben, chatId)).route?.level).toBe('everybody');
      server.clock.aheadMs += 31_000;
      expect(await told(ben, chatId, (chat) => chat.state === 'missed')).toMatchObject({ missedReason: 'timedOut' });
    });

    test('a department that nobody answers for, and that is never dropped, takes offline messages', async () => {
      const [ann, ben] = [await person(), await person()];
      await add('departments', 'Sales', [ann]);
      await ann.socket.close();
      await route({ fallback: { withoutDepartment: { enabled: false } } });
      const chatId = await ask({ department: 'Sales' });
      expect(await chatOf(chatId)).toMatchObject({ state: 'missed', departmentName: 'Sales' });
      expect(await knows(ben, chatId)).toBe(false);
      const available = async (query: string) =>
        (await server.http.inject({ url: `/t/availability?site=${site.key}${query}` })).json().online;
      expect(await available('')).toBe(true);
      expect(await available('&department=sales')).toBe(false);
    });

    test('a page and a window that ask for a department are told of its people alone', async () => {
      const [ann, _ben] = [await person(), await person()];
      await add('departments', 'Sales', [ann]);
      await route({ fallback: { withoutDepartment: { enabled: false } } });
      const { TestSocket: Socket } = await import('../../testing/test-socket.ts');
      const page = await Socket.open(`${origin}/t/socket`);
      const hello = { type: 'hello', kind: 'page', protocol: 1, site: site.key, department: 'Sales' };
      page.send({ ...hello, visitor: randomHex(16), tab: randomHex(8) });
      expect((await page.next('welcome')).online).toBe(true);
      await ann.socket.close();
      expect((await page.next((frame) => frame.type === 'availability.changed' && !frame.online)).online).toBe(false);
      await page.close();
    });
  });

  describe('one after the other', () => {
    test('W-185 least busy: offered to who has the least, then to the next; others see to whom', async () => {
      const [ann, ben] = [await person(), await person()];
      const heldId = await ask();
      await tell(ann, 'chat.accepted', heldId);
      await route({ strategy: 'leastBusy' });
      const chatId = await ask();
      expect((await told(ben, chatId, offeredTo(ben.id))).route?.offer?.operatorId).toBe(ben.id);
      expect((await told(ann, chatId, offeredTo(ben.id))).isForMe).toBe(true);
      expect((await tell(ann, 'chat.accepted', chatId)).message).toMatch(/^This chat is offered to person /);
      server.clock.aheadMs += 121_000;
      await told(ann, chatId, offeredTo(ann.id));
      expect((await tell(ben, 'chat.accepted', chatId)).code).toBe('conflict');
      expect((await tell(ann, 'chat.accepted', chatId)).type).toBe('done');
    });

    test('W-185 rotate: each in turn', async () => {
      const staff = [await person(), await person(), await person()];
      await route({ strategy: 'rotate' });
      const turns: string[] = [];
      const [looker] = staff;
      if (!looker) throw new Error('nobody');
      for (let count = 0; count < 6; count += 1) {
        const chatId = await ask();
        const chat = await told(looker, chatId, ({ route: seen }) => seen?.offer != null);
        const id = chat.route?.offer?.operatorId ?? '';
        turns.push(id);
        const taker = staff.find((one) => one.id === id);
        if (taker) expect((await tell(taker, 'chat.accepted', chatId)).type).toBe('done');
      }
      expect(new Set(turns.slice(0, 3)).size).toBe(3);
      expect(turns.slice(3)).toEqual(turns.slice(0, 3));
    });

    test('whoever goes away while it rings is passed over at once', async () => {
      const ann = await person();
      await route({ strategy: 'rotate' });
      const chatId = await ask();
      await told(ann, chatId, offeredTo(ann.id));
      const ben = await person();
      await ann.socket.close();
      expect((await told(ben, chatId, offeredTo(ben.id))).route?.offer?.operatorId).toBe(ben.id);
    });

    test('a handed back chat is offered to somebody else first', async () => {
      const [ann, ben] = [await person(), await person()];
      await route({ strategy: 'leastBusy' });
      const chatId = await ask();
      const first = (await told(ann, chatId, (chat) => chat.route?.offer != null)).route?.offer?.operatorId;
      const [taker, other] = first === ann.id ? [ann, ben] : [ben, ann];
      await tell(taker, 'chat.accepted', chatId);
      await tell(taker, 'chat.left', chatId);
      expect((await told(other, chatId, offeredTo(other.id))).state).toBe('pending');
    });

    test('W-186 forced: assigned without asking; who says nothing loses it to the next', async () => {
      const ann = await person();
      await route({ forced: true });
      const chatId = await ask();
      expect((await told(ann, chatId, (chat) => chat.state === 'active')).confirmUntil).not.toBeNull();
      const ben = await person();
      server.clock.aheadMs += 121_000;
      const taken = await told(ben, chatId, (chat) => chat.state === 'active');
      expect(taken).toMatchObject({ operatorId: ben.id });
      expect(await kindsOf(chatId)).toEqual(['requested', 'joined', 'left', 'joined']);
      expect((await tell(ben, 'chat.confirmed', chatId)).type).toBe('done');
      expect((await chatOf(chatId)).confirmUntil).toBeNull();
      server.clock.aheadMs += 121_000;
      expect((await tell(ann, 'chat.confirmed', chatId)).code).toBe('forbidden');
      // A first word confirms as well.
      const other = await ask();
      const holder =
        (await told(ann, other, (chat) => chat.state === 'active' || chat.isForMe === false)).operatorId === ann.id
          ? ann
          : ben;
      holder.socket.send({ type: 'message.sent', siteId: site.id, chatId: other, cid: randomHex(16), body: 'Hello' });
      await holder.socket.next('ack');
      expect((await chatOf(other)).confirmUntil).toBeNull();
    });
  });

  describe('transfer', () => {
    /** A chat that somebody has. */
    async function activeOf(holder: Person): Promise<string> {
      const chatId = await ask();
      await told(holder, chatId);
      expect((await tell(holder, 'chat.accepted', chatId)).type).toBe('done');
      return chatId;
    }
    const offer = (holder: Person, chatId: string, kind: string, id: string, note = '') =>
      tell(holder, 'transfer.offered', chatId, { to: { kind, id }, note });
    const isOffered = (chat: ChatSummary) => chat.transfer !== null;

    test('W-161 to an operator, with a note: it stays with the sender until it is taken', async () => {
      const [ann, ben, cem] = [await person(), await person(), await person()];
      const visitor = await openVisitor({ server: origin, siteKey: site.key });
      const chatId = await askIn(visitor.window);
      await tell(ann, 'chat.accepted', chatId);
      expect((await offer(ann, chatId, 'operator', ben.id, 'Card 4111 1111 1111 1111')).type).toBe('done');
      const shown = await told(ben, chatId, isOffered);
      expect(shown).toMatchObject({ operatorId: ann.id, isForMe: true, state: 'active' });
      expect(shown.transfer?.note).toBe('Card 4111 11•• •••• 1111');
      expect((await tell(cem, 'transfer.accepted', chatId)).code).toBe('conflict');
      expect((await tell(ann, 'transfer.accepted', chatId)).type).toBe('done'); // still theirs: nothing to take
      expect((await chatOf(chatId)).operatorId).toBe(ann.id);
      expect((await tell(ben, 'transfer.accepted', chatId)).type).toBe('done');
      expect(await told(ann, chatId, (chat) => chat.operatorId === ben.id)).toMatchObject({ transfer: null });
      ann.socket.send({ type: 'message.sent', siteId: site.id, chatId, cid: randomHex(16), body: 'Still me' });
      expect((await ann.socket.next('error')).code).toBe('forbidden');
      await visitor.window.next((frame) => frame.type === 'entry' && frame.entry.content.kind === 'transferred');
      expect(JSON.stringify(visitor.window.frames)).not.toMatch(/4111 11|transferOffered/);
      expect(await kindsOf(chatId)).toEqual(['requested', 'joined', 'transferOffered', 'transferred']);
    });

    test('declined, taken back, or out of time: the sender is told and keeps the chat', async () => {
      const [ann, ben] = [await person(), await person()];
      const chatId = await activeOf(ann);
      await offer(ann, chatId, 'operator', ben.id);
      expect((await tell(ben, 'transfer.declined', chatId)).type).toBe('done');
      expect(await told(ann, chatId, (chat) => chat.transfer === null && chat.lastSeq === 4)).toMatchObject({
        operatorId: ann.id,
      });
      expect((await tell(ben, 'transfer.accepted', chatId)).code).toBe('conflict');
      await offer(ann, chatId, 'operator', ben.id);
      expect((await tell(ann, 'transfer.cancelled', chatId)).type).toBe('done');
      expect((await tell(ann, 'transfer.cancelled', chatId)).code).toBe('conflict');
      await offer(ann, chatId, 'operator', ben.id);
      server.clock.aheadMs += 61_000;
      await told(ann, chatId, (chat) => chat.transfer === null && chat.lastSeq === 8);
      expect(
        (await logOf(chatId)).flatMap((content) => (content.kind === 'transferDeclined' ? content.reason : [])),
      ).toEqual(['declined', 'cancelled', 'timedOut']);
    });

    test('W-161 to a department: the first to take it has it, and it is the department’s from then on', async () => {
      const [ann, ben, cem, dee] = [await person(), await person(), await person(), await person()];
      const support = await add('departments', 'Support', [ann, ben, cem]);
      const chatId = await activeOf(ann);
      expect((await offer(ann, chatId, 'department', support)).type).toBe('done');
      await told(ben, chatId, isOffered);
      await told(cem, chatId, isOffered);
      expect(await knows(dee, chatId)).toBe(true); // it was pending before
      expect(
        dee.socket.frames.filter((frame) => frame.chat?.id === chatId && frame.chat.isForMe && frame.chat.transfer),
      ).toEqual([]);
      await tell(ben, 'transfer.declined', chatId);
      expect((await chatOf(chatId)).transfer?.declinedBy).toEqual([ben.id]);
      expect((await tell(cem, 'transfer.accepted', chatId)).type).toBe('done');
      expect(await chatOf(chatId)).toMatchObject({ operatorId: cem.id, departmentName: 'Support' });
    });

    test('when the last of a department declines, the sender is told', async () => {
      const [ann, ben, cem] = [await person(), await person(), await person()];
      const french = await add('skills', 'French', [ben, cem]);
      const chatId = await activeOf(ann);
      await offer(ann, chatId, 'skill', french);
      await told(ben, chatId, isOffered);
      await tell(ben, 'transfer.declined', chatId);
      await tell(cem, 'transfer.declined', chatId);
      expect(await told(ann, chatId, (chat) => chat.transfer === null && chat.lastSeq === 4)).toMatchObject({
        operatorId: ann.id,
      });
    });

    test('nobody who could take it: it is not offered; the list says who could', async () => {
      const [ann, ben] = [await person(), await person('operator', 1)];
      const sales = await add('departments', 'Sales', [ben]);
      const chatId = await activeOf(ann);
      const targets = async () => {
        const { items } = await server.admin.must<TransferTargets>('GET', `${url}/routing/transfer-targets`);
        return items
          .filter(({ id }) => id === sales || id === ben.id)
          .map(({ kind, online, total }) => [kind, online, total]);
      };
      await expect.poll(targets).toEqual([
        ['operator', 1, 1],
        ['department', 1, 1],
      ]);
      await activeOf(ben);
      await expect.poll(targets).toEqual([
        ['operator', 0, 1],
        ['department', 0, 1],
      ]);
      expect((await offer(ann, chatId, 'department', sales)).message).toBe('Nobody of Sales can take a chat just now');
      expect((await offer(ann, chatId, 'skill', sales)).code).toBe('invalid_request');
      expect((await offer(ben, chatId, 'operator', ann.id)).code).toBe('forbidden');
    });

    test('an offer goes with the chat: when it ends or is handed back, nobody can take it', async () => {
      const [ann, ben] = [await person(), await person()];
      const chatId = await activeOf(ann);
      await offer(ann, chatId, 'operator', ben.id);
      await tell(ann, 'chat.ended', chatId);
      expect((await told(ben, chatId, (chat) => chat.state === 'closed')).transfer).toBeNull();
      expect(await tell(ben, 'transfer.accepted', chatId)).toMatchObject({
        code: 'conflict',
        message: 'This chat is over',
      });
    });
  });

  describe('settings', () => {
    test('a stale change is refused, and a rule names what the site has', async () => {
      const put = (body: object) => server.admin.call('PUT', `${url}/routing`, { body });
      expect((await put({ strategy: 'rotate', version: 0 })).json()).toMatchObject({ strategy: 'rotate', version: 1 });
      expect((await put({ strategy: 'ringAll', version: 0 })).statusCode).toBe(409);
      const rule = { name: 'Strange', conditions: everyVisit, departmentId: site.id };
      expect(errorsOf(await put({ rules: [rule], version: 1 }))).toEqual([
        'rules.0.departmentId: is no department of this site',
      ]);
      expect(errorsOf(await put({ rules: [{ ...rule, departmentId: null }], version: 1 }))).toEqual([
        'rules.0.departmentId: choose a department or a skill',
      ]);
      const bad = { all: [{ variable: 'place.address', operator: 'inNetwork', value: 'x' }] };
      const sales = await add('departments', 'Sales', []);
      expect(
        errorsOf(await put({ rules: [{ ...rule, departmentId: sales, conditions: bad }], version: 1 }))[0],
      ).toMatch(/^rules\.0\.conditions\.all\.0\.value/);
    });

    test('who would get it: each with the reason', async () => {
      const [ann, ben, cem] = [await person('operator', 1), await person(), await person()];
      const sales = await add('departments', 'Sales', [ann, ben, cem]);
      const french = await add('skills', 'French', [ann, ben]);
      const dee = await person();
      await ben.socket.close();
      const testIt = async () => {
        const { levels } = await server.admin.must<RoutingTestAnswer>('POST', `${url}/routing/test`, {
          departmentId: sales,
          skillIds: [french],
        });
        return levels.map(({ level, operators }) => [
          level,
          Object.fromEntries(operators.map(({ operatorId, reason, lacks }) => [operatorId, [reason, ...lacks]])),
        ]);
      };
      await expect.poll(testIt).toMatchObject([
        [
          'asked',
          {
            [ann.id]: ['gets'],
            [ben.id]: ['notConnected'],
            [cem.id]: ['lacksSkills', 'French'],
            [dee.id]: ['notInDepartment'],
          },
        ],
        ['withoutSkills', { [cem.id]: ['gets'], [dee.id]: ['notInDepartment'] }],
        ['everybody', { [dee.id]: ['gets'] }],
      ]);
      await tell(ann, 'chat.accepted', await ask());
      cem.socket.send({ type: 'status.chosen', status: 'away', requestId: 'away' });
      await cem.socket.next('done');
      await expect.poll(testIt).toMatchObject([
        ['asked', { [ann.id]: ['atLimit'] }],
        ['withoutSkills', { [ann.id]: ['atLimit'], [cem.id]: ['notOnline'] }],
        ['everybody', {}],
      ]);
    });
  });
});
