import type { Site } from '@foyer/protocol/site';
import type { TeamMessages } from '@foyer/protocol/team';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import type { AnyFrame, TestSocket } from '../../testing/test-socket.ts';
import { addOperator, openConsole } from '../../testing/world.ts';

/** Work that is done now and then takes its time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

describe.each(appsOnStores)('team chat on %s', (_name, open) => {
  let server: StoredApp;
  let origin: string;
  let site: Site;
  let rounds = 0;
  const letter = () => 'abcdefghijklmnopqrstuvwxyz'[rounds];
  beforeAll(async () => {
    server = await open();
    origin = await server.listen();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    site = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Shop' });
    rounds += 1;
  });

  async function enter(name: string, role: 'operator' | 'supervisor' = 'operator', siteIds = [site.id]) {
    const operator = await addOperator(server, `${name} ${letter()}`, role, siteIds);
    const console_ = await openConsole(origin, operator.caller);
    return { ...operator, console_, state: await console_.next('team.state') };
  }
  const messagesOf = (console_: TestSocket) =>
    console_.frames.filter(({ type }) => type === 'team.message').map(({ message }) => [message.seq, message.body]);
  const say = async (console_: TestSocket, body: string, operatorId: string | null = null, cid = randomHex(16)) => {
    const answers = await console_.ask({ type: 'team.messageSent', siteId: site.id, operatorId, cid, body });
    return answers.find(({ type }) => type === 'team.acked' || type === 'error') as AnyFrame;
  };
  const read = (caller: { must: StoredApp['admin']['must'] }, query: string) =>
    caller.must<TeamMessages>('GET', `/api/v1/team-messages?siteId=${site.id}${query}`);

  test('W-171 what is said in the channel of a site reaches everybody of it, in order, and nobody else', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    const other = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Market' });
    const stranger = await enter('stranger', 'supervisor', [other.id]);
    expect(await say(olga.console_, 'Good morning')).toMatchObject({ type: 'team.acked', seq: 1 });
    expect(await say(otto.console_, 'Morning! My card is 4111 1111 1111 1111')).toMatchObject({ seq: 2 });
    const expected = [
      [1, 'Good morning'],
      [2, 'Morning! My card is 4111 11•• •••• 1111'],
    ];
    for (const { console_ } of [olga, otto]) await eventually(() => messagesOf(console_)).toEqual(expected);
    const page = await read(otto.caller, '');
    expect(page).toMatchObject({ lastSeq: 2, hasMore: false });
    expect(page.items.map(({ seq, body }) => [seq, body])).toEqual(expected);

    const foreign = await stranger.console_.ask({
      type: 'team.messageSent',
      siteId: site.id,
      operatorId: null,
      cid: randomHex(16),
      body: 'Let me in',
    });
    expect(foreign).toMatchObject([{ type: 'error', code: 'not_found' }]);
    expect((await stranger.caller.call('GET', `/api/v1/team-messages?siteId=${site.id}`)).statusCode).toBe(404);
    expect(messagesOf(stranger.console_)).toEqual([]);
  });

  test('one to one: the two of them, each under the other’s name; somebody of another site cannot be written to', async () => {
    const [olga, otto, oona] = [await enter('olga'), await enter('otto'), await enter('oona')];
    expect(await say(olga.console_, 'Only for you', otto.id)).toMatchObject({
      seq: 1,
      conversation: { siteId: null, operatorId: otto.id },
    });
    expect(await otto.console_.next('team.message')).toMatchObject({
      conversation: { siteId: null, operatorId: olga.id },
      message: { body: 'Only for you', operatorName: `olga ${letter()}` },
    });
    expect((await read(otto.caller, `&operatorId=${olga.id}`)).items).toHaveLength(1);
    expect((await read(oona.caller, `&operatorId=${olga.id}`)).items).toEqual([]);
    await oona.console_.ask({ type: 'ping' });
    expect(messagesOf(oona.console_)).toEqual([]);
    const other = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Market' });
    const stranger = await enter('stranger', 'operator', [other.id]);
    expect(await say(olga.console_, 'Hello?', stranger.id)).toMatchObject({ code: 'not_found' });
    expect(await say(olga.console_, 'Hello me', olga.id)).toMatchObject({ code: 'not_found' });
  });

  test('R-001, R-002 a client id is stored once, however often and by however many it is sent at once', async () => {
    const olga = await enter('olga');
    const otto = await enter('otto');
    const second = await openConsole(origin, olga.caller);
    const cid = randomHex(16);
    const frame = { type: 'team.messageSent', siteId: site.id, operatorId: null, cid, body: 'Once' };
    for (let count = 0; count < 20; count += 1) (count % 2 ? second : olga.console_).send(frame);
    await Promise.all([olga.console_.ask({ type: 'ping' }), second.ask({ type: 'ping' })]);
    const acks = [olga.console_, second].flatMap(({ frames }) => frames.filter(({ type }) => type === 'team.acked'));
    expect(acks.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, () => 1));
    expect(await say(olga.console_, 'Twice', null, cid)).toMatchObject({ type: 'error', code: 'cid_reused', cid });
    // under the same id another operator says something else.
    expect(await say(otto.console_, 'Mine', null, cid)).toMatchObject({ type: 'team.acked', seq: 2 });
    expect((await read(olga.caller, '')).items.map(({ body }) => body)).toEqual(['Once', 'Mine']);
  });

  test('R-004 of many at once each gets a number, and none is missing', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    for (let count = 0; count < 30; count += 1)
      for (const { console_ } of [olga, otto])
        console_.send({
          type: 'team.messageSent',
          siteId: site.id,
          operatorId: null,
          cid: randomHex(16),
          body: `message ${count}`,
        });
    await Promise.all([olga, otto].map(({ console_ }) => console_.ask({ type: 'ping' })));
    const all = (await read(olga.caller, '&limit=200')).items;
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    for (const { console_ } of [olga, otto])
      await eventually(() => messagesOf(console_).sort(([one], [two]) => Number(one) - Number(two))).toEqual(
        all.map(({ seq, body }) => [seq, body]),
      );
  });

  test('history by page, from the end and from what one has; a console that comes back knows what it lacks', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    await otto.console_.close();
    for (let count = 1; count <= 5; count += 1) await say(olga.console_, `message ${count}`);
    const seqs = async (query: string) => {
      const { items, hasMore } = await read(otto.caller, query);
      return [items.map(({ seq }) => seq), hasMore];
    };
    expect(await seqs('&limit=2')).toEqual([[4, 5], true]);
    expect(await seqs('&limit=2&before=4')).toEqual([[2, 3], true]);
    expect(await seqs('&limit=2&before=2')).toEqual([[1], false]);
    expect(await seqs('&limit=2&after=1')).toEqual([[2, 3], true]);
    expect(await seqs('&after=5')).toEqual([[], false]);
    const back = await openConsole(origin, otto.caller);
    expect((await back.next('team.state')).conversations).toEqual([
      { conversation: { siteId: site.id, operatorId: null }, lastSeq: 5, unread: 5 },
    ]);
  });

  test('unread is what others said since one looked; looking tells one’s other consoles, and never goes back', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    for (const body of ['one', 'two', 'three']) await say(olga.console_, body);
    const unread = async (caller = otto.caller) => {
      const console_ = await openConsole(origin, caller);
      const { conversations } = await console_.next('team.state');
      await console_.close();
      return conversations.map((one: { unread: number }) => one.unread);
    };
    expect([await unread(), await unread(olga.caller)]).toEqual([[3], [0]]);
    const second = await openConsole(origin, otto.caller);
    const look = (seq: number) => otto.console_.ask({ type: 'team.seen', siteId: site.id, operatorId: null, seq });
    await look(2);
    expect(await second.next('team.seen')).toMatchObject({ seq: 2 });
    expect(await unread()).toEqual([1]);
    await look(1);
    expect(await unread()).toEqual([1]);
    // what is not there yet is not seen.
    await look(1000);
    expect(await second.next((frame) => frame.type === 'team.seen' && frame.seq === 3)).toBeTruthy();
    await say(olga.console_, 'four');
    expect(await unread()).toEqual([1]);
  });

  test('whoever joins later has nothing unread of before', async () => {
    const olga = await enter('olga');
    await say(olga.console_, 'Before you came');
    server.clock.aheadMs += 1000;
    const late = await enter('late');
    expect(late.state.conversations).toMatchObject([{ lastSeq: 1, unread: 0 }]);
  });

  test('R-012 typing is told to the others, at most twice a second, and nowhere kept', async () => {
    const [olga, otto] = [await enter('olga'), await enter('otto')];
    const typing = { type: 'team.typing', siteId: site.id, operatorId: otto.id, typing: true };
    for (let count = 0; count < 50; count += 1) olga.console_.send(typing);
    await olga.console_.ask({ ...typing, typing: false });
    await otto.console_.next((frame) => frame.type === 'team.typing' && !frame.typing);
    const told = otto.console_.frames.filter(({ type }) => type === 'team.typing');
    expect(told.length).toBeLessThan(8);
    expect(told[0]).toMatchObject({ conversation: { operatorId: olga.id }, operatorName: `olga ${letter()}` });
    expect(olga.console_.frames.filter(({ type }) => type === 'team.typing')).toEqual([]);
  });

  test('a broadcast is a supervisor’s, reaches everybody, and stays until each has dismissed it', async () => {
    const [olga, sam] = [await enter('olga'), await enter('sam', 'supervisor')];
    const broadcast = (console_: TestSocket) =>
      console_.ask({ type: 'team.broadcastSent', siteId: site.id, cid: randomHex(16), body: 'Fire drill at noon' });
    expect(await broadcast(olga.console_)).toMatchObject([{ type: 'error', code: 'forbidden' }]);
    await broadcast(sam.console_);
    expect((await olga.console_.next('team.message')).message).toMatchObject({
      isBroadcast: true,
      body: 'Fire drill at noon',
    });
    const openOf = async (caller: StoredApp['admin']) => {
      const console_ = await openConsole(origin, caller);
      const { broadcasts } = await console_.next('team.state');
      await console_.close();
      return broadcasts.map(({ message }: { message: { body: string } }) => message.body);
    };
    // Not to whoever sent it.
    expect([await openOf(olga.caller), await openOf(sam.caller)]).toEqual([['Fire drill at noon'], []]);
    const second = await openConsole(origin, olga.caller);
    await olga.console_.ask({ type: 'team.broadcastDismissed', siteId: site.id, seq: 1 });
    expect(await second.next('team.broadcastDismissed')).toMatchObject({ siteId: site.id, seq: 1 });
    expect(await openOf(olga.caller)).toEqual([]);
    await broadcast(sam.console_);
    expect(await openOf(olga.caller)).toEqual(['Fire drill at noon']);
    // After a week it is in the channel alone.
    const old = server.clock.now() - 8 * 86_400_000;
    await server.storage.db.updateTable('team_message').set({ at: old }).where('site_id', '=', site.id).execute();
    await server.storage.db
      .updateTable('operator')
      .set({ created_at: old - 1 })
      .where('id', '=', olga.id)
      .execute();
    expect(await openOf(olga.caller)).toEqual([]);
  });

  test('colleagues are those with whom one shares a site, connected or not', async () => {
    const olga = await enter('olga');
    const other = await server.admin.must<Site>('POST', '/api/v1/sites', { name: 'Market' });
    const stranger = await addOperator(server, `stranger ${letter()}`, 'operator', [other.id]);
    const absent = await addOperator(server, `absent ${letter()}`, 'supervisor', [site.id]);
    const { items } = await olga.caller.must<{ items: { id: string; role: string }[] }>(
      'GET',
      '/api/v1/team-messages/colleagues',
    );
    expect(items).toContainEqual({
      id: absent.id,
      name: `absent ${letter()}`,
      role: 'supervisor',
      siteIds: [site.id],
    });
    expect(items.find(({ id }) => id === olga.id)).toMatchObject({ role: 'operator' });
    expect(items.some(({ id }) => id === stranger.id)).toBe(false);
  });
});
