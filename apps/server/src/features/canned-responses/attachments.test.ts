import type { CannedResponse } from '@foyer/protocol/canned-response';
import type { TakenAttachment } from '@foyer/protocol/chat-file';
import type { AppliedConfiguration, ConfigurationFile, ConfigurationPlan } from '@foyer/protocol/configuration';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomHex } from '../../http/new-id.ts';
import { appsOnStores, type StoredApp } from '../../testing/app-on-each-store.ts';
import type { Caller } from '../../testing/caller.ts';
import { type Desk, type Deskmate, openDesk } from '../../testing/chat-desk.ts';
import { errorsOf } from '../../testing/errors-of.ts';
import { samplePdf, zipOf } from '../../testing/sample-files.ts';
import { removeUnusedAttachments } from './remove-unused-attachments.ts';

const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#c81e1e' } })
  .png()
  .toBuffer();

describe.each(appsOnStores)('W-157 attachments of canned responses on %s', (_name, open) => {
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

  const upload = (payload: Buffer, name: string, caller: Caller = app.admin, below = desk.below) =>
    app.http.inject({
      method: 'POST',
      url: `${below}/canned-responses/files?name=${encodeURIComponent(name)}`,
      headers: { cookie: caller.cookie, 'content-type': 'application/octet-stream' },
      payload,
    });
  const taken = async (payload: Buffer, name: string, caller?: Caller) => {
    const answer = await upload(payload, name, caller);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    const { fileId, name: kept } = answer.json() as TakenAttachment;
    return { fileId, name: kept };
  };
  const add = (attachments: object[], fields: object = {}) =>
    app.admin.must<CannedResponse>('POST', `${desk.below}/canned-responses`, {
      title: 'Prices',
      body: 'Here they are.',
      attachments,
      ...fields,
    });
  const isThere = async (fileId: string) =>
    (await app.storage.db.selectFrom('canned_file').select('id').where('id', '=', fileId).execute()).length > 0;

  test('are looked at, kept with the response, and sent as an entry of the chat, once', async () => {
    const pdf = await taken(samplePdf, '../Prices.pdf');
    const picture = await taken(png, 'Lamp.png');
    expect([pdf.name, picture.name]).toEqual(['Prices.pdf', 'Lamp.webp']);
    const made = await add([pdf, picture]);
    expect(made.attachments).toEqual([pdf, picture]);
    const { chatId, window } = await desk.ask();
    const send = (body: object, mate = olga) =>
      mate.caller.call('POST', `${desk.below}/chats/${chatId}/files/canned`, { body });
    const cid = randomHex(16);
    expect((await send({ cid, ...pdf })).statusCode).toBe(403);
    await desk.accept(olga, chatId);
    for (const _try of [1, 2]) expect((await send({ cid, ...pdf })).statusCode).toBe(201);
    await send({ cid: randomHex(16), ...picture });
    const files = (await desk.entries(chatId)).flatMap(({ content }) => (content.kind === 'file' ? content : []));
    expect(files).toMatchObject([
      { name: 'Prices.pdf', mediaType: 'application/pdf', bytes: samplePdf.length, width: null },
      { name: 'Lamp.webp', mediaType: 'image/webp', width: 60, height: 40 },
    ]);
    expect((await window.next(({ entry }) => entry?.content.kind === 'file')).entry.content).toEqual(files[0]);
    const read = await app.http.inject({
      url: `${desk.below}/chats/${chatId}/files/${files[0]?.fileId}`,
      headers: { cookie: olga.caller.cookie },
    });
    expect(read.rawPayload.equals(samplePdf)).toBe(true);
    expect((await send({ cid: randomHex(16), fileId: 'e'.repeat(32), name: 'a.pdf' })).statusCode).toBe(404);
  });

  test('what is refused in a chat is refused here; office documents are an administrator’s own choice', async () => {
    const page = await upload(Buffer.from('<html></html>'), 'a.txt');
    expect([page.statusCode, errorsOf(page)[0]]).toEqual([400, expect.stringMatching(/^file: is of a kind/)]);
    expect((await upload(Buffer.alloc(5 * 1_048_576 + 1, 'a'), 'a.txt')).statusCode).toBe(413);
    const docx = zipOf({ '[Content_Types].xml': '<t/>', 'word/document.xml': '<d/>' });
    expect((await taken(docx, 'Terms.docx')).name).toBe('Terms.docx');
  });

  test('only what is there can be attached, at most five, and at most 16 MB in all', async () => {
    const post = (attachments: object[]) =>
      app.admin.call('POST', `${desk.below}/canned-responses`, { body: { title: 'A', body: 'B', attachments } });
    expect(errorsOf(await post([{ fileId: 'e'.repeat(32), name: 'a.pdf' }]))).toEqual([
      'attachments.0: is not there any more: attach it again',
    ]);
    const large = await Promise.all(
      ['a', 'b', 'c', 'd'].map((letter) => taken(Buffer.alloc(4.5 * 1_048_576, letter), `${letter}.txt`)),
    );
    expect(errorsOf(await post(large))).toEqual(['attachments: would be more than 16 MB of files in all']);
    await add(large.slice(0, 3));
    expect((await post(large.slice(1, 3))).statusCode).toBe(201);
    expect((await post(large.slice(3))).statusCode).toBe(400);
    const six = Array.from({ length: 6 }, () => large[0] as object);
    expect((await post(six)).statusCode).toBe(400);
  });

  test('R-133 one is read by those who can use a response that has it, and only ever downloaded', async () => {
    const mine = await taken(Buffer.from('mine alone'), 'Mine.txt', olga.caller);
    await olga.caller.must('POST', '/api/v1/me/canned-responses', { title: 'Mine', body: 'x', attachments: [mine] });
    const read = (caller: Caller) =>
      app.http.inject({
        url: `${desk.below}/canned-responses/files/${mine.fileId}?name=Mine.txt`,
        headers: { cookie: caller.cookie },
      });
    const served = await read(olga.caller);
    expect([served.statusCode, served.body, served.headers['content-disposition']]).toEqual([
      200,
      'mine alone',
      expect.stringMatching(/^attachment; /),
    ]);
    expect((await read(app.admin)).statusCode).toBe(404);
  });

  test('what no response has is removed after a day, and nothing else', async () => {
    const [used, unused] = [await taken(Buffer.from('used'), 'u.txt'), await taken(Buffer.from('unused'), 'n.txt')];
    const made = await add([used]);
    await removeUnusedAttachments(app.storage.db, Date.now() + 86_300_000);
    expect([await isThere(used.fileId), await isThere(unused.fileId)]).toEqual([true, true]);
    await removeUnusedAttachments(app.storage.db, Date.now() + 86_500_000);
    expect([await isThere(used.fileId), await isThere(unused.fileId)]).toEqual([true, false]);
    await app.admin.must('DELETE', `${desk.below}/canned-responses/${made.id}?version=1`);
    await removeUnusedAttachments(app.storage.db, Date.now() + 86_500_000);
    expect(await isThere(used.fileId)).toBe(false);
  });

  describe('B-310 in configuration files', () => {
    const url = '/api/v1/configuration';
    const exported = async () => {
      const file = await app.admin.must<ConfigurationFile>('GET', `${desk.below}/configuration`);
      return file.sites[0] as NonNullable<(typeof file.sites)[0]>;
    };
    const planOf = (server: StoredApp, site: object) =>
      server.admin.call('POST', `${url}/plan`, {
        body: { file: { foyer: 'configuration', version: 1, sites: [site] } },
      });

    test('go along, and are on another server what they were', async () => {
      await add([await taken(samplePdf, 'Prices.pdf'), await taken(png, 'Lamp.png')]);
      const { cannedResponses, cannedFiles } = await exported();
      expect(cannedFiles?.map(({ name }) => name)).toEqual(['Lamp.webp', 'Prices.pdf']);
      const other = await open();
      const site = { name: 'Copied', cannedResponses, cannedFiles };
      const missing = await planOf(other, { name: 'Copied', cannedResponses });
      expect(errorsOf(missing)[0]).toMatch(/^sites\.0\.cannedResponses\.0\.attachments\.0: “Prices\.pdf” is a file/);
      const plan = (await planOf(other, site)).json() as ConfigurationPlan;
      expect(JSON.stringify(plan).length).toBeLessThan(5000);
      const file = { foyer: 'configuration', version: 1, sites: [site] };
      await other.admin.must<AppliedConfiguration>('POST', `${url}/apply`, { file, plan: plan.id });
      const again = (await planOf(other, site)).json() as ConfigurationPlan;
      expect(again.sites.map(({ sections }) => sections)).toEqual([[]]);
      await other.close();
    });

    test('are looked at as those that are uploaded', async () => {
      const refused = async (content: Buffer) => {
        const cannedFiles = [{ name: 'a', content: content.toString('base64') }];
        return errorsOf(await planOf(app, { name: desk.site.name, cannedFiles }))[0];
      };
      const at = 'sites.0.cannedFiles.0';
      expect(await refused(Buffer.from('<svg></svg>'))).toMatch(new RegExp(`^${at}\\.content: is of a kind`));
      expect(await refused(png)).toMatch(new RegExp(`^${at}\\.content: is no image that was exported`));
      expect(await refused(Buffer.from('a text'))).toMatch(
        new RegExp(`^${at}: no canned response of the site has “a”`),
      );
    });
  });
});
