import type { VisitorNote } from '@foyer/protocol/note';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';

describe.each(appsOnStores)('notes on visitors on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  let desk: Desk;
  let olga: Deskmate;
  let notes: string;
  let visitor: Awaited<ReturnType<Desk['ask']>>;

  beforeAll(async () => {
    app = await open();
    origin = await app.listen();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    desk = await openDesk(app, origin);
    olga = await desk.addStaff('Olga');
    visitor = await desk.ask();
    notes = `${desk.below}/visitors/${visitor.visitor}/notes`;
  });

  const list = async (mate = olga) => (await mate.caller.must<{ items: VisitorNote[] }>('GET', notes)).items;
  const add = (body: string, mate = olga) => mate.caller.must<VisitorNote>('POST', notes, { body });

  test('stay with the visitor, the newest first, with who and when', async () => {
    const first = await add('Prefers the phone');
    const bert = await desk.addStaff('Bert');
    await add('Card 4111 1111 1111 1111', bert);
    expect(await list()).toMatchObject([
      { operatorId: bert.id, body: expect.stringMatching(/^Card 4111 11.*1111$/), changedAt: null },
      { id: first.id, version: 1, operatorId: olga.id, body: 'Prefers the phone', at: expect.any(Number) },
    ]);
    expect(JSON.stringify(await list())).not.toContain('1111 1111 1111');
    expect(JSON.stringify(visitor.window.frames)).not.toContain('Prefers');
  });

  test('each changes and deletes their own, supervisors any', async () => {
    const note = await add('Prefers the phone');
    const bert = await desk.addStaff('Bert');
    const sue = await desk.addStaff('Sue', 'supervisor');
    const change = (mate: Deskmate, body: string, version: number) =>
      mate.caller.call('PUT', `${notes}/${note.id}`, { body: { body, version } });
    expect((await change(bert, 'Mine', 1)).statusCode).toBe(409);
    expect((await bert.caller.call('DELETE', `${notes}/${note.id}?version=1`)).statusCode).toBe(409);
    expect((await change(olga, 'Prefers mail', 1)).statusCode).toBe(200);
    expect((await change(olga, 'Again', 1)).statusCode).toBe(409);
    expect((await change(sue, 'Prefers a letter', 2)).statusCode).toBe(200);
    expect(await list()).toMatchObject([
      { body: 'Prefers a letter', version: 3, operatorId: olga.id, changedAt: expect.any(Number) },
    ]);
    expect((await sue.caller.call('DELETE', `${notes}/${note.id}?version=2`)).statusCode).toBe(409);
    expect((await sue.caller.call('DELETE', `${notes}/${note.id}?version=3`)).statusCode).toBe(204);
    expect(await list()).toEqual([]);
  });

  test('are of one visitor of one site', async () => {
    const note = await add('Here');
    const stranger = await desk.ask();
    const theirs = `${desk.below}/visitors/${stranger.visitor}/notes`;
    expect((await olga.caller.must<{ items: [] }>('GET', theirs)).items).toEqual([]);
    expect(
      (await olga.caller.call('PUT', `${theirs}/${note.id}`, { body: { body: 'x', version: 1 } })).statusCode,
    ).toBe(404);
    expect((await olga.caller.call('GET', `${desk.below}/visitors/${'f'.repeat(32)}/notes`)).statusCode).toBe(404);
    expect((await olga.caller.call('POST', notes, { body: { body: '  ' } })).statusCode).toBe(400);
    expect((await olga.caller.call('POST', notes, { body: { body: 'x'.repeat(2001) } })).statusCode).toBe(400);
  });
});
