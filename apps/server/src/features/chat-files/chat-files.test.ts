import { request } from 'node:http';
import { crc32 } from 'node:zlib';
import type { ChatEntry, FileContent } from '@foyer/protocol/chat';
import { fileLimits } from '@foyer/protocol/chat-file';
import type { ChatOptions } from '@foyer/protocol/chat-options';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { samplePdf } from '../../testing/sample-files.ts';

const picture = sharp({ create: { width: 120, height: 80, channels: 3, background: { r: 200, g: 20, b: 30 } } });
const octets = 'application/octet-stream';

describe.each(appsOnStores)('W-159 files in chats on %s', (_name, open) => {
  let app: StoredApp;
  let origin: string;
  let desk: Desk;
  let olga: Deskmate;
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
    await desk.accept(olga, visitor.chatId);
  });

  interface Sent {
    name?: string;
    cid?: string;
    chatId?: string;
    token?: string;
    site?: string;
    headers?: Record<string, string>;
  }
  const asVisitor = (payload: Buffer | string, sent: Sent = {}) => {
    const { name = 'Invoice.pdf', cid = randomHex(16), chatId = visitor.chatId, token = visitor.token } = sent;
    const query = new URLSearchParams({ site: sent.site ?? desk.site.key, cid, name });
    const headers = { 'content-type': octets, 'x-foyer-token': token, ...sent.headers };
    return app.http.inject({ method: 'POST', url: `/t/chats/${chatId}/files?${query}`, headers, payload });
  };
  const asOperator = (payload: Buffer | string, sent: Sent & { mate?: Deskmate } = {}) => {
    const { name = 'Offer.pdf', cid = randomHex(16), chatId = visitor.chatId, mate = olga } = sent;
    const query = new URLSearchParams({ cid, name });
    const headers = { 'content-type': octets, cookie: mate.caller.cookie };
    return app.http.inject({ method: 'POST', url: `${desk.below}/chats/${chatId}/files?${query}`, headers, payload });
  };
  const contentOf = (answer: { json(): unknown }) => (answer.json() as { content: FileContent }).content;
  const read = (fileId: string, { mate = olga, chatId = visitor.chatId, query = '' } = {}) =>
    app.http.inject({
      method: 'GET',
      url: `${desk.below}/chats/${chatId}/files/${fileId}${query}`,
      headers: { cookie: mate.caller.cookie },
    });
  const link = (fileId: string, { chatId = visitor.chatId, token = visitor.token } = {}) =>
    app.http.inject({
      method: 'GET',
      url: `/t/chats/${chatId}/files/${fileId}/link?site=${desk.site.key}`,
      headers: { 'x-foyer-token': token },
    });
  const setOptions = (files: Partial<ChatOptions['files']>) =>
    app.admin.must('PUT', `${desk.below}/chat-options`, { files, version: 0 });
  const filesOf = async (chatId = visitor.chatId) =>
    (await desk.entries(chatId)).filter(({ content }) => content.kind === 'file');
  const rows = async () =>
    Number(
      (
        await app.storage.db
          .selectFrom('chat_file')
          .select((eb) => eb.fn.countAll().as('count'))
          .where('site_id', '=', desk.site.id)
          .executeTakeFirst()
      )?.count,
    );

  test('a visitor’s PDF is an entry for both sides, kept as it is, and only ever downloaded', async () => {
    const answer = await asVisitor(samplePdf, { name: '../Invoice "4".pdf' });
    expect(answer.statusCode, answer.body).toBe(201);
    const content = contentOf(answer);
    expect(content).toEqual({
      kind: 'file',
      fileId: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'Invoice _4_.pdf',
      mediaType: 'application/pdf',
      bytes: samplePdf.length,
      width: null,
      height: null,
    });
    expect((await filesOf()).map((entry) => [entry.sender.kind, entry.content])).toEqual([['visitor', content]]);
    const told = await visitor.window.next(({ type, entry }) => type === 'entry' && entry.content.kind === 'file');
    expect(told.entry.content).toEqual(content);
    expect((await desk.read(visitor.chatId)).lastMessage).toBe('Invoice _4_.pdf');
    const served = await read(content.fileId);
    expect([served.statusCode, served.rawPayload.equals(samplePdf)]).toEqual([200, true]);
    expect(served.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Invoice _4_.pdf"; filename*=UTF-8''Invoice%20_4_.pdf`,
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  test('R-130, R-138 a picture is made anew: shown without what hid in it, whatever it was called', async () => {
    const sent = await picture
      .clone()
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer();
    const content = contentOf(
      await asOperator(Buffer.concat([sent, Buffer.from('<script>alert(1)</script>')]), { name: 'x.html' }),
    );
    expect(content).toMatchObject({ name: 'x.html.webp', mediaType: 'image/webp', width: 120, height: 80 });
    const shown = await read(content.fileId);
    expect(shown.headers['content-disposition']).toMatch(/^inline; /);
    expect(shown.headers['content-type']).toBe('image/webp');
    expect(await sharp(shown.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 120, height: 80 });
    for (const hidden of ['secret place', 'script']) expect(shown.rawPayload.includes(hidden)).toBe(false);
    const stored = await read(content.fileId, { query: '?download=1' });
    expect(stored.headers['content-disposition']).toMatch(/^attachment; /);
  });

  test('a file larger than a piece is kept whole', async () => {
    const text = Buffer.from('0123456789abcdef\n'.repeat(80_000));
    const content = contentOf(await asVisitor(text, { name: 'log.txt' }));
    const served = await read(content.fileId);
    expect([served.rawPayload.equals(text), served.headers['content-type']]).toEqual([
      true,
      'text/plain; charset=utf-8',
    ]);
    expect(served.headers['content-length']).toBe(String(text.length));
  });

  test.each<[what: string, name: string, content: string | Buffer, fault: RegExp]>([
    ['a page called a picture', 'cat.png', '<html><script>alert(1)</script></html>', /^file: is of a kind that is not/],
    [
      'a drawing with a script',
      'cat.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
      /^file: is of a kind/,
    ],
    ['an archive', 'a.zip', Buffer.from('504b0304140000000800', 'hex'), /^file: is an archive/],
    [
      'a broken picture',
      'cat.jpg',
      Buffer.from('ffd8ffe000104a46494600', 'hex'),
      /^file: cannot be read: it is damaged/,
    ],
    ['nothing', 'a.txt', '', /^file: is empty/],
  ])('R-130, R-137 %s is refused, and nothing of it stays', async (_what, name, content, fault) => {
    for (const answer of [await asVisitor(content, { name }), await asOperator(content, { name })]) {
      expect([answer.statusCode, errorsOf(answer)[0]]).toEqual([400, expect.stringMatching(fault)]);
    }
    expect([await filesOf(), await rows()]).toEqual([[], 0]);
  });

  test('R-136 a picture of too many pixels is refused by its header', async () => {
    const wide = Buffer.from(await picture.clone().png().toBuffer());
    wide.writeUInt32BE(14_000, 16);
    wide.writeUInt32BE(14_000, 20);
    wide.writeUInt32BE(crc32(wide.subarray(12, 29)), 29);
    expect(errorsOf(await asVisitor(wide, { name: 'a.png' }))).toEqual([
      'file: has 14000 × 14000 pixels; at most 40 million are allowed',
    ]);
  });

  test('R-135 the site’s size holds for each side', async () => {
    await setOptions({ visitorMegabytes: 1, operatorMegabytes: 2 });
    const large = Buffer.alloc(1_048_577, 'a');
    const refused = await asVisitor(large, { name: 'a.txt' });
    expect([refused.statusCode, errorsOf(refused)]).toEqual([413, ['file: is larger than 1 MB']]);
    expect((await asVisitor(large.subarray(1), { name: 'a.txt' })).statusCode).toBe(201);
    expect((await asOperator(large, { name: 'a.txt' })).statusCode).toBe(201);
    expect((await asOperator(Buffer.alloc(2_097_153, 'a'), { name: 'a.txt' })).statusCode).toBe(413);
  });

  test('R-135 one that says nothing of its length is answered where it becomes too large', async () => {
    await setOptions({ visitorMegabytes: 1 });
    const query = new URLSearchParams({ site: desk.site.key, cid: randomHex(16), name: 'a.txt' });
    const status = await new Promise((resolve, reject) => {
      const sending = request(`${origin}/t/chats/${visitor.chatId}/files?${query}`, {
        method: 'POST',
        headers: { 'content-type': octets, 'x-foyer-token': visitor.token },
      });
      sending.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
      for (let megabyte = 0; megabyte < 3; megabyte++) sending.write(Buffer.alloc(1_048_576, 'a'));
      sending.end();
    });
    expect(status).toBe(413);
    expect(await rows()).toBe(0);
  });

  test('a side that the site does not let send is refused, and its window is told so', async () => {
    await setOptions({ fromVisitors: false });
    expect((await visitor.window.next('settings.changed')).settings.files).toBeNull();
    expect((await asVisitor(samplePdf)).statusCode).toBe(403);
    expect((await asOperator(samplePdf)).statusCode).toBe(201);
  });

  test('a repeat is stored once; another file under the same id is refused', async () => {
    const cid = randomHex(16);
    const [one, other] = await Promise.all([asVisitor(samplePdf, { cid }), asVisitor(samplePdf, { cid })]);
    expect(contentOf(one).fileId).toBe(contentOf(other).fileId);
    expect(contentOf(await asVisitor(samplePdf, { cid })).fileId).toBe(contentOf(one).fileId);
    const different = await asVisitor('another', { cid, name: 'a.txt' });
    expect([different.statusCode, (different.json() as { code: string }).code]).toEqual([409, 'cid_reused']);
    expect([(await filesOf()).length, await rows()]).toEqual([1, 1]);
    await desk.end(olga, visitor.chatId);
    expect((await asVisitor(samplePdf, { cid })).statusCode).toBe(201);
    expect((await asVisitor(samplePdf)).statusCode).toBe(409);
    expect((await filesOf()).length).toBe(1);
  });

  test('R-134 nobody sends without the token of the chat’s visitor, or the chat', async () => {
    const stranger = await desk.ask();
    const otherDesk = await openDesk(app, origin);
    const sends: [what: string, sent: Sent, status: number][] = [
      ['no token', { token: 'wrong' }, 401],
      ['another visitor’s token', { token: stranger.token }, 404],
      ['another site’s key', { site: otherDesk.site.key }, 401],
      ['no such chat', { chatId: newId() }, 404],
      ['another web site', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
      ['another type', { headers: { 'content-type': 'application/json' } }, 400],
    ];
    for (const [what, sent, status] of sends) expect((await asVisitor(samplePdf, sent)).statusCode, what).toBe(status);
    expect(
      (
        await app.http.inject({
          method: 'POST',
          url: `/t/chats/${visitor.chatId}/files?site=${desk.site.key}&cid=${randomHex(16)}&name=a`,
        })
      ).statusCode,
    ).toBe(400);
    const bert = await desk.addStaff('Bert');
    expect((await asOperator(samplePdf, { mate: bert })).statusCode).toBe(403);
    expect(await rows()).toBe(0);
  });

  test('R-133 a file is read by operators of the site, and by its visitor for five minutes at a time', async () => {
    const { fileId } = contentOf(await asVisitor(samplePdf));
    const stranger = await desk.ask();
    expect((await link(fileId, { token: stranger.token })).statusCode).toBe(404);
    expect((await link(fileId, { token: stranger.token, chatId: stranger.chatId })).statusCode).toBe(404);
    expect((await read(fileId, { chatId: stranger.chatId })).statusCode).toBe(404);
    const elsewhere = await openDesk(app, origin);
    const outsider = await elsewhere.addStaff('Otto');
    expect((await read(fileId, { mate: outsider })).statusCode).toBe(404);

    const { url, expiresAt } = (await link(fileId)).json() as { url: string; expiresAt: number };
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(300_000);
    const fetched = await app.http.inject({ method: 'GET', url });
    expect([fetched.statusCode, fetched.rawPayload.equals(samplePdf)]).toEqual([200, true]);
    expect(fetched.headers).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment; /),
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
    const other = contentOf(await asVisitor('text', { name: 'a.txt' })).fileId;
    const forged = [
      url.replace(fileId, other),
      url.replace(/expires=\d+/, `expires=${expiresAt + 1}`),
      url.replace(/signature=.*/, 'signature=x'),
    ];
    for (const address of forged) expect((await app.http.inject({ method: 'GET', url: address })).statusCode).toBe(404);
  });

  test('R-140 a visitor can send so much in a day, an hour and a chat, and no more', async () => {
    const sentBefore = (fields: object) =>
      app.storage.db
        .insertInto('chat_file')
        .values({
          site_id: desk.site.id,
          id: randomHex(16),
          chat_id: newId(),
          visitor_id: visitor.visitor,
          sender_kind: 'visitor',
          name: 'a.txt',
          media_type: 'text/plain',
          bytes: 0,
          uploaded_at: Date.now(),
          ...fields,
        })
        .execute();
    await sentBefore({ bytes: fileLimits.visitorDayBytes, uploaded_at: Date.now() - 86_500_000 });
    await sentBefore({ bytes: fileLimits.visitorDayBytes, sender_kind: 'operator' });
    await sentBefore({ bytes: fileLimits.visitorDayBytes - samplePdf.length });
    expect((await asVisitor(samplePdf)).statusCode).toBe(201);
    const full = await asVisitor(samplePdf);
    expect([full.statusCode, errorsOf(full)[0]]).toEqual([413, expect.stringMatching(/30 MB in a day/)]);
    expect((await asOperator(samplePdf)).statusCode).toBe(201);
    await sentBefore({ chat_id: visitor.chatId, bytes: fileLimits.chatBytes, sender_kind: 'operator' });
    expect(errorsOf(await asOperator(samplePdf))[0]).toMatch(/as many files as it can have/);
    expect((await filesOf()).length).toBe(2);
  });

  test('card numbers in a name are masked before it is kept', async () => {
    expect(contentOf(await asVisitor(samplePdf, { name: 'card 4111 1111 1111 1111.pdf' })).name).not.toContain(
      '1111 1111 1111',
    );
  });

  test('R-135 an upload that breaks off leaves nothing', async () => {
    const query = new URLSearchParams({ site: desk.site.key, cid: randomHex(16), name: 'a.txt' });
    const breaking = new AbortController();
    let isUnderWay = () => {};
    const started = new Promise<void>((resolve) => {
      isUnderWay = resolve;
    });
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(Buffer.from('half')),
      pull: () => isUnderWay(),
    });
    const sending = fetch(`${origin}/t/chats/${visitor.chatId}/files?${query}`, {
      method: 'POST',
      headers: { 'content-type': octets, 'x-foyer-token': visitor.token },
      body,
      duplex: 'half',
      signal: breaking.signal,
    } as RequestInit);
    await started;
    breaking.abort();
    await expect(sending).rejects.toThrow();
    // What came after it is there, and nothing before it.
    expect((await asVisitor(samplePdf)).statusCode).toBe(201);
    expect([(await filesOf()).length, await rows()]).toEqual([1, 1]);
  });

  describe('notes on a chat', () => {
    const note = (body: string, { mate = olga, cid = randomHex(16) } = {}) =>
      mate.caller.call('POST', `${desk.below}/chats/${visitor.chatId}/notes`, { body: { cid, body } });

    test('are for operators alone: the visitor’s wire has nothing of them', async () => {
      const answer = await note('Pays by 4111 1111 1111 1111, be kind');
      expect(answer.statusCode).toBe(201);
      const { content } = answer.json() as ChatEntry;
      expect(content).toMatchObject({ kind: 'note', body: expect.stringContaining('be kind') });
      expect(JSON.stringify(content)).not.toContain('1111 1111 1111');
      const told = await visitor.window.next(
        ({ type, entry }) => type === 'entry' && entry.content.kind === 'internal',
      );
      expect(told.entry).toMatchObject({ sender: { kind: 'system', name: null }, cid: null });
      expect(JSON.stringify(visitor.window.frames)).not.toContain('be kind');
      visitor.window.send({ type: 'chat.resumed', chatId: visitor.chatId, afterSeq: 0 });
      await visitor.window.next('resumed');
      expect(JSON.stringify(visitor.window.frames)).not.toContain('be kind');
      expect((await desk.read(visitor.chatId)).lastMessage).toBe('Is it red?');
    });

    test('a repeat is noted once; those who were never in the chat note nothing, supervisors do, after its end too', async () => {
      const cid = randomHex(16);
      await note('Once', { cid });
      await note('Once', { cid });
      expect((await note('Twice', { cid })).statusCode).toBe(409);
      const bert = await desk.addStaff('Bert');
      expect((await note('Mine', { mate: bert })).statusCode).toBe(403);
      await desk.end(olga, visitor.chatId);
      const sue = await desk.addStaff('Sue', 'supervisor');
      expect((await note('Well done', { mate: sue })).statusCode).toBe(201);
      const notes = (await desk.entries(visitor.chatId)).flatMap(({ content }) =>
        content.kind === 'note' ? content.body : [],
      );
      expect(notes).toEqual(['Once', 'Well done']);
    });
  });
});
